package io.syncjobs.server.audit;

import io.syncjobs.server.job.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log entry for what a job did with one source entry in one cycle.
 *
 * @param id unique within the tenant; adding an event again under its id merges the two
 * @param owner owner of the job
 * @param jobId id of the job, which may be deleted
 * @param cycleId common to all events of a cycle
 * @param changeId the change of the source entry
 * @param time end of the work on the entry
 * @param durationMillis duration of that work, 0 or more
 * @param action action in the target
 * @param result its result
 * @param initiatedBy {@link #SYSTEM}, or id of the calling client
 * @param byCaller whether a caller requested it rather than the job's schedule
 * @param sourceSystem system that the entry comes from
 * @param source the entry in the source
 * @param targetSystem system that it is written to
 * @param target the object in the target; null if there is none
 * @param modified attributes of the target that changed
 * @param steps steps of the work, in order
 * @param error cause of a failure, or reason for doing nothing; null if there is neither
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

  /** Characters at most of each logged text. */
  public static final int MAX_TEXT = 2048;

  /** Graph's name for the initiator of scheduled cycles. */
  public static final String SYSTEM = "Azure AD Provisioning Service";

  public ProvisioningEvent {
    modified = List.copyOf(modified);
    steps = List.copyOf(steps);
  }

  /** Merges this event with an earlier one of the same entry and cycle. */
  public ProvisioningEvent after(ProvisioningEvent before) {
    boolean idle = before.result == Result.SKIPPED && result != Result.SKIPPED;
    // A failed attempt is over once the entry is read again. What follows without that, such as
    // its references, doesn't make up for it.
    boolean again = before.result == Result.FAILURE
        && !steps.isEmpty()
        && steps.get(0).type() == StepType.IMPORT;
    boolean counts = result == Result.FAILURE || idle || again;
    boolean fails = before.result == Result.FAILURE && !again;
    ErrorInfo reason = result == before.result && error != null ? error : before.error;
    return new ProvisioningEvent(
        id,
        owner,
        jobId,
        cycleId,
        before.changeId,
        time,
        before.durationMillis + durationMillis,
        idle || again ? action : before.action,
        counts ? result : before.result,
        initiatedBy,
        byCaller,
        sourceSystem,
        source,
        targetSystem,
        target == null ? before.target : target,
        Stream.concat(before.modified.stream(), modified.stream()).toList(),
        Stream.concat(
                before.steps.stream()
                    .filter(step -> step.result() != Result.SKIPPED || !steps.contains(step)),
                steps.stream())
            .toList(),
        fails ? before.error : counts ? error : reason);
  }

  /** Actions on an object of the target. */
  public enum Action {
    OTHER,
    CREATE,
    DELETE,
    DISABLE,
    UPDATE,
    STAGED_DELETE
  }

  /** Results of actions and steps. */
  public enum Result {
    SUCCESS,
    FAILURE,
    SKIPPED,
    WARNING
  }

  /** A source or target. Named as in Graph, although Java has a class of that name. */
  @SuppressWarnings("JavaLangClash")
  public record System(String id, String displayName) {}

  /**
   * An object of a source or target.
   *
   * @param type such as {@code User}
   */
  public record Identity(String id, @Nullable String displayName, String type) {}

  /**
   * A changed attribute of the target. A null value means that there was or is none.
   *
   * @param name name of the attribute, from which the log recognizes secret values
   */
  public record Modified(
      String name, @Nullable String oldValue, @Nullable String newValue) {}

  /**
   * A step of the work on an entry.
   *
   * @param name such as {@code EntryImportAdd}
   * @param description a sentence for humans
   */
  public record Step(String name, StepType type, Result result, String description) {}

  /** Kinds of steps. */
  public enum StepType {
    IMPORT,
    SCOPING,
    MATCHING,
    PROCESSING,
    REFERENCE_RESOLUTION,
    EXPORT
  }

  /**
   * The cause of a failure, or the reason for doing nothing.
   *
   * @param code stable, for programs
   * @param category one of Graph's: {@code failure}, {@code nonServiceFailure} or {@code success}
   * @param reason a sentence for humans
   * @param recommendedAction advice for humans
   */
  public record ErrorInfo(String code, String category, String reason, String recommendedAction) {}

  /** The id of the event of an entry in a cycle, which is the same for each attempt at the entry. */
  public static String idOf(String cycleId, String type, String entryId) {
    String name = cycleId + "/" + type + "/" + entryId;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
