/** Who may call which operation. */
@NullMarked
package io.syncjobs.server.web.security;

import org.jspecify.annotations.NullMarked;
