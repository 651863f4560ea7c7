package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.AttributeMapping.FlowType;
import io.syncjobs.server.mapping.ObjectMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.mapping.expression.function.Evaluation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The values of one entry's counterpart by its mapping. {@link AttributeMapping} has the rules. For one thread. */
final class TargetValues {

  private final Map<AttributeMapping, JsonNode> forNew = new LinkedHashMap<>();
  private final Map<AttributeMapping, JsonNode> forExisting = new LinkedHashMap<>();
  private final List<AttributeMapping> empty = new ArrayList<>();
  private final Function<JsonNode, String> fingerprint;

  private TargetValues(Function<JsonNode, String> fingerprint) {
    this.fingerprint = fingerprint;
  }

  /**
   * Evaluates a mapping.
   *
   * @param fingerprint computes the fingerprint of a value
   * @throws io.syncjobs.server.mapping.expression.value.ExpressionException if an expression can't be evaluated
   */
  static TargetValues of(
      ObjectMapping mapping,
      Function<AttributeMapping, Evaluation> entry,
      Function<JsonNode, String> fingerprint) {
    TargetValues values = new TargetValues(fingerprint);
    for (AttributeMapping attribute : mapping.attributes()) {
      JsonNode value = attribute.evaluate(entry.apply(attribute));
      put(values.forNew, attribute, attribute.forNew(value));
      JsonNode existing = attribute.forExisting(value);
      put(values.forExisting, attribute, existing);
      if (value != null && value.isMissingNode() && existing == null) {
        values.empty.add(attribute);
      }
    }
    return values;
  }

  private static void put(
      Map<AttributeMapping, JsonNode> values,
      AttributeMapping attribute,
      @Nullable JsonNode value) {
    if (value != null) {
      values.put(attribute, value);
    }
  }

  /** Only the values of some attributes of an existing entry. */
  TargetValues only(Collection<AttributeMapping> some) {
    TargetValues values = new TargetValues(fingerprint);
    values.forExisting.putAll(forExisting);
    values.forExisting.keySet().retainAll(some);
    return values;
  }

  /** The values of a new entry. */
  Map<AttributeMapping, JsonNode> forNew() {
    return forNew;
  }

  /** True if an entry has all values that a new one would get, as far as they can be read. */
  boolean areThoseOf(Entry entry) {
    return forNew.entrySet().stream()
        .filter(value -> value.getKey().target().readable())
        .allMatch(value -> {
          AttributeMapping attribute = value.getKey();
          return attribute.isSame(
              value.getValue(), entry.value(attribute.target().name()));
        });
  }

  /** Returns true if the target has to be read to find out whether something is to be written to an existing entry. */
  boolean concerns(KnownEntry known) {
    return forExisting.entrySet().stream()
        .anyMatch(value -> isDue(value.getKey(), value.getValue(), known, false, false));
  }

  /**
   * The values to write to an existing entry.
   *
   * @param everything whether to compare all values that can be read
   * @param joined whether the entry was just linked to it, so that values that can't be read are written again
   */
  Map<AttributeMapping, JsonNode> changes(
      Entry current, KnownEntry known, boolean everything, boolean joined) {
    Map<AttributeMapping, JsonNode> changes = new LinkedHashMap<>();
    forExisting.forEach((attribute, value) -> {
      if (isDue(attribute, value, known, everything, joined)) {
        put(changes, attribute, change(attribute, value, current, known));
      }
    });
    return changes;
  }

  /**
   * The values to write to an entry that the target does not show: those that have changed since they were last written, and all if an attempt without a known
   * outcome may have written others.
   *
   * @param insisted attributes that are written anyway
   */
  Map<AttributeMapping, JsonNode> changesOfUnseen(
      KnownEntry known, Collection<AttributeMapping> insisted) {
    Map<AttributeMapping, JsonNode> changes = new LinkedHashMap<>();
    forExisting.forEach((attribute, value) -> {
      boolean changed = known.uncertain()
          || !fingerprint
              .apply(value)
              .equals(known.flowed().get(attribute.target().name()));
      if (attribute.flowType() == FlowType.ALWAYS && (changed || insisted.contains(attribute))) {
        changes.put(attribute, value);
      }
    });
    return changes;
  }

  private @Nullable JsonNode change(
      AttributeMapping attribute, JsonNode value, Entry current, KnownEntry known) {
    @Nullable String written = known.flowed().get(attribute.target().name());
    boolean changed = attribute.flowType() == FlowType.ALWAYS
        && written != null
        && !written.equals(fingerprint.apply(value));
    // An attempt without a known outcome may have written another value in between.
    boolean mayBeHidden = known.uncertain() && attribute.removes(value);
    if (changed || mayBeHidden) {
      // The target may show values in part or late, so it isn't asked whether it has this already.
      return value;
    }
    if (attribute.target().readable()) {
      return attribute.change(value, current.value(attribute.target().name()));
    }
    // Nobody knows what would be overwritten.
    return attribute.flowType() == FlowType.ALWAYS ? value : null;
  }

