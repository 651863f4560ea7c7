package io.syncjobs.server.job;

/**
 * Data that a restart forgets; the single flags of Graph's synchronizationJobRestartScope.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationjobrestartcriteria">Graph's
 *     synchronizationJobRestartCriteria</a>
 */
public enum ResetScope {
  CONNECTOR_DATA_STORE,
  ESCROWS,
  WATERMARK,
  QUARANTINE_STATE,
  FORCE_DELETES
}
