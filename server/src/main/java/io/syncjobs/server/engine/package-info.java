/** Jobs that run: what a job reads and writes, and by which rules. */
@NullMarked
package io.syncjobs.server.engine;

import org.jspecify.annotations.NullMarked;
