package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.entry.EntryWork.Done;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.Map;
import java.util.Optional;
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
      work.know(work.known().foundBy(work.matching().names()));
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
    Optional<Entry> match = work.matching().find().or(work::earlier);
    work.answered();
    if (match.isPresent()) {
      return joinOrMade(flow, match.get());
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
    work.requireOwn(run.claims().claim(id, entry.id()));
    String former = work.known().formerId();
    counters.deletedCounterpart(former);
    Map<String, String> flowed = flow.flowedToNew();
    flowed.put(SyncRun.REFERENCES, run.referencesOf(mapping, entry, work.known()));
    work.know(work.known()
        .linked(mapping.targetType(), id, flowed)
        .pending(run.refersToAny(mapping, entry, work.known())));
    events.step("EntryExportAdd", StepType.EXPORT, Result.SUCCESS, "Created in the target.");
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
