/** The database, and what all that keep something in it share. */
@NullMarked
package io.syncjobs.server.platform.storage;

import org.jspecify.annotations.NullMarked;
