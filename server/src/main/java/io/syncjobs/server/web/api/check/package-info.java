/** Checks of requests against the contract. */
@NullMarked
package io.syncjobs.server.web.api.check;

import org.jspecify.annotations.NullMarked;
