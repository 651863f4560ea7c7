/** Starting, pausing and restarting jobs. */
@NullMarked
package io.syncjobs.server.job.lifecycle;

import org.jspecify.annotations.NullMarked;
