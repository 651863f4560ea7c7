/**
 * Rules that the contract keeps: more than a hundred of OpenAPI itself, which Apicurio's data models have, and ours, which
 * extend them and run in the same pass.
 *
 * <p>Reasons for this linter: it runs on the JVM, so that the build needs only a JDK and Maven; it knows all of OpenAPI 3.0;
 * custom rules are classes; and it was last released in 2026. Of the others on Maven Central, openapi-style-validator has
 * fixed options instead of custom rules, and zally is built as a server; Spectral, Redocly and vacuum need Node.js or a binary
 * for each platform. It lacks lines, which {@link io.syncjobs.contract.rules.Contract} adds, and remedies, which
 * {@link io.syncjobs.contract.rules.Linter} adds.
 */
@NullMarked
package io.syncjobs.contract.rules;

import org.jspecify.annotations.NullMarked;
