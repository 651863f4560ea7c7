package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An earlier attempt at an entry whose outcome got lost, with the node or with the target's answer. Nobody else tells of what it wrote. For one thread. */
final class LostAttempt {

  private final EntryWork work;

  /** Id of what it was about to take access from, unless the job knew that already. */
  private final @Nullable String id;

  private boolean told;

  LostAttempt(EntryWork work, @Nullable String id) {
    this.work = work;
    this.id = id;
  }

  /** The entry, linked to what the attempt was about to change. */
  KnownEntry linked() {
    KnownEntry known = work.known();
    return id == null || id.equals(known.targetId())
        ? known
        : known.linked(work.mapping.targetType(), id, Map.of());
  }

  /** Tells what the attempt may have done, as this one does nothing. */
  void tell() {
    if (!work.doubtful || told || linked().targetId() == null) {
      return;
    }
    told = true;
    if (work.known().targetId() == null) {
      work.events.deleted(linked());
    }
    work.events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "An earlier attempt, whose outcome got lost, may have written values"
            + (id == null ? "." : " of " + id + ", or deleted it."));
  }
}
