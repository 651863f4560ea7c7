/** What jobs remember of the entries that they have read. */
@NullMarked
package io.syncjobs.server.engine.known;

import org.jspecify.annotations.NullMarked;
