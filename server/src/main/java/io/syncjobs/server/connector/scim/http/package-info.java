/** HTTP to servers that callers name: to public addresses only, within a bounded time, with bounded answers. */
@NullMarked
package io.syncjobs.server.connector.scim.http;

import org.jspecify.annotations.NullMarked;
