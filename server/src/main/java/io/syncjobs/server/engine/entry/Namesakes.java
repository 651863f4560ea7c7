package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Other entries of the source with the name of an entry that leaves, such as a group that was made anew there. If the target has given the counterpart of one
 * of them another id, or a restart has forgotten it, a search for what leaves finds that, and nobody has it under this id yet.
 */
record Namesakes(EntryWork work) {

  /** Id of another entry to which belongs what a search for an entry that leaves has found; empty if it is not known to be another one's. */
  Optional<String> owner(Entry found) {
    KnownEntry known = work.known();
    boolean asks = work.isLeaving()
        // A run that reads all finds counterparts again before it looks for what it has never
        // known.
        && (known.mayHaveCounterpart() || work.run.idChanges().arePossible())
        && !found.id().equalsIgnoreCase(known.targetId())
        && !found.id().equalsIgnoreCase(known.formerId())
        && !Recognition.sameExternalId(found, work.matching().allNames(work.change.gone()))
            .orElse(false);
    Optional<String> other = asks
        ? work.mapping.matching().stream()
            .flatMap(attribute -> having(attribute.target().name(), found))
            .filter(each -> isOf(each, found))
            .map(KnownEntry::id)
            .findFirst()
        : Optional.empty();
    other.ifPresent(id -> work.events.step(
        "EntryMatching",
        StepType.MATCHING,
        Result.WARNING,
        "The target's " + found.id() + " is left to another entry, " + id
            + ", whose counterpart has the same name and is not shown under its id."));
    return other;
  }

  private Stream<KnownEntry> having(String attribute, Entry found) {
    String name = found.value(attribute).asString("");
    return name.isEmpty()
        ? Stream.empty()
        : work
            .run
            .entries()
            .having(
                work.run.connection().key(), EntryKey.of(work.known()), new Trace(attribute, name))
            .stream();
  }

  /** True if the target shows the counterpart of another entry, which does not leave, as what was found. */
  private boolean isOf(KnownEntry other, Entry found) {
    boolean forgotten = other.targetId() == null;
    return !found.id().equalsIgnoreCase(other.targetId())
        && Looked.at(
                work.run,
                forgotten ? other.recalled(work.mapping.targetType()) : other,
                work.events)
            .filter(looked -> !looked.gone())
            .filter(looked -> {
              Set<Trace> names = looked.names();
              return Recognition.sameExternalId(found, names)
                  // A forgotten one may leave as well, so the id has to be its own.
                  .orElseGet(() -> forgotten
                      ? found.id().equalsIgnoreCase(other.formerId())
                      : looked
                          .read()
                          .filter(there -> looked.recognition().showsName(there, names))
                          .isEmpty());
            })
            .isPresent();
  }
}
