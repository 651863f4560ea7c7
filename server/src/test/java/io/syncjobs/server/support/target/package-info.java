/** SCIM services that jobs of tests write to: ones that others wrote, and ones that misbehave. */
@NullMarked
package io.syncjobs.server.support.target;

import org.jspecify.annotations.NullMarked;
