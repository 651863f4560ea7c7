/** What the server stands on: its database, its data folder and its start. */
@NullMarked
package io.syncjobs.server.platform;

import org.jspecify.annotations.NullMarked;
