package io.syncjobs.server.audit;

import io.syncjobs.server.job.Owner;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a job did with one entry in one cycle.
 *
 * @param id unique within the tenant; an event that is added again under its id is added once
 * @param owner whose job it is
 * @param jobId the job, which may have been deleted since
 * @param cycleId the same for all events of a cycle
 * @param changeId the change that was carried over
 * @param time when it was done
 * @param durationMillis how long it took, 0 or more
 * @param action what was done in the target
 * @param result how it went
 * @param initiatedBy {@link #SYSTEM}, or the id of the caller's client
 * @param byCaller whether a caller had it done, rather than the job's schedule
 * @param sourceSystem where the entry comes from
 * @param source the entry there
 * @param targetSystem where it is written to
 * @param target the object there; null if there is none
 * @param modified the attributes that have another value there than before
 * @param steps what was done, in order
 * @param error what went wrong, or why nothing was done; null if there is nothing to say
 */
public record ProvisioningEvent(
    String id,
    Owner owner,
    String jobId,
    String cycleId,
    String changeId,
    Instant time,
    long durationMillis,
    Action action,
    Result result,
    String initiatedBy,
    boolean byCaller,
    System sourceSystem,
    Identity source,
    System targetSystem,
    @Nullable Identity target,
    List<Modified> modified,
    List<Step> steps,
    @Nullable ErrorInfo error) {

  /** How many characters the log keeps of a text. */
  public static final int MAX_TEXT = 2048;

  /** What Graph calls the initiator of cycles that nobody asked for. */
  public static final String SYSTEM = "Azure AD Provisioning Service";

  public ProvisioningEvent {
    modified = List.copyOf(modified);
    steps = List.copyOf(steps);
  }

  /** This, as the rest of what began with another one. */
  public ProvisioningEvent after(ProvisioningEvent before) {
    boolean idle = before.result == Result.SKIPPED && result != Result.SKIPPED;
    return new ProvisioningEvent(
        id,
        owner,
        jobId,
        cycleId,
        before.changeId,
        time,
        before.durationMillis + durationMillis,
        idle ? action : before.action,
        result == Result.FAILURE || idle ? result : before.result,
        initiatedBy,
        byCaller,
        sourceSystem,
        source,
        targetSystem,
        target == null ? before.target : target,
        Stream.concat(before.modified.stream(), modified.stream()).toList(),
        Stream.concat(before.steps.stream(), steps.stream()).toList(),
        error == null ? before.error : error);
  }

  /** What was done with an object of the target. */
  public enum Action {
    OTHER,
    CREATE,
    DELETE,
    DISABLE,
    UPDATE,
    STAGED_DELETE
  }

  /** How something went. */
  public enum Result {
    SUCCESS,
    FAILURE,
    SKIPPED,
    WARNING
  }

  /** A source or target. Graph's name for it is stronger than Java's. */
  @SuppressWarnings("JavaLangClash")
  public record System(String id, String displayName) {}

  /**
   * An object of a source or target.
   *
   * @param type such as {@code User}
   */
  public record Identity(String id, @Nullable String displayName, String type) {}

  /**
   * An attribute of the target that has another value than before. Null stands for none.
   *
   * @param name the attribute's; by it the log knows which values are secret
   */
  public record Modified(
      String name, @Nullable String oldValue, @Nullable String newValue) {}

  /**
   * A step of what was done.
   *
   * @param name such as {@code EntryImportAdd}
   * @param description a sentence for people
   */
  public record Step(String name, StepType type, Result result, String description) {}

  /** What kind of step it was. */
  public enum StepType {
    IMPORT,
    SCOPING,
    MATCHING,
    PROCESSING,
    REFERENCE_RESOLUTION,
    EXPORT
  }

  /**
   * What went wrong, or why nothing was done.
   *
   * @param code stable, for programs
   * @param category one of Graph's: {@code failure}, {@code nonServiceFailure} or {@code success}
   * @param reason a sentence for people
   * @param recommendedAction a sentence that says what to do
   */
  public record ErrorInfo(String code, String category, String reason, String recommendedAction) {}
}
