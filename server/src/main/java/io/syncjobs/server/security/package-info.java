/** Who may call which operation. */
@NullMarked
package io.syncjobs.server.security;

import org.jspecify.annotations.NullMarked;
