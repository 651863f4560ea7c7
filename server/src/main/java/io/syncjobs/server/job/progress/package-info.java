/** How far a job has got: the cycle under way, those before it, and its quarantine. */
@NullMarked
package io.syncjobs.server.job.progress;

import org.jspecify.annotations.NullMarked;
