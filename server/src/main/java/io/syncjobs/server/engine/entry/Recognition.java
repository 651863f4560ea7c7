package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Tells whether an entry of the target that has the id of a counterpart still is that counterpart, whatever is to be done to it. A target may rename a
 * counterpart, may give an id to another entry, and may show something under each id.
 *
 * @param matching search for the counterpart
 * @param gone whether the source has no values of the entry any more
 */
record Recognition(Matching matching, boolean gone) {

  private static final String ACTIVE = "active";

  /** True if the entry under the counterpart's id is another one, or no longer the counterpart. The log says what is assumed. */
  boolean isOther(Entry there) {
    return isLeftOver(there) || isSomebodyElse(there);
  }

  private boolean isSomebodyElse(Entry there) {
    Set<Trace> names = matching.allNames(gone);
    if (showsName(there, names)) {
      return false;
    }
    boolean unnamed = !showsAnyName(there);
    Optional<Boolean> sameExternalId = sameExternalId(there, names);
    boolean other = sameExternalId.isPresent()
        ? !sameExternalId.get()
        : isFoundElsewhere(there) || (!unnamed && showsNothingWritten(there));
    if (unnamed && !other) {
      return false;
    }
    matching
        .events()
        .step(
            "EntryImportTarget",
            StepType.IMPORT,
            Result.WARNING,
            other
                ? "The target's " + there.id()
                    + ", the id of the counterpart, has another name or other values now. It is assumed that the target has given the id to another entry, which is left alone."
                : "The target's " + there.id()
                    + " has another name than the job has written. It is assumed that it still is the counterpart, which was renamed there, or is shown as it was.");
    return other;
  }

  /** True if an entry is what the target keeps of the counterpart that it has made anew: off, though not by the job, while a search finds another one. */
  private boolean isLeftOver(Entry there) {
    if (!isOff(there) || !isWrittenAsOn() || !isFoundElsewhere(there)) {
      return false;
    }
    matching
        .events()
        .step(
            "EntryImportTarget",
            StepType.IMPORT,
            Result.WARNING,
            "The target's " + there.id()
                + ", the id of the counterpart, is disabled, though not by the job, and a search finds another entry of its name. It is assumed that this is the counterpart now.");
    return true;
  }

  private boolean isWrittenAsOn() {
    Fingerprints fingerprints = matching.run().fingerprints();
    String written = matching.known().flowed().get(ACTIVE);
    return fingerprints.of(BooleanNode.TRUE).equals(written)
        || fingerprints.of(StringNode.valueOf("True")).equals(written);
  }

  /** True if an entry shows a value to match by that is known, or none are known that it could show. */
  boolean showsName(Entry there, Set<Trace> names) {
    boolean comparable = false;
    for (AttributeMapping attribute : matching.mapping().matching()) {
      String name = attribute.target().name();
      String shown = there.value(name).asString("");
      List<String> known = values(names, name);
      if (known.stream().anyMatch(shown::equalsIgnoreCase)) {
        return true;
      }
      comparable |= attribute.target().readable() && !known.isEmpty();
    }
    return !comparable;
  }

  /** True if an entry that was to be deleted shows one of the names, and not that it is off, so that it keeps access. */
  boolean keepsAccess(Entry there) {
    return showsName(there, matching.allNames(gone)) && !isOff(there);
  }

  /** True if an entry shows that it is disabled. */
  static boolean isOff(Entry there) {
    return there.value(ACTIVE).asString("").equalsIgnoreCase("false");
  }

  /** True if an entry shows a name, and none of those that are known. */
  boolean showsOther(Entry there) {
    return showsAnyName(there) && !showsName(there, matching.allNames(gone));
  }

  private boolean showsAnyName(Entry there) {
    return matching.mapping().matching().stream()
        .anyMatch(
            attribute -> !there.value(attribute.target().name()).asString("").isEmpty());
  }

  private static List<String> values(Set<Trace> names, String attribute) {
    return names.stream()
        .filter(trace -> trace.attribute().equalsIgnoreCase(attribute))
        .map(Trace::value)
        .toList();
  }

  /** Whether the {@code externalId} that an entry shows is known; empty if it shows none, or none is known. */
  static Optional<Boolean> sameExternalId(Entry there, Set<Trace> names) {
    String shown = there.value(Matching.EXTERNAL_ID).asString("");
    List<String> known = values(names, Matching.EXTERNAL_ID);
    return shown.isEmpty() || known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.stream().anyMatch(shown::equalsIgnoreCase));
  }

  /** True if a search for the counterpart finds an entry with another id, which no other entry of the source has. */
  private boolean isFoundElsewhere(Entry there) {
    EntryKey entry = EntryKey.of(matching.known());
    Ownership ownership = new Ownership(matching.run(), matching.events(), Set.of());
    return foundAgain(there)
        .map(found -> new IdCases(matching.run()).identified(matching.mapping(), there.id(), found))
        .filter(found -> !found.id().equals(there.id()))
        // It has replaced the former counterpart, if that is the question.
        .filter(found -> there.id().equalsIgnoreCase(matching.known().targetId())
            || !found.id().equalsIgnoreCase(matching.known().targetId()))
        .filter(found -> ownership.of(matching.mapping(), found, entry).id().equals(entry.id()))
        .isPresent();
  }

  /** What a search finds, which some targets can't make, or answer without the names that they never show. */
  private Optional<Entry> foundAgain(Entry there) {
    try {
      return matching.findAgain(gone);
    } catch (TargetException e) {
      if (e.problem() != TargetException.Problem.ENTRY_REFUSED || showsAnyName(there)) {
        throw e;
      }
      matching
          .events()
          .step(
              "EntryImportTarget",
              StepType.IMPORT,
              Result.WARNING,
              "The target shows no name of " + there.id()
                  + ", and a search doesn't tell whose it is: " + e.reason()
                  + " It is assumed that it still is the counterpart.");
      return Optional.empty();
    }
  }

  /** True if the entry shows texts where the job has written some, and not one of those. */
  private boolean showsNothingWritten(Entry there) {
    SyncRun run = matching.run();
    String none = run.fingerprints().of(NullNode.getInstance());
    List<AttributeMapping> comparable = matching.mapping().attributes().stream()
        .filter(
            attribute -> attribute.matchingPriority() == 0 && attribute.target().readable())
        .filter(attribute -> there.value(attribute.target().name()).isString())
        .filter(attribute -> !matching
            .known()
            .flowed()
            .getOrDefault(attribute.target().name(), none)
            .equals(none))
        .toList();
    return !comparable.isEmpty()
        && comparable.stream().noneMatch(attribute -> isWritten(attribute, there));
  }

  private boolean isWritten(AttributeMapping attribute, Entry there) {
    SyncRun run = matching.run();
    JsonNode shown = there.value(attribute.target().name());
    if (run.fingerprints()
        .of(shown)
        .equals(matching.known().flowed().get(attribute.target().name()))) {
      return true;
    }
    try {
      JsonNode wanted = gone
          ? null
          : attribute.value(
              run.evaluation(attribute, matching.mapping(), matching.entry(), matching.known()));
      return wanted != null && attribute.isSame(wanted, shown);
    } catch (ExpressionException e) {
      return true; // Nobody can tell.
    }
  }
}
