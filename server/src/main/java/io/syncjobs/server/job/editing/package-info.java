/** How jobs come into being. */
@NullMarked
package io.syncjobs.server.job.editing;

import org.jspecify.annotations.NullMarked;
