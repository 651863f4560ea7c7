/** Synchronization jobs: what they are, how they are made and where they are kept. */
@NullMarked
package io.syncjobs.server.job;

import org.jspecify.annotations.NullMarked;
