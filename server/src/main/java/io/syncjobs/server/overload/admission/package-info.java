/** How much is worked on at once, and what is refused beyond it. */
@NullMarked
package io.syncjobs.server.overload.admission;

import org.jspecify.annotations.NullMarked;
