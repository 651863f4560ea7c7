/** Requests that callers may repeat but that are executed once. */
@NullMarked
package io.syncjobs.server.job.repeatability;

import org.jspecify.annotations.NullMarked;
