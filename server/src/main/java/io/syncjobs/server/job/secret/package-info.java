/** Secrets with which jobs connect to their targets, encrypted in the database. */
@NullMarked
package io.syncjobs.server.job.secret;

import org.jspecify.annotations.NullMarked;
