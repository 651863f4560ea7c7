/** What a server needs before it can start: its settings and its data folder. */
@NullMarked
package io.syncjobs.server.startup;

import org.jspecify.annotations.NullMarked;
