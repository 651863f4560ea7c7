/** Authentication of callers and authorization of operations. */
@NullMarked
package io.syncjobs.server.web.security;

import org.jspecify.annotations.NullMarked;
