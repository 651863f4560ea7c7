/** Implementations of the contract's operations: delegates of the generated interface. Wire models stay within this package. */
@NullMarked
package io.syncjobs.server.web.api;

import org.jspecify.annotations.NullMarked;
