/** How slowly callers may send their requests and take their answers. */
@NullMarked
package io.syncjobs.server.overload.pace;

import org.jspecify.annotations.NullMarked;
