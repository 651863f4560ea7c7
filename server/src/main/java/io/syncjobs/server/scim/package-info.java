/** The targets that jobs write to: SCIM services. */
@NullMarked
package io.syncjobs.server.scim;

import org.jspecify.annotations.NullMarked;
