package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.expression.value.ExpressionException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Searches the target for the counterpart of an entry.
 *
 * @param run the run
 * @param mapping mapping with the matching attributes
 * @param entry the entry
 * @param known the job's knowledge of the entry
 * @param events recorder of the match
 */
record Matching(
    SyncRun run, ObjectMapping mapping, Entry entry, KnownEntry known, EventRecorder events) {

  static final String EXTERNAL_ID = "externalId";

  /**
   * What tells a counterpart from others that a search finds.
   *
   * @param gone whether the source has no values of the entry any more
   * @param likely ids that the target uses for some counterparts which are not known under them
   */
  private record Clues(boolean gone, Set<String> likely) {

    private static final Clues NONE = new Clues(false, Set.of());
  }

  /**
   * Finds the counterpart by the matching attributes, in the order of their priority.
   *
   * @throws EntryFailure if several entries match, or the entry has no value to match by
   */
  Optional<Entry> find() {
    boolean anyValue = false;
    for (AttributeMapping attribute : mapping.matching()) {
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known));
      if (value == null || !value.isValueNode() || value.isNull()) {
        continue;
      }
      anyValue = true;
      Optional<Entry> found = find(attribute.target().name(), value.asString(), Clues.NONE);
      if (found.isPresent()) {
        return found;
      }
    }
    if (!anyValue) {
      throw new EntryFailure(
          "JoiningPropertyValueIsEmpty",
          "The entry has no value for any matching attribute.",
          "Give the entry a value, or set a matchingPriority above 0 on another attribute mapping.");
    }
    return Optional.empty();
  }

  /** Values of the matching attributes; those that can't be evaluated are left out. */
  Set<Trace> traces() {
    Set<Trace> traces = new LinkedHashSet<>();
    mapping.matching().stream()
        .flatMap(attribute -> trace(attribute).stream())
        .forEach(traces::add);
    return traces;
  }

  private Optional<Trace> trace(AttributeMapping attribute) {
    try {
      JsonNode value = attribute.value(run.evaluation(attribute, mapping, entry, known));
      return value != null && value.isValueNode() && !value.isNull()
          ? Optional.of(new Trace(attribute.target().name(), value.asString()))
          : Optional.empty();
    } catch (ExpressionException e) {
      return Optional.empty(); // The entry fails for it, and nothing is written.
    }
  }

  /** Finds a counterpart that an attempt without a known outcome may have created. */
  Optional<Entry> findAttempted() {
    return find(known.attemptedNames(), Clues.NONE);
  }

  /** Values by which the target finds the counterpart: those of the matching attributes, and the {@code externalId}. */
  Set<Trace> names() {
    Set<Trace> names = traces();
    mapping.attributes().stream()
        .filter(attribute -> isExternalId(attribute.target().name()))
        .flatMap(attribute -> trace(attribute).stream())
        .forEach(names::add);
    return names;
  }

  /**
   * All values by which the target finds the counterpart, or has found it.
   *
   * @param gone whether the source has no values of the entry any more
   */
  Set<Trace> allNames(boolean gone) {
    Set<Trace> all = gone ? new LinkedHashSet<>() : names();
    all.addAll(known.attemptedNames());
    all.addAll(known.foundBy());
    return all;
  }

  static boolean isExternalId(String attribute) {
    return attribute.equalsIgnoreCase(EXTERNAL_ID);
  }

  /**
   * Finds a counterpart that the target does not show under its id, by the values that it got or would get.
   *
   * @param gone whether the source has no values of the entry any more
   * @throws EntryFailure if several entries have the same value of a matching attribute
   */
  Optional<Entry> findAgain(boolean gone) {
    return findAgain(gone, Set.of());
  }

  /** @param likely ids that the target uses for some counterparts which are not known under them */
  Optional<Entry> findAgain(boolean gone, Set<String> likely) {
    Clues clues = new Clues(gone, likely);
    Set<Trace> all = allNames(gone);
    Set<Trace> byMatching =
        all.stream().filter(this::isMatchedBy).collect(Collectors.toCollection(LinkedHashSet::new));
    all.removeAll(byMatching);
    return find(byMatching, clues)
        .or(() -> find(otherCases(byMatching), clues))
        .filter(this::isOfNobodyElse)
        .or(() -> all.stream()
            .filter(trace -> isExternalId(trace.attribute()))
            .flatMap(trace -> findByOther(trace).stream())
            .findFirst());
  }

  /** False for an entry under another id than the known one that an interrupted attempt at another entry may have created, which then finds it as its own. */
  private boolean isOfNobodyElse(Entry found) {
    if (found.id().equalsIgnoreCase(known.targetId())
        || found.id().equalsIgnoreCase(known.formerId())) {
      return true;
    }
    Optional<String> other = mapping.matching().stream()
        .map(attribute -> attribute.target().name())
        .map(name -> new Trace(name, found.value(name).asString("")))
        .flatMap(trace ->
            run.entries().attempting(run.connection().key(), EntryKey.of(known), trace).stream())
        .findFirst();
    other.ifPresent(id -> events.step(
        "EntryMatching",
        StepType.MATCHING,
        Result.WARNING,
        "The target's " + found.id() + " is left to another entry, " + id
            + ", as an interrupted attempt at that may have created it."));
    return other.isEmpty();
  }

  /** The same names in lower and upper case, as the search of some services heeds the case of what they store. */
  private static Set<Trace> otherCases(Set<Trace> traces) {
    Set<Trace> others = new LinkedHashSet<>();
    for (Trace trace : traces) {
      others.add(new Trace(trace.attribute(), trace.value().toLowerCase(Locale.ROOT)));
      others.add(new Trace(trace.attribute(), trace.value().toUpperCase(Locale.ROOT)));
    }
    others.removeAll(traces);
    return others;
  }

  /** Finds an entry by a value that the mapping doesn't match by: a target that can't tell is asked no further. */
  private Optional<Entry> findByOther(Trace trace) {
    try {
      List<Entry> found =
          run.connection().target().find(mapping.targetType(), trace.attribute(), trace.value());
      return found.size() == 1 ? matched(trace.attribute(), found) : Optional.empty();
    } catch (TargetException e) {
      if (e.problem().ofTarget() && !e.mayConcernEntry()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** What a search finds; empty if the target can't tell, or finds several, but not if it asks for patience. */
  static <T> Optional<T> ifTold(Supplier<Optional<T>> search) {
    try {
      return search.get();
    } catch (EntryFailure e) {
      return Optional.empty();
    } catch (TargetException e) {
      if (SyncRun.isBusy(e) || (e.problem().ofTarget() && !e.mayConcernEntry())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private boolean isMatchedBy(Trace trace) {
    return mapping.matching().stream()
        .anyMatch(attribute -> attribute.target().name().equals(trace.attribute()));
  }

  private Optional<Entry> find(Set<Trace> traces, Clues clues) {
    for (Trace trace : traces) {
      Optional<Entry> found =
          isMatchedBy(trace) ? find(trace.attribute(), trace.value(), clues) : findByOther(trace);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Entry> find(String name, String value, Clues clues) {
    List<Entry> found = search(name, value, clues.gone());
    if (found.size() <= 1) {
      return matched(name, found);
    }
    List<Entry> on = found.stream().filter(each -> !Recognition.isOff(each)).toList();
    List<Entry> referred =
        found.stream().filter(each -> clues.likely().contains(each.id())).toList();
    if (on.size() != 1 && referred.size() != 1) {
      throw new EntryFailure(
          "DuplicateTargetEntries",
          "Several entries in the target have the same " + name + ".",
          "Delete or change all but one of them, or match by another attribute.");
    }
    List<Entry> one = on.size() == 1 ? on : referred;
    events.step(
        "EntryMatching",
        StepType.MATCHING,
        Result.WARNING,
        "Several entries in the target have the same " + name + ", and only "
            + one.get(0).id()
            + (on.size() == 1 ? " is not disabled." : " is referred to.")
            + " It is assumed that this is the counterpart.");
    return matched(name, one);
  }

  /** What a search finds. An entry that does not show the name counts if it is the only one, and shows another value of the counterpart that there was. */
  private List<Entry> search(String name, String value, boolean gone) {
    Target target = run.connection().target();
    try {
      return target.find(mapping.targetType(), name, value);
    } catch (TargetException e) {
      Optional<Entry> unshown =
          e.problem() == TargetException.Problem.ENTRY_REFUSED && known.mayHaveCounterpart()
              ? target.findUnshown(mapping.targetType(), name, value)
              : Optional.empty();
      return List.of(
          unshown.filter(new Recognition(this, gone)::showsWritten).orElseThrow(() -> e));
    }
  }

  private Optional<Entry> matched(String name, List<Entry> found) {
    if (!found.isEmpty()) {
      events.step("EntryMatching", StepType.MATCHING, Result.SUCCESS, "Matched by " + name + ".");
    }
    return found.stream().findFirst();
  }
}
