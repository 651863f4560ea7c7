/** What the engine asks of whatever it reads entries from and writes them to. */
@NullMarked
package io.syncjobs.server.connector;

import org.jspecify.annotations.NullMarked;
