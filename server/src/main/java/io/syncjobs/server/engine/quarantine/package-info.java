/** When a job is to run less often. */
@NullMarked
package io.syncjobs.server.engine.quarantine;

import org.jspecify.annotations.NullMarked;
