/** HTTP and network helpers: the check of every answer against the contract, and a connection that can be stalled. */
@NullMarked
package io.syncjobs.server.support.http;

import org.jspecify.annotations.NullMarked;
