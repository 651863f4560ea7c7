/** What keeps a server standing that is asked for more than it can do: paces, admission and rates. */
@NullMarked
package io.syncjobs.server.web.overload;

import org.jspecify.annotations.NullMarked;