  private boolean isDue(
      AttributeMapping attribute,
      JsonNode value,
      KnownEntry known,
      boolean everything,
      boolean joined) {
    if (attribute.flowType() == FlowType.OBJECT_ADD_ONLY) {
      return false;
    }
    boolean changed =
        !fingerprint.apply(value).equals(known.flowed().get(attribute.target().name()));
    // Nobody would see what an attempt without a known outcome has written instead.
    boolean unseen = known.uncertain() && !attribute.target().readable();
    return changed
        || joined
        || unseen
        || (attribute.target().readable() && (attribute.always() || everything));
  }

  /** Attributes that keep what was written to them, as the source has no value any more and null values don't flow. */
  List<AttributeMapping> notCleared(KnownEntry known) {
    String none = fingerprint.apply(NullNode.getInstance());
    return empty.stream()
        .filter(attribute -> attribute.flowType() == FlowType.ALWAYS)
        .filter(attribute -> {
          JsonNode forNone = forNew.getOrDefault(attribute, NullNode.getInstance());
          String written = known.flowed().getOrDefault(attribute.target().name(), none);
          return !written.equals(none) && !written.equals(fingerprint.apply(forNone));
        })
        .toList();
  }

  /**
   * Attributes to which a new value of the source is not written, as the flow type changes no existing one.
   *
   * @param current the counterpart; null if it was not read, as all changed ones are of this kind
   */
  List<AttributeMapping> notReplaced(KnownEntry known, @Nullable Entry current) {
    return forExisting.entrySet().stream()
        .filter(value -> value.getKey().flowType() != FlowType.ALWAYS)
        .filter(value -> {
          String written = known.flowed().get(value.getKey().target().name());
          return written != null && !written.equals(fingerprint.apply(value.getValue()));
        })
        .filter(value -> keeps(value.getKey(), value.getValue(), current))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean keeps(
      AttributeMapping attribute, JsonNode value, @Nullable Entry current) {
    if (current == null || !attribute.target().readable()) {
      return true;
    }
    JsonNode now = current.value(attribute.target().name());
    // Additional values of a list are written.
    return !attribute.target().multivalued()
        && !value.isArray()
        && attribute.change(value, now) == null
        && !attribute.isSame(value, now);
  }

  /**
   * Values that an entry was given and does not show, by attribute, as fingerprints.
   *
   * @param after the entry afterwards; null if it is not shown
   */
  Map<String, String> unshown(Map<AttributeMapping, JsonNode> given, @Nullable Entry after) {
    Map<String, String> unshown = new HashMap<>();
    given.forEach((attribute, value) -> {
      String name = attribute.target().name();
      if (after != null
          && attribute.target().readable()
          && !TargetAttribute.isNone(value)
          && TargetAttribute.isNone(after.value(name))) {
        unshown.put(name, fingerprint.apply(value));
      }
    });
    return unshown;
  }

  /** The fingerprints of what a new entry got. */
  Map<String, String> flowedToNew() {
    return flowed(Map.of(), forNew);
  }

  /** The fingerprints of what has flowed to an existing entry, in addition to those before. */
  Map<String, String> flowed(KnownEntry known) {
    return flowed(known.flowed(), forExisting);
  }

  /** Attributes that have or may have got a value before, which the target may hide, and which a new value replaces. */
  Set<String> written(KnownEntry known) {
    String none = fingerprint.apply(NullNode.getInstance());
    Set<String> written = new HashSet<>();
    forExisting.forEach((attribute, value) -> {
      String name = attribute.target().name();
      boolean was = !known.flowed().getOrDefault(name, none).equals(none);
      boolean mayBe = known.uncertain() && !value.isNull();
      if (attribute.flowType() == FlowType.ALWAYS && (was || mayBe)) {
        written.add(name);
      }
    });
    return written;
  }

  /** Values that the counterpart has got, as far as the source still has them, by the target's attribute. */
  Map<String, JsonNode> had(KnownEntry known) {
    String none = fingerprint.apply(NullNode.getInstance());
    Map<AttributeMapping, JsonNode> all = new LinkedHashMap<>(forNew);
    all.putAll(forExisting);
    Map<String, JsonNode> had = new LinkedHashMap<>();
    all.forEach((attribute, value) -> {
      String name = attribute.target().name();
      if (!TargetAttribute.isNone(value)
          && !known.flowed().getOrDefault(name, none).equals(none)) {
        had.put(name, value);
      }
    });
    return had;
  }

  private Map<String, String> flowed(
      Map<String, String> before, Map<AttributeMapping, JsonNode> values) {
    Map<String, String> flowed = new HashMap<>(before);
    values.forEach(
        (attribute, value) -> flowed.put(attribute.target().name(), fingerprint.apply(value)));
    return flowed;
  }
}
