package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.engine.entry.EntryWork.Done;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** End of the access of an entry that left: its counterpart is disabled or deleted. For one thread. */
final class Withdrawal {

  private final EntryWork work;
  private final CounterpartUpdate counterpart;
  private final SyncRun run;
  private final Entry entry;
  private final ObjectMapping mapping;
  private final EventRecorder events;
  private final EntryCounters counters;

  /** Whether only a search shows the counterpart, under the id that is known. */
  private boolean onlyInSearches;

  Withdrawal(EntryWork work) {
    this.work = work;
    counterpart = new CounterpartUpdate(work);
    run = work.run;
    entry = work.entry;
    mapping = work.mapping;
    events = work.events;
    counters = work.counters;
  }

  Done disable() {
    KnownEntry unchanged = work.known();
    Set<String> formers = unchanged.formers();
    Done done = disablePresent();
    if (mayEndFormers(formers, done)) {
      Map<AttributeMapping, JsonNode> changes = work.flow(true)
          .changesOfUnseen(KnownEntry.unknown(entry.type(), entry.id()), work.disabling());
      changes.keySet().retainAll(work.disabling());
      Map<String, JsonNode> values = new LinkedHashMap<>();
      changes.forEach((attribute, value) -> values.put(attribute.target().name(), value));
      endFormers(
          formers,
          unchanged,
          former -> {
            var unused = work.target()
                .update(former, values, Set.of(), () -> Target.Whole.NOTHING, Target.Attempt.FIRST);
            return true;
          },
          (former, now) -> !Unheeded.of(changes, former, now).isEmpty());
    }
    return done;
  }

  Done delete() {
    if (!work.change.gone() && !mapping.readingWhetherOff().isEmpty()) {
      events.step(
          "EntryExportDelete",
          StepType.EXPORT,
          Result.WARNING,
          "The counterpart can't be disabled, so that it is deleted. "
              + Leaving.disablingNothing(mapping.readingWhetherOff()) + " " + Leaving.LET_DISABLE);
    }
    KnownEntry unchanged = work.known();
    Set<String> formers = unchanged.formers();
    Done done = deletePresent();
    if (mayEndFormers(formers, done)) {
      endFormers(
          formers,
          unchanged,
          former -> work.target().delete(mapping.targetType(), former.id()),
          (former, now) -> !now.isDeleted());
    }
    return done;
  }

  private boolean mayEndFormers(Set<String> formers, Done done) {
    return !formers.isEmpty() && done.action() != Action.STAGED_DELETE && !work.waits();
  }

  /**
   * Ends the access of former counterparts, which the target did not show when the present one was created, and may show again.
   *
   * @param unchanged knowledge of the entry before the present counterpart lost access
   * @param end ends the access of one; false if the target has none of its id
   * @param kept whether one that was shown before and is shown now still has access
   */
  private void endFormers(
      Set<String> formers,
      KnownEntry unchanged,
      Predicate<Entry> end,
      BiPredicate<Entry, Entry> kept) {
    Matching matching = new Matching(run, mapping, entry, unchanged, events);
    Recognition recognition = new Recognition(matching, work.change.gone());
    Map<String, String> owners = run.entries().sources(run.connection().key(), formers);
    Set<String> left = new LinkedHashSet<>();
    EntryFailure failure = null;
    for (String former : formers) {
      if (owners.getOrDefault(former, entry.id()).equals(entry.id())) {
        try {
          endFormer(former, recognition, end, kept);
        } catch (TargetException e) {
          if (SyncRun.isBusy(e) || (e.problem().ofTarget() && !e.mayConcernEntry())) {
            throw e;
          }
          left.add(former);
          failure = formerKept(former, e.reason());
        } catch (EntryFailure e) {
          left.add(former);
          failure = formerKept(former, e.reason());
        }
      }
    }
    work.know(work.known().onlyFormers(left));
    if (failure != null) {
      throw failure;
    }
  }

  private static EntryFailure formerKept(String former, String reason) {
    return new EntryFailure(
        "FormerCounterpartKept",
        "The former counterpart, " + former + ", may keep access: " + reason,
        "Look in the target for it, and end its access by hand. That is tried again.");
  }

  private void endFormer(
      String former,
      Recognition recognition,
      Predicate<Entry> end,
      BiPredicate<Entry, Entry> kept) {
    Optional<Entry> there = work.target().read(mapping.targetType(), former);
    if (there.filter(recognition::isOther).isPresent()) {
      return;
    }
    work.beforeWrite();
    boolean ended;
    try {
      ended = work.ahead.write(
          work.target(),
          () -> end.test(there.orElseGet(() -> new Unseen(mapping.targetType(), former))));
    } catch (TargetException e) {
      if (e.problem() != TargetException.Problem.ENTRY_MISSING) {
        throw e;
      }
      ended = false;
    }
    if (ended && there.isPresent()) {
      work.target()
          .read(mapping.targetType(), former)
          .filter(now -> kept.test(there.get(), now))
          .ifPresent(now -> {
            throw EntryFailure.unheeded(Unheeded.saying("its access"));
          });
    }
    if (ended) {
      counters.written();
      events.step(
          "EntryExportUpdate",
          StepType.EXPORT,
          there.isPresent() ? Result.SUCCESS : Result.WARNING,
          "The former counterpart, " + former
              + (there.isPresent()
                  ? ", was there again. Its access was ended too."
                  : ", may be there, though the target does not show it. The target answered the end of its access with success."));
    }
  }

