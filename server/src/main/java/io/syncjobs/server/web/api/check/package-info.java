/** Requests held against the contract, and answers kept to it. */
@NullMarked
package io.syncjobs.server.web.api.check;

import org.jspecify.annotations.NullMarked;
