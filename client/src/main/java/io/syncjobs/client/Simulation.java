package io.syncjobs.client;

import io.syncjobs.client.model.SimulatedChange;
import io.syncjobs.client.model.SynchronizationCyclePhase;
import io.syncjobs.client.model.SynchronizationError;
import io.syncjobs.client.model.SynchronizationSimulationCounts;
import org.jspecify.annotations.Nullable;

/**
 * What the next cycle of a job would do.
 *
 * @param phase extent of the cycle
 * @param counts numbers of objects by the action on them, on all pages
 * @param quarantine reason for which the job would be in quarantine afterwards; null if it wouldn't
 * @param changes first page of the objects, those with errors and deletions first
 */
public record Simulation(
    SynchronizationCyclePhase phase,
    SynchronizationSimulationCounts counts,
    @Nullable SynchronizationError quarantine,
    Page<SimulatedChange> changes) {}
