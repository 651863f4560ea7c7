package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counterpart that the target keeps though it was to be deleted. It loses its references, such as the members of a group, who would keep their access by it. For
 * one thread.
 */
final class KeptCounterpart {

  private final EntryWork work;

  KeptCounterpart(EntryWork work) {
    this.work = work;
  }

  /** Deletes the counterpart, and takes its references from it if that fails. */
  <T> T emptiedUnless(Supplier<T> deletion) {
    try {
      return deletion.get();
    } catch (TargetException e) {
      if (!e.problem().ofTarget()) {
        empty();
        throw e;
      }
      if (!SyncRun.isBusy(e) || work.before.failures() == 0) {
        throw e;
      }
      // It is busy whenever it is to delete this one, unless it is too busy for the rest as well.
      empty();
      throw EntryFailure.of(e).busy(e);
    } catch (EntryFailure e) {
      // A target may only show late that it has deleted it.
      if (work.before.failures() > 0) {
        empty();
      }
      throw e;
    }
  }

  private void empty() {
    Optional<Entry> there = work.target()
        .read(work.mapping.targetType(), String.valueOf(work.known().targetId()));
    work.mapping.references().stream()
        .filter(attribute -> attribute.target().multivalued())
        .forEach(attribute -> empty(attribute, there));
  }

  private void empty(AttributeMapping attribute, Optional<Entry> there) {
    String name = attribute.target().name();
    ReferenceWork references = new ReferenceWork(
        work.run,
        work.mapping,
        attribute,
        work.known(),
        null,
        there.isEmpty(),
        () -> there
            .map(entry -> work.run.whole(work.mapping, work.entry, work.known(), entry))
            .orElse(Target.Whole.UNKNOWN),
        work.ahead,
        work.events,
        work.counters);
    try {
      new ManyReferences(
              references, there.map(entry -> IdSets.texts(entry.value(name))).orElse(Set.of()))
          .change(Set.of(), Set.of());
    } catch (TargetException e) {
      if (e.problem().ofTarget()) {
        throw e;
      }
      note(
          "The target keeps the counterpart and refuses to remove its " + name + ": " + e.reason());
    }
    if (references.hasChanged()) {
      note("The target keeps the counterpart, so that its " + name
          + " were removed, which would have kept their access by it.");
    }
  }

  private void note(String text) {
    work.events.step("EntryExportDelete", StepType.REFERENCE_RESOLUTION, Result.WARNING, text);
  }
}
