/** SCIM services for tests, one for each tenant of a sandbox: they record requests and misbehave on demand. */
@NullMarked
package io.syncjobs.server.web.development.target;

import org.jspecify.annotations.NullMarked;
