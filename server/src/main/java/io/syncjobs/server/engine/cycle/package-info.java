/** Cycles: entries are read, matched and written, on one node at a time. */
@NullMarked
package io.syncjobs.server.engine.cycle;

import org.jspecify.annotations.NullMarked;
