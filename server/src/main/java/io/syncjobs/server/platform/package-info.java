/** Foundations of all other rooms: database, data folder, settings and small tools. */
@NullMarked
package io.syncjobs.server.platform;

import org.jspecify.annotations.NullMarked;
