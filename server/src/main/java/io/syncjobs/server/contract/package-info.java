/** The contract at run time: operations, checks of requests, error codes and refusals. */
@NullMarked
package io.syncjobs.server.contract;

import org.jspecify.annotations.NullMarked;
