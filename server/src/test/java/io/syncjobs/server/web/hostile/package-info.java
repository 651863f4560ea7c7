/** Requests that somebody would send who means no good, derived from the contract itself. */
@NullMarked
package io.syncjobs.server.web.hostile;

import org.jspecify.annotations.NullMarked;
