/** SCIM services that jobs of tests write to: third-party implementations and faulty ones. */
@NullMarked
package io.syncjobs.server.support.target;

import org.jspecify.annotations.NullMarked;
