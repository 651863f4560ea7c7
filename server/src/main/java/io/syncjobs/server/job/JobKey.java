package io.syncjobs.server.job;

import java.util.Map;

/**
 * Identifies a job.
 *
 * @param owner the application that the job belongs to
 * @param id unique among the owner's jobs
 */
public record JobKey(Owner owner, String id) {

  /** Condition on a row that belongs to a job, with the {@link #parameters} of its key. */
  public static final String CONDITION =
      "tenant_id = :tenant AND application_id = :application AND job_id = :job";

  /** Reads what {@link #toString} wrote. */
  public static JobKey parse(String text) {
    String[] parts = text.split("/", 3);
    return new JobKey(new Owner(parts[0], parts[1]), parts[2]);
  }

  /** Named parameters of SQL statements: {@code tenant}, {@code application} and {@code job}. */
  public Map<String, String> parameters() {
    return Map.of("tenant", owner.tenantId(), "application", owner.applicationId(), "job", id);
  }

  @Override
  public String toString() {
    return owner.tenantId() + "/" + owner.applicationId() + "/" + id;
  }
}
