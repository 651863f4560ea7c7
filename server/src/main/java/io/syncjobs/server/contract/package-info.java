/** The contract as the running server reads it. */
@NullMarked
package io.syncjobs.server.contract;

import org.jspecify.annotations.NullMarked;
