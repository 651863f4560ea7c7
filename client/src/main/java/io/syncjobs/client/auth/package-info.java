/** Where a client gets its tokens. */
@NullMarked
package io.syncjobs.client.auth;

import org.jspecify.annotations.NullMarked;
