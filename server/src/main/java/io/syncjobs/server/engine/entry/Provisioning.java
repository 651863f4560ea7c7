package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.entry.EntryWork.Done;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Creation of an entry's counterpart, unless the target has one to link and update. For one thread. */
final class Provisioning {

  private final EntryWork work;
  private final CounterpartUpdate counterpart;
  private final SyncRun run;
  private final ObjectMapping mapping;
  private final Entry entry;
  private final EventRecorder events;
  private final EntryCounters counters;

  Provisioning(EntryWork work) {
    this.work = work;
    counterpart = new CounterpartUpdate(work);
    run = work.run;
    mapping = work.mapping;
    entry = work.entry;
    events = work.events;
    counters = work.counters;
  }

  Done provision() {
    Done done = provision(work.flow(false));
    if (work.known().targetId() != null) {
      Set<Trace> names = work.matching().names();
      // A target may ignore a change of the name.
      work.known().foundBy().stream().filter(counterpart::mayHave).forEach(names::add);
      work.know(work.known().foundBy(names));
    }
    return done;
  }

  private Done provision(TargetValues flow) {
    if (work.known().targetId() != null) {
      Done done = counterpart.update(flow, null, Action.UPDATE);
      if (done != null) {
        return done;
      }
      // The counterpart was deleted in the target, or a late read does not show it yet.
      work.know(work.known().lost());
    }
    Optional<Entry> match = work.matching().find().or(work.search::earlier).or(work.search::again);
    work.answered();
    if (match.isPresent()) {
      return joinOrMade(flow, match.get());
    }
    Done unseen = updateUnseen(flow);
    if (unseen != null) {
      return unseen;
    }
    if (!mapping.flows().contains(ObjectMapping.Flow.ADD)) {
      return work.skip(Action.CREATE, SkipReason.NO_ADD);
    }
    return create(flow);
  }

  /** Links the entry to an entry of the target. One that an attempt without a known outcome has created is logged as created. */
  private Done joinOrMade(TargetValues flow, Entry match) {
    boolean made = work.doubtful
        && work.before.targetId() == null
        && work.before.formerId() == null
        && work.before
            .foundBy()
            .isEmpty() // Otherwise it had a counterpart, whose id is somebody else's now.
        && flow.areThoseOf(match);
    Done done = counterpart.join(flow, match, Action.UPDATE);
    if (!made) {
      return done;
    }
    counters.toWrite();
    counters.written();
    if (done.result() == Result.SKIPPED) {
      var unused = events.modified(flow.forNew(), null);
    }
    events.step(
        "EntryExportAdd",
        StepType.EXPORT,
        Result.SUCCESS,
        "Found after an interruption: an earlier attempt, whose outcome got lost, was about to create the counterpart, which has all values of a new one.");
    return new Done(Action.CREATE, Result.SUCCESS);
  }

  /**
   * Writes to the former counterpart by its id, as the target may only hide it. If nothing has changed, what it is matched by is written again to find out.
   *
   * @return null if there is none, or the target has none of its id
   */
  private @Nullable Done updateUnseen(TargetValues flow) {
    KnownEntry lost = work.known();
    String former = lost.formerId();
    if (former == null
        || !mapping.flows().contains(ObjectMapping.Flow.UPDATE)
        || !run.claim(mapping, former, entry.id()).equals(entry.id())) {
      return null;
    }
    work.know(lost.recalled(mapping.targetType()));
    boolean changed = !flow.changesOfUnseen(work.known(), List.of()).isEmpty();
    Done done = null;
    try {
      done =
          counterpart.updateUnseen(flow, Action.UPDATE, changed ? List.of() : mapping.matching());
    } catch (TargetException e) {
      // Some services refuse changes of what they don't have with another status.
      if (e.problem().ofTarget() || !lost.doubtedLongEnough()) {
        throw e;
      }
    }
    if (done == null || done.result() != Result.SUCCESS) {
      work.know(lost);
      return null;
    }
    work.pendReferences();
    events.step(
        "EntryImportTarget",
        StepType.IMPORT,
        Result.WARNING,
        "The counterpart is assumed to be there, so that no other one is created.");
    return done;
  }

  private Done create(TargetValues flow) {
    work.beforeWrite();
    Map<String, JsonNode> values = events.modified(flow.forNew(), null);
    String id;
    try {
      Target target = work.target();
      id = work.ahead.write(target, () -> target.create(mapping.targetType(), values));
    } catch (TargetException e) {
      if (e.problem() == TargetException.Problem.ENTRY_CONFLICT) {
        // An earlier attempt may have created it and then lost the answer.
        Optional<Entry> made = work.matching().find();
        if (made.isPresent()) {
          return joinOrMade(flow, made.get());
        }
        if (work.doubtful) {
          throw new EntryFailure(
              "EntryConflict",
              e.reason(),
              "Nothing: an earlier attempt, whose outcome got lost, may have created the counterpart, which the target does not show yet. The next attempt looks for it again.");
        }
      }
      throw e;
    }
    counters.written();
    boolean reassigned = work.search.claimCreated(id);
    String former = work.known().formerId();
    counters.deletedCounterpart(former);
    Map<String, String> flowed = flow.flowedToNew();
    flowed.put(SyncRun.REFERENCES, run.referencesOf(mapping, entry, work.known()));
    work.know(work.known()
        .linked(mapping.targetType(), id, flowed)
        .foundBy(Set.of())
        .pending(run.refersToAny(mapping, entry, work.known())));
    events.step("EntryExportAdd", StepType.EXPORT, Result.SUCCESS, "Created in the target.");
    if (reassigned) {
      // A change that was meant for the counterpart which had the id may come to this one.
      work.planLook();
    }
    if (former != null) {
      work.know(work.known().replacing(former));
      events.step(
          "EntryImportTarget",
          StepType.IMPORT,
          Result.WARNING,
          "The target showed the former counterpart, " + former
              + ", neither by its id nor in a search, so that it is taken for deleted. If the target shows it again, it may keep access until the entry leaves: delete it there, or restart the job with Full to find it.");
    }
    return new Done(Action.CREATE, Result.SUCCESS);
  }
}
