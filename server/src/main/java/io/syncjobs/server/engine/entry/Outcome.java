package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.Counters;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at an entry.
 *
 * @param known what is known of it now
 * @param event what to write into the provisioning log; null if it is of no concern
 * @param counters what to count
 * @param kind what entries like it are counted by
 * @param linked 1 if it has a counterpart now and had none, -1 if it is the other way round, else 0
 */
public record Outcome(
    KnownEntry known,
    @Nullable ProvisioningEvent event,
    Counters counters,
    String kind,
    int linked) {}
