/** Comparison of the contract with the names of Graph's surface. */
@NullMarked
package io.syncjobs.contract.parity;

import org.jspecify.annotations.NullMarked;
