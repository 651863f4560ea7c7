/** What jobs connect to their targets with. */
@NullMarked
package io.syncjobs.server.job.secret;

import org.jspecify.annotations.NullMarked;
