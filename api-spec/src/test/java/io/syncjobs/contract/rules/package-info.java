/**
 * The rules of style that the contract keeps: those of OpenAPI itself, over a hundred, which Apicurio's data models bring
 * along, and ours, which extend them and run in the same pass.
 *
 * <p>Why this linter: it runs on the JVM, so that the build needs nothing but a JDK and Maven; it knows OpenAPI 3.0 in
 * full; it takes rules of one's own as classes; and it was last released in 2026. Of the others on Maven Central,
 * openapi-style-validator has a fixed set of options instead of rules of one's own, and zally is
 * built as a server; Spectral, Redocly and vacuum need Node.js or a binary for each platform. What it lacks are lines, which
 * {@link io.syncjobs.contract.rules.Contract} adds, and remedies, which {@link io.syncjobs.contract.rules.Linter} adds.
 */
@NullMarked
package io.syncjobs.contract.rules;

import org.jspecify.annotations.NullMarked;
