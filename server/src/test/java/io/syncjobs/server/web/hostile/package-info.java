/** Hostile requests, derived from the contract. */
@NullMarked
package io.syncjobs.server.web.hostile;

import org.jspecify.annotations.NullMarked;
