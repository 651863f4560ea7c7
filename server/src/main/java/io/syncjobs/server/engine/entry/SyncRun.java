package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import io.syncjobs.server.platform.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Context that all entries of a run share. Safe for use by many threads.
 *
 * @param connection source, target and mapping of the job
 * @param entries the job's knowledge of entries
 * @param written references that the job has written
 * @param initiator initiator of the run
 * @param claims of counterparts
 * @param idChanges whether the target has given counterparts other ids
 * @param failures of requests to the target
 * @param guard holds back deletions over the threshold
 * @param fingerprints of values
 * @param escrowGaps between the attempts at an entry in escrow
 * @param clock source of the time
 * @param ids source of ids
 */
public record SyncRun(
    Connection connection,
    KnownEntries entries,
    WrittenReferences written,
    Initiator initiator,
    Claims claims,
    IdChanges idChanges,
    TargetFailures failures,
    DeletionGuard guard,
    Fingerprints fingerprints,
    EscrowGaps escrowGaps,
    Clock clock,
    Ids ids) {

  /** Key under which the fingerprint of all references of an entry is stored; no attribute has this name. */
  public static final String REFERENCES = "";

  /** True if an entry is in the scope of a mapping. */
  public boolean inScope(ObjectMapping mapping, Entry entry) {
    return mapping.scope().matches(entry::value)
        && (connection.options().everybody()
            || connection.source().isIn(entry.id(), mapping.groups()));
  }

  /** Context in which the mapping of an attribute is evaluated. */
  public Evaluation evaluation(
      AttributeMapping attribute, ObjectMapping mapping, Entry entry, KnownEntry known) {
    return new Evaluation() {
      @Override
      public JsonNode value(String name) {
        return entry.value(name);
      }

      @Override
      public String defaultDomain() {
        return connection.defaultDomain();
      }

      @Override
      public Clock clock() {
        return clock;
      }

      @Override
      public RandomGenerator random() {
        return ids.random(connection.key().owner().tenantId());
      }

      @Override
      public boolean isTaken(String value) {
        return connection
            .target()
            .find(mapping.targetType(), attribute.target().name(), value)
            .stream()
            .anyMatch(other -> !other.id().equalsIgnoreCase(known.targetId()));
      }
    };
  }

  /** Fingerprint of all references of an entry. */
  public String referencesOf(ObjectMapping mapping, Entry entry, KnownEntry known) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (AttributeMapping attribute : mapping.references()) {
      JsonNode value = attribute.value(evaluation(attribute, mapping, entry, known));
      all.add(value == null ? JsonNodeFactory.instance.nullNode() : value);
    }
    return fingerprints.of(all);
  }

  /** True if an entry has any reference. */
  public boolean refersToAny(ObjectMapping mapping, Entry entry, KnownEntry known) {
    return mapping.references().stream()
        .map(attribute -> attribute.value(evaluation(attribute, mapping, entry, known)))
        .anyMatch(value -> value != null && !TargetAttribute.isNone(value));
  }

  /**
   * What the counterpart of an entry has by the mapping, and the references that were written to it.
   *
   * @param current the counterpart as the target shows it
   */
  Target.Whole whole(ObjectMapping mapping, Entry entry, KnownEntry known, Entry current) {
    if (current instanceof Unseen) {
      return Target.Whole.UNKNOWN;
    }
    Map<String, JsonNode> values = TargetValues.of(
            mapping, attribute -> evaluation(attribute, mapping, entry, known), fingerprints::of)
        .had(known);
    Map<String, Set<String>> references = new HashMap<>();
    for (AttributeMapping attribute : mapping.references()) {
      String name = attribute.target().name();
      Written memory = written.find(connection.key(), String.valueOf(known.targetId()), name);
      if (attribute.target().multivalued()) {
        // What it has shown before and does not show any more was taken away by others.
        Set<String> hidden = memory.hides(IdSets.texts(current.value(name)));
        if (!hidden.isEmpty()) {
          references.put(name, IdSets.among(memory.confirmed(), hidden));
        }
      } else {
        memory.confirmed().forEach(reference -> values.put(name, StringNode.valueOf(reference)));
      }
    }
    return new Target.Whole(values, references, references.isEmpty(), () -> {});
  }

  /** Ids of entries that refer to an entry, or whose counterparts refer to one that it had, or may refer to one that was found for it. */
  public List<String> referrers(Outcome outcome) {
    Set<String> referrers =
        new LinkedHashSet<>(connection.source().referrers(outcome.known().id()));
    referrers.addAll(written.referrers(connection.key(), outcome.unlinked()));
    if (outcome.isFound()) {
      referrers.addAll(entries.withStrangers(connection.key()));
    }
    return List.copyOf(referrers);
  }

  /** Claims a counterpart for an entry. Returns the id of the entry that has it then, which may be another. */
  public String claim(ObjectMapping mapping, String targetId, String entryId) {
    String claimed = claims.claim(targetId, entryId);
    if (!claimed.equals(entryId)) {
      return claimed;
    }
    String owner = new IdCases(this).owner(mapping, targetId, entryId).orElse(entryId);
    if (!owner.equals(entryId)) {
      claims.release(targetId, entryId);
    }
    return owner;
  }

  /**
   * True if a failure would affect every entry.
   *
   * @param mapping mapping of the entry at which the target failed
   * @param known the job's knowledge of that entry
   */
  boolean concernsAll(TargetException failure, ObjectMapping mapping, KnownEntry known) {
    return failures.isOfTarget(
        failure,
        mapping.targetType(),
        known.failures() > 0,
        () -> answers(mapping, failure),
        () -> servesOthers(mapping));
  }

  /** True if the target serves entries of another type now. */
  private boolean servesOthers(ObjectMapping mapping) {
    return connection.mapping().objects().stream()
        .filter(other -> !other.targetType().equals(mapping.targetType()))
        .filter(other -> !other.matching().isEmpty())
        .anyMatch(this::isServed);
  }

  private boolean isServed(ObjectMapping mapping) {
    try {
      searchForNone(mapping);
      return true;
    } catch (TargetException e) {
      return showsAny(mapping);
    }
  }

  private void searchForNone(ObjectMapping mapping) {
    String none = ids.next(connection.key().owner().tenantId(), Ids.Kind.CHANGE);
    mapping.matching().stream()
        .map(attribute -> attribute.target().name())
        .forEach(name -> connection.target().find(mapping.targetType(), name, none));
  }

  /** True if the target answers a search for an entry that it can't have, or shows one of its accounts, as some serve all but searches. */
  private boolean answers(ObjectMapping mapping, TargetException failure) {
    try {
      searchForNone(mapping);
      return true;
    } catch (TargetException e) {
      if (!e.problem().ofTarget() || showsAny(mapping)) {
        return true;
      }
      // After all pauses it may be busy for entries of this type alone.
      if (isBusy(e) && !(isBusy(failure) && servesOthers(mapping))) {
        throw e;
      }
      return false;
    }
  }

  private boolean showsAny(ObjectMapping mapping) {
    try {
      return entries
          .anyCounterpart(connection.key(), mapping.targetType())
          .flatMap(id -> connection.target().read(mapping.targetType(), id))
          .isPresent();
    } catch (TargetException e) {
      return false;
    }
  }

  /** True if a failure may pass, so that the request is sent again after a pause. */
  static boolean isBusy(TargetException failure) {
    return failure.problem() == TargetException.Problem.UNAVAILABLE;
  }

  /** Time of the next attempt at an entry for which the target is busy, after the pause that it asks for. */
  Instant retryAt(int failuresBefore, TargetException busy) {
    Instant planned = retryAt(failuresBefore);
    return busy.retryAfter()
        .map(clock.instant()::plus)
        .filter(planned::isBefore)
        .orElse(planned);
  }

  /** Time of the next attempt at an entry that fails once more. */
  public Instant retryAt(int failuresBefore) {
    return clock.instant().plus(escrowGaps.after(failuresBefore));
  }
}
