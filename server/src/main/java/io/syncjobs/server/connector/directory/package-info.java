/** The tenants' own directories of users and groups, which jobs read and write. */
@NullMarked
package io.syncjobs.server.connector.directory;

import org.jspecify.annotations.NullMarked;