  private Done disablePresent() {
    if (work.disabling().stream()
        .noneMatch(attribute -> attribute.flowType() == AttributeMapping.FlowType.ALWAYS)) {
      work.noteStaysEnabled(
          "The mapping of " + work.disabling().get(0).target().name()
              + ", which would disable it, has a flow type that changes no existing value.",
          "Set its flow type to Always.");
    }
    TargetValues flow = work.flow(true);
    Done done = counterpart.update(flow, null, Action.DISABLE);
    if (done == null) {
      Optional<Entry> moved = work.search.again();
      if (moved.isPresent()) {
        work.know(work.known().lost());
        return counterpart.join(flow, moved.get(), Action.DISABLE);
      }
      done = work.known().targetId() == null
          ? null
          : counterpart.updateUnseen(
              flow, Action.DISABLE, work.everything ? work.disabling() : List.of());
    }
    return done == null ? missing(Action.DISABLE) : done;
  }

  /** End of an attempt at a counterpart that the target neither shows nor takes writes of. */
  private Done missing(Action action) {
    if (work.mayShowLater()) {
      return work.skip(action, SkipReason.NOT_SHOWN);
    }
    counters.deletedCounterpart(work.known().targetId());
    work.know(work.known().takenForGone());
    return work.skip(action, SkipReason.NO_LONGER_THERE);
  }

  private Done deletePresent() {
    if (!run.guard().allowsOneMore()) {
      return work.hold();
    }
    KnownEntry unchanged = work.known();
    work.beforeDeletion();
    boolean shown = work.guarded(this::findCounterpart);
    if (work.known().targetId() == null) {
      run.guard().giveBack();
      return missing(Action.DELETE);
    }
    boolean deleted =
        work.guarded(() -> new KeptCounterpart(work).emptiedUnless(() -> deleteById(shown)));
    // An attempt whose outcome got lost may have deleted it.
    if (!deleted && !work.doubtful) {
      run.guard().giveBack();
      work.know(unchanged);
      return missing(Action.DELETE);
    }
    counters.written();
    counters.deleted();
    events.step("EntryExportDelete", StepType.EXPORT, Result.SUCCESS, "Deleted in the target.");
    events.deleted(shown ? work.known() : work.lost.linked());
    // Some services say so of an id that they don't have, because the counterpart has another.
    if (shown) {
      work.unlink();
    } else {
      work.mayHaveAnotherId();
    }
    return new Done(Action.DELETE, Result.SUCCESS);
  }

  /** Looks for the counterpart to delete, which may have another id now; false if the target does not show it. */
  private boolean findCounterpart() {
    if (work.search
        .read(String.valueOf(work.known().targetId()))
        .filter(there -> !there.isDeleted())
        .isPresent()) {
      return true;
    }
    Optional<Entry> moved = work.search.again();
    moved.ifPresent(there -> {
      onlyInSearches = there.id().equalsIgnoreCase(work.known().targetId());
      work.know(work.known().lost());
      work.search.join(there);
    });
    return moved.isPresent();
  }

  /** Links the entry to its counterpart under another id, if the target has it there and shows what is left of it under the known one. */
  private boolean joinElsewhere() {
    Optional<Entry> found = work.search.elsewhere();
    found.ifPresent(there -> {
      work.know(work.known().lost());
      work.search.join(there);
    });
    return found.isPresent();
  }

  private Optional<Entry> shownCounterpart() {
    return work.target()
        .read(mapping.targetType(), String.valueOf(work.known().targetId()))
        .filter(there -> !there.isDeleted());
  }

  private boolean deleteById(boolean shown) {
    work.beforeEnd();
    Target target = work.target();
    boolean deleted = work.ahead.write(
        target,
        () -> target.delete(mapping.targetType(), String.valueOf(work.known().targetId())));
    if (!shown) {
      return deleted;
    }
    Optional<Entry> still = onlyInSearches ? work.search.again() : shownCounterpart();
    if (still.isPresent() && !work.known().doubtedLongEnough() && joinElsewhere()) {
      return deleteById(true);
    }
    String saying = deleted
        ? Unheeded.saying("the entry")
        : "The target has none of the entry's id to delete, but still shows the entry.";
    if (still.isPresent()
        && work.known().doubtedLongEnough()
        && new Recognition(work.matching(), work.change.gone()).keepsAccess(still.get())) {
      throw EntryFailure.unheeded(saying + " It has its name, and is not off.");
    }
    if (!deleted && !work.known().doubtedLongEnough()) {
      throw TargetException.ofEntry(
          TargetException.Problem.ENTRY_MISSING,
          "The target shows the entry's counterpart, but has none of its id to delete.",
          "Look in the target for why it shows the entry and does not delete it. The deletion is tried again.");
    }
    if (still.isPresent()) {
      work.requireHeeded(saying);
    }
    return true;
  }
}
