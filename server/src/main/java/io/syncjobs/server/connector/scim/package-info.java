/** The targets that jobs write to: SCIM services. */
@NullMarked
package io.syncjobs.server.connector.scim;

import org.jspecify.annotations.NullMarked;
