/**
 * What the contract's operations do: the delegates of the generated interface. The wire models stay
 * in here.
 */
@NullMarked
package io.syncjobs.server.web.api;

import org.jspecify.annotations.NullMarked;
