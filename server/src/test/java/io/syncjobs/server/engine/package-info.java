/** Jobs that really run: from uploads into the directory, and from there into SCIM services that others wrote. */
@NullMarked
package io.syncjobs.server.engine;

import org.jspecify.annotations.NullMarked;
