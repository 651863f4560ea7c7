/** What is between a test and a server: the check that every answer agrees with the contract, and a way that can be held up. */
@NullMarked
package io.syncjobs.server.support.http;

import org.jspecify.annotations.NullMarked;
