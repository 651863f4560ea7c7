package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.secret.NotificationSettings;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.job.template.Setting;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of a job from its settings and secrets.
 *
 * @param everybody whether all entries are in scope, or only members of the rule's groups
 * @param keepOutOfScope whether counterparts of entries that fall out of scope stay as they are
 * @param deleteThreshold number of deletions in a cycle from which on they are held back; 0 for no limit
 * @param requestsPerSecond largest number of requests to the target in a second; 0 for no limit
 */
public record JobOptions(
    boolean everybody, boolean keepOutOfScope, long deleteThreshold, int requestsPerSecond) {

  /** Reads the options from the secrets and settings in which Graph keeps them. */
  public static JobOptions of(
      Job job, SecretSet secrets, long defaultDeleteThreshold, int defaultRequestsPerSecond) {
    return new JobOptions(
        !secrets.value("SyncAll").orElse("true").equalsIgnoreCase("false"),
        secrets.value("SkipOutOfScopeDeletions").orElse("false").equalsIgnoreCase("true"),
        secrets
            .value(NotificationSettings.KEY)
            .flatMap(NotificationSettings::read)
            .flatMap(NotificationSettings::deleteThreshold)
            .or(() -> number(job, Setting.DELETE_THRESHOLD))
            .orElse(defaultDeleteThreshold),
        number(job, Setting.REQUESTS_PER_SECOND)
            .map(Math::toIntExact)
            .orElse(defaultRequestsPerSecond));
  }

  private static Optional<Long> number(Job job, String name) {
    return job.settings().stream()
        .filter(setting -> setting.name().equals(name) && setting.isValid())
        .map(Setting::value)
        .filter(Objects::nonNull)
        .map(Long::valueOf)
        .findFirst();
  }
}
