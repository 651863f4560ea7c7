package io.syncjobs.server.job;

/** Graph's synchronizationStatusCode. */
public enum StatusCode {
  NOT_CONFIGURED,
  NOT_RUN,
  ACTIVE,
  PAUSED,
  QUARANTINE
}
