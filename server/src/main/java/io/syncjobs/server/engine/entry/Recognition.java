package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
    warn(
        other
            ? "The target's " + there.id()
                + ", the id of the counterpart, has another name or other values now. It is assumed that the target has given the id to another entry, which is left alone."
            : "The target's " + there.id()
                + " has another name than the job has written. It is assumed that it still is the counterpart, which was renamed there, or is shown as it was.");
    return other;
  }

  /**
   * True if an entry is what the target keeps of the counterpart that it has made anew: off, though not by the job, or without any value, while a search finds
   * another one.
   */
  private boolean isLeftOver(Entry there) {
    boolean off = isOff(there) && isWrittenAsOn();
    // A target that can't tell keeps the job from nothing if only values are hidden.
    boolean elsewhere = off
        ? isFoundElsewhere(there)
        : isBare(there) && Matching.ifTold(() -> elsewhere(there)).isPresent();
    if (!elsewhere) {
      return false;
    }
    warn(
        "The target's " + there.id() + ", the id of the counterpart, "
            + (off ? "is disabled, though not by the job" : "shows no value that was written")
            + ", and a search finds another entry of its name. It is assumed that this is the counterpart now.");
    return true;
  }

  /** True if an entry shows no value but names, though the job has written some. Targets that never show any are asked in vain. */
  private boolean isBare(Entry there) {
    List<AttributeMapping> written = written()
        .filter(attribute -> !Matching.isExternalId(attribute.target().name()))
        .toList();
    return !written.isEmpty()
        && written.stream()
            .allMatch(attribute ->
                TargetAttribute.isNone(there.value(attribute.target().name())));
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

  private boolean isFoundElsewhere(Entry there) {
    return elsewhere(there).isPresent();
  }

  /** What a search for the counterpart finds under another id, unless another entry of the source has it. */
  private Optional<Entry> elsewhere(Entry there) {
    EntryKey entry = EntryKey.of(matching.known());
    Ownership ownership = new Ownership(matching.run(), matching.events(), Set.of());
    return foundAgain(there)
        .map(found -> new IdCases(matching.run()).identified(matching.mapping(), there.id(), found))
        .filter(found -> !found.id().equals(there.id()))
        // It has replaced the former counterpart, if that is the question.
        .filter(found -> there.id().equalsIgnoreCase(matching.known().targetId())
            || !found.id().equalsIgnoreCase(matching.known().targetId()))
        .filter(found -> ownership.of(matching.mapping(), found, entry).id().equals(entry.id()));
  }

  /** What a search finds, which some targets can't make, or answer without the names that they never show. */
  private Optional<Entry> foundAgain(Entry there) {
    try {
      return matching.findAgain(gone);
    } catch (TargetException e) {
      if (e.problem() != TargetException.Problem.ENTRY_REFUSED || showsAnyName(there)) {
        throw e;
      }
      warn("The target shows no name of " + there.id()
          + ", and a search doesn't tell whose it is: " + e.reason()
          + " It is assumed that it still is the counterpart.");
      return Optional.empty();
    }
  }

  private void warn(String assumption) {
    matching.events().step("EntryImportTarget", StepType.IMPORT, Result.WARNING, assumption);
  }

  /** Attributes, other than those to match by, that can be read and to which the job has written values. */
  private Stream<AttributeMapping> written() {
    String none = matching.run().fingerprints().of(NullNode.getInstance());
    return matching.mapping().attributes().stream()
        .filter(
            attribute -> attribute.matchingPriority() == 0 && attribute.target().readable())
        .filter(attribute -> !matching
            .known()
            .flowed()
            .getOrDefault(attribute.target().name(), none)
            .equals(none));
  }

  /** True if the entry shows texts where the job has written some, and not one of those. */
  private boolean showsNothingWritten(Entry there) {
    List<AttributeMapping> comparable = written()
        .filter(attribute -> there.value(attribute.target().name()).isString())
        .toList();
    return !comparable.isEmpty()
        && comparable.stream().noneMatch(attribute -> isWritten(attribute, there));
  }

  /** True if the entry shows a text that the job has written or would write, other than what it is matched by. */
  boolean showsWritten(Entry there) {
    return matching.mapping().attributes().stream()
        .filter(
            attribute -> attribute.matchingPriority() == 0 && attribute.target().readable())
        .filter(attribute -> there.value(attribute.target().name()).isString())
        .anyMatch(attribute -> isWritten(attribute, there));
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
