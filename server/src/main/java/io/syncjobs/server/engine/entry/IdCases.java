package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ids that differ only in case. By the standard they belong to different entries (RFC 7643, section 3.1), but some targets show an id in another case than
 * they gave it, and some know it in another case later.
 *
 * @param run the run
 */
record IdCases(SyncRun run) {

  /** An id as it is, and in lower and upper case. */
  private static Set<String> of(String id) {
    return new LinkedHashSet<>(
        List.of(id, id.toLowerCase(Locale.ROOT), id.toUpperCase(Locale.ROOT)));
  }

  private Target target() {
    return run.connection().target();
  }

  /**
   * An entry that a search found, with the id by which the target knows it: the known one, unless the target has none of that, or something else, and shows the
   * other.
   */
  Entry identified(ObjectMapping mapping, @Nullable String knownId, Entry found) {
    if (knownId == null || knownId.equals(found.id()) || !knownId.equalsIgnoreCase(found.id())) {
      return found;
    }
    String type = mapping.targetType();
    boolean known = target()
        .read(type, knownId)
        .filter(there -> !haveOtherNames(mapping, there, found))
        .isPresent();
    return known || target().read(type, found.id()).isEmpty() ? new Known(knownId, found) : found;
  }

  /** An entry under an id that is known. */
  private record Known(String id, Entry found) implements Entry {

    @Override
    public String type() {
      return found.type();
    }

    @Override
    public JsonNode value(String attribute) {
      return found.value(attribute);
    }

    @Override
    public boolean isDeleted() {
      return found.isDeleted();
    }
  }

  /** Id of the entry that a counterpart belongs to, maybe under an id in another case; empty if it belongs to none. */
  Optional<String> owner(ObjectMapping mapping, String targetId, String entryId) {
    Set<String> cases = of(targetId);
    Map<String, String> owners = run.entries().sources(run.connection().key(), cases);
    owners.entrySet().removeIf(each -> run.idChanges().hasLeft(each.getValue(), each.getKey()));
    cases.remove(targetId);
    owners.putAll(run.claims().of(cases));
    @Nullable String exact = owners.get(targetId);
    if (exact != null || owners.containsValue(entryId)) {
      return Optional.of(exact == null ? entryId : exact);
    }
    return owners.entrySet().stream()
        .filter(owner -> !haveOtherNames(mapping, owner.getKey(), targetId))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private boolean haveOtherNames(ObjectMapping mapping, String one, String other) {
    Optional<Entry> first = target().read(mapping.targetType(), one);
    Optional<Entry> second = target().read(mapping.targetType(), other);
    return first.isPresent()
        && second.isPresent()
        && haveOtherNames(mapping, first.get(), second.get());
  }

  private static boolean haveOtherNames(ObjectMapping mapping, Entry one, Entry other) {
    return mapping.matching().stream()
        .map(attribute -> attribute.target().name())
        .anyMatch(name ->
            !one.value(name).asString("").equalsIgnoreCase(other.value(name).asString("")));
  }

  /** Ids of counterparts that the target shows in the same or another case, in the case that is known. */
  Set<String> known(Set<String> shown) {
    Set<String> all = new LinkedHashSet<>();
    shown.forEach(id -> all.addAll(of(id)));
    Set<String> known =
        new LinkedHashSet<>(run.entries().sources(run.connection().key(), all).keySet());
    known.removeIf(
        id -> !shown.contains(id) && shown.stream().noneMatch(other -> isSame(id, other)));
    return known;
  }

  /**
   * Ids that the target does not show, also not in another case.
   *
   * @param written ids that the target has got, so that it shows those and no others
   */
  Set<String> without(Set<String> ids, Set<String> shown, Set<String> written) {
    Set<String> inAnyCase = IdSets.inAnyCase(shown);
    Set<String> absent = IdSets.without(ids, shown);
    absent.removeIf(id -> inAnyCase.contains(id)
        && (written.contains(id) || shown.stream().anyMatch(other -> isSame(id, other))));
    return absent;
  }

  /**
   * True if an id that the target shows is that of a counterpart which is known under an id in another case, and not of another entry.
   *
   * @param known id of the counterpart
   */
  boolean isSame(String known, String shown) {
    if (!known.equalsIgnoreCase(shown)) {
      return false;
    }
    var job = run.connection().key();
    return run
        .entries()
        .find(job, run.entries().sources(job, Set.of(known)).values())
        .values()
        .stream()
        .map(KnownEntry::targetType)
        .noneMatch(type -> type != null && has(type, known) && has(type, shown));
  }

  /** True if the target has an entry of an id in just this case. */
  private boolean has(String type, String id) {
    return target().read(type, id).filter(entry -> entry.id().equals(id)).isPresent();
  }
}
