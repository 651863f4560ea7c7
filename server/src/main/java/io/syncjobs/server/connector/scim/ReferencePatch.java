package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target.Removed;
import io.syncjobs.server.connector.Target.Whole;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.platform.Chunks;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Change of a multi-valued reference of one resource, such as the members of a group. Some services add a second time what is there, and answer with an error
 * when a value to remove is not there. One that shows none, or only some, may still have the others: those are removed one by one, so that such an error
 * affects no other. For one thread.
 */
final class ReferencePatch {

  /** References in one request. */
  private static final int BATCH = 100;

  private final ScimTarget target;
  private final String type;
  private final String id;
  private final String attribute;

  /** Tells what the resource has, for a service that takes only whole ones. */
  private final Supplier<Whole> whole;

  /** The resource as the last answer shows it; null if that does not. */
  private final AtomicReference<@Nullable Entry> answer = new AtomicReference<>();

  /** Values that the service may still have, as it answered with an error, and those that it says not to have. */
  private final Removed removed = new Removed(new LinkedHashSet<>(), new LinkedHashSet<>());

  ReferencePatch(
      ScimTarget target, String type, String id, String attribute, Supplier<Whole> whole) {
    this.target = target;
    this.type = type;
    this.id = id;
    this.attribute = attribute;
    this.whole = whole;
  }

  /** Removes and adds values. */
  Removed change(Collection<String> add, Collection<String> remove) {
    Set<String> there = references();
    List<String> first = remove.stream()
        .filter(value -> there.isEmpty() || there.contains(value))
        .toList();
    Chunks.of(first, BATCH).forEach(batch -> remove(batch, !there.isEmpty()));
    remove.stream()
        .filter(value -> !there.isEmpty() && !there.contains(value))
        .forEach(value -> remove(List.of(value), false));
    restore(there, remove);
    Set<String> left = new LinkedHashSet<>(remove);
    left.retainAll(there);
    left.removeAll(add);
    if (!left.isEmpty()) {
      // It shows changes late or has not made them, or shows none of them in its answer.
      Entry last = answer.get();
      left.retainAll(last == null ? references() : references(last));
      removed.doubtful().addAll(left);
    }
    List<String> more = add.stream()
        .filter(value ->
            remove.contains(value) ? !removed.doubtful().contains(value) : !there.contains(value))
        .distinct()
        .toList();
    add(more);
    return removed;
  }

  /** Gives the resource its other references again if the service has removed all of them, as the standard has it of a path without a filter. */
  private void restore(Set<String> there, Collection<String> remove) {
    Set<String> others = new LinkedHashSet<>(there);
    others.removeAll(remove);
    if (remove.isEmpty()
        || others.isEmpty()
        || !target.forms().mayRemoveAll()
        || !Collections.disjoint(references(), others)) {
      return;
    }
    target.forms().avoidRemovingAll();
    add(others);
  }

  private void add(Collection<String> references) {
    Chunks.of(List.copyOf(references), BATCH)
        .forEach(batch -> target.patch(
            type, id, List.of(ScimPatch.addReferences(attribute, batch)), whole, answer));
  }

  /** References that the resource shows; none if it is not shown itself. */
  private Set<String> references() {
    return target.read(type, id).map(this::references).orElse(Set.of());
  }

  private Set<String> references(Entry entry) {
    Set<String> references = new HashSet<>();
    entry.value(attribute).forEach(value -> references.add(value.asString("")));
    return references;
  }

  /** @param shown whether the service showed them before, so that it is believed if it does not any more */
  private void remove(List<String> ids, boolean shown) {
    List<PatchOperation> operations =
        ids.stream().map(value -> ScimPatch.removeReference(attribute, value)).toList();
    ScimResponse response;
    try {
      response = target.change(type, id, operations, shown, whole);
    } catch (TargetException e) {
      boolean stumbled = e.problem() == Problem.UNAVAILABLE && e.retryAfter().isEmpty();
      if (stumbled && shown && Collections.disjoint(references(), ids)) {
        return;
      }
      throw e;
    }
    if (!response.isError()) {
      answer.set(ScimTarget.shown(type, response));
      return;
    }
    Optional<Entry> seen = target.read(type, id);
    if (response.isMissing() && seen.isEmpty()) {
      throw EntryErrors.missing(type);
    }
    boolean left =
        seen.filter(entry -> !Collections.disjoint(references(entry), ids)).isPresent();
    // A status of 404 is about the resource, and may come from a gateway.
    boolean absent = ScimTarget.isNoTarget(response) || (response.isMissing() && shown);
    boolean perhaps =
        response.isMissing() || absent || response.status() == 400 || response.status() == 500;
    if (left || !(perhaps || shown) || (!shown && PatchForms.saysForm(response))) {
      throw EntryErrors.refused(response);
    }
    if (!shown && ids.size() > 1) {
      // One that is not there keeps no other from being removed.
      ids.forEach(value -> remove(List.of(value), false));
    } else if (absent) {
      removed.absent().addAll(ids);
    } else if (!shown) {
      removed.doubtful().addAll(ids);
    }
  }
}
