package io.syncjobs.server.job;

import io.syncjobs.server.job.template.Setting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that somebody asks for.
 *
 * @param templateId the template to make it from
 * @param interval an ISO 8601 duration; null for the default
 * @param expiration later than now; null for never
 * @param started whether to start it at once
 * @param settings what to put over the template's defaults, each name once
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
