package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What all entries of a cycle share. Safe for use by many threads.
 *
 * @param connection what the job works with
 * @param entries what it knows
 * @param initiator on whose behalf
 * @param claims of counterparts
 * @param timeouts of the target
 * @param guard against too many deletions
 * @param fingerprints of values
 * @param escrowGaps between the attempts at an entry in escrow
 * @param clock says what time it is
 */
public record SyncRun(
    Connection connection,
    KnownEntries entries,
    Initiator initiator,
    Claims claims,
    TimeoutStreak timeouts,
    DeletionGuard guard,
    Fingerprints fingerprints,
    EscrowGaps escrowGaps,
    Clock clock) {

  /** Under which name the fingerprint of all references of an entry is kept; no attribute has it. */
  public static final String REFERENCES = "";

  /** Whether a mapping concerns an entry. */
  public boolean inScope(ObjectMapping mapping, Entry entry) {
    return mapping.scope().matches(entry::value)
        && (connection.options().everybody()
            || connection.source().isIn(entry.id(), mapping.groups()));
  }

  /** What the mapping of an attribute is evaluated with; that of one that was deleted, if the counterpart is to be off. */
  public Evaluation evaluation(
      AttributeMapping attribute,
      ObjectMapping mapping,
      Entry entry,
      KnownEntry known,
      boolean off) {
    return new Evaluation() {
      @Override
      public JsonNode value(String name) {
        return off && name.equals(ObjectMapping.IS_SOFT_DELETED)
            ? BooleanNode.TRUE
            : entry.value(name);
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
      public boolean isTaken(String value) {
        return connection
            .target()
            .find(mapping.targetType(), attribute.target().name(), value)
            .stream()
            .anyMatch(other -> !other.id().equals(known.targetId()));
      }
    };
  }

  /** A fingerprint of all that an entry refers to. */
  public String referencesOf(ObjectMapping mapping, Entry entry, KnownEntry known) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (AttributeMapping attribute : mapping.references()) {
      JsonNode value = attribute.value(evaluation(attribute, mapping, entry, known, false));
      all.add(value == null ? JsonNodeFactory.instance.nullNode() : value);
    }
    return fingerprints.of(all);
  }

  /** Whether an entry refers to any other. */
  public boolean refersToAny(ObjectMapping mapping, Entry entry, KnownEntry known) {
    return mapping.references().stream()
        .map(attribute -> attribute.value(evaluation(attribute, mapping, entry, known, false)))
        .anyMatch(value -> value != null && !TargetAttribute.isNone(value));
  }

  /** The id of the entry whose counterpart one of the target's is from now on: this one, unless it is another's already. */
  public String claim(String targetId, String entryId) {
    String claimed = claims.claim(targetId, entryId);
    return claimed.equals(entryId)
        ? entries.sources(connection.key(), Set.of(targetId)).getOrDefault(targetId, entryId)
        : claimed;
  }

  /** Whether no other entry would fare better. */
  public boolean concernsAll(TargetException failure) {
    return failure.problem() == TargetException.Problem.TIMEOUT
        ? timeouts.out()
        : failure.problem().ofTarget();
  }

  /** When an entry that fails once more is to be tried again. */
  public Instant retryAt(int failuresBefore) {
    return clock.instant().plus(escrowGaps.after(failuresBefore));
  }
}
