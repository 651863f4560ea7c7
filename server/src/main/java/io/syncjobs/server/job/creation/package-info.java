/** How jobs come into being. */
@NullMarked
package io.syncjobs.server.job.creation;

import org.jspecify.annotations.NullMarked;
