/** Progress of jobs: the cycle under way, earlier executions and quarantine. */
@NullMarked
package io.syncjobs.server.job.progress;

import org.jspecify.annotations.NullMarked;
