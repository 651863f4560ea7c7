/**
 * Shared fixtures of the server's tests: the server, its databases, and a check of all its answers.
 */
@NullMarked
package io.syncjobs.server.support;

import org.jspecify.annotations.NullMarked;
