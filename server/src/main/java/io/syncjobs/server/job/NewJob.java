package io.syncjobs.server.job;

import io.syncjobs.server.job.template.Setting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Job to create.
 *
 * @param templateId id of its template
 * @param interval an ISO 8601 duration; null for the default
 * @param expiration later than now; null for never
 * @param started whether the job starts at once
 * @param settings settings that override the template's, each name once
 */
public record NewJob(
    String templateId,
    @Nullable String interval,
    @Nullable Instant expiration,
    boolean started,
    List<Setting> settings) {

  public NewJob {
    settings = List.copyOf(settings);
  }
}
