/** Runs jobs: cycles, their schedule, quarantine and provisioning on demand. */
@NullMarked
package io.syncjobs.server.engine;

import org.jspecify.annotations.NullMarked;
