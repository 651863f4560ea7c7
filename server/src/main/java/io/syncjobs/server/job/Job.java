package io.syncjobs.server.job;

import io.syncjobs.server.template.Setting;
import java.util.List;

/**
 * A synchronization job as it is stored.
 *
 * @param owner whose job it is
 * @param id unique within the tenant, see {@link Owner#jobId(String)}
 * @param templateId the template that it was made from
 * @param schedule when it runs
 * @param statusCode how it is
 * @param settings its settings in order, each name once
 * @param version changes with every change of the job; opaque
 */
public record Job(
    Owner owner,
    String id,
    String templateId,
    Schedule schedule,
    StatusCode statusCode,
    List<Setting> settings,
    String version) {

  public Job {
    settings = List.copyOf(settings);
  }
}
