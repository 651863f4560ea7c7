/**
 * What tests of the server share: the server itself, its databases, and a check of all its answers.
 */
@NullMarked
package io.syncjobs.server.support;

import org.jspecify.annotations.NullMarked;
