package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.Counters;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of the work on an entry.
 *
 * @param known the job's knowledge of the entry now
 * @param event event for the provisioning log; null for none
 * @param counters counters to add
 * @param kind source and target type, such as {@code User to User}, by which linked entries are counted
 * @param linked 1 if the entry got a counterpart, -1 if it lost its counterpart, otherwise 0
 */
public record Outcome(
    KnownEntry known,
    @Nullable ProvisioningEvent event,
    Counters counters,
    String kind,
    int linked) {}
