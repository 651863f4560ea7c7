/** Interfaces of the systems that jobs read from and write to. */
@NullMarked
package io.syncjobs.server.connector;

import org.jspecify.annotations.NullMarked;
