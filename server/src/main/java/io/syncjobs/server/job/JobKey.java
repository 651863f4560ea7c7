package io.syncjobs.server.job;

/**
 * Which job is meant.
 *
 * @param owner whose job
 * @param id unique among the owner's jobs
 */
public record JobKey(Owner owner, String id) {

  /** That of a job. */
  public static JobKey of(Job job) {
    return new JobKey(job.owner(), job.id());
  }

  /** Reads what {@link #toString} wrote. */
  public static JobKey parse(String text) {
    String[] parts = text.split("/", 3);
    return new JobKey(new Owner(parts[0], parts[1]), parts[2]);
  }

  @Override
  public String toString() {
    return owner.tenantId() + "/" + owner.applicationId() + "/" + id;
  }
}
