/** Requests that may come several times and are carried out once. */
@NullMarked
package io.syncjobs.server.job.repeatability;

import org.jspecify.annotations.NullMarked;
