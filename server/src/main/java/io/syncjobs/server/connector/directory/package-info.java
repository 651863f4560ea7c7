/** The tenants' own directories of users and groups, which jobs use as source or target. */
@NullMarked
package io.syncjobs.server.connector.directory;

import org.jspecify.annotations.NullMarked;
