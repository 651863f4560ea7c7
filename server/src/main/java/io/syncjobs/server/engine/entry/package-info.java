/** Synchronizes one entry: matching, values, references, counters and the event for the provisioning log. */
@NullMarked
package io.syncjobs.server.engine.entry;

import org.jspecify.annotations.NullMarked;
