package io.syncjobs.server.engine.entry;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * An entry as a deleted one or as one that is not, whatever the source says, to find out what its mapping does when it leaves.
 *
 * @param entry the entry
 * @param left whether it is taken for deleted
 */
record Leaving(Entry entry, boolean left) implements Entry {

  @Override
  public String type() {
    return entry.type();
  }

  @Override
  public String id() {
    return entry.id();
  }

  @Override
  public JsonNode value(String attribute) {
    return attribute.equals(ObjectMapping.IS_SOFT_DELETED)
        ? BooleanNode.valueOf(left)
        : entry.value(attribute);
  }

  @Override
  public boolean isDeleted() {
    return left;
  }

  /** Mappings that give the counterpart of an entry another value when the entry leaves, by which that is disabled. The form of a mapping does not tell. */
  static List<AttributeMapping> disabling(
      SyncRun run, ObjectMapping mapping, Entry entry, KnownEntry known) {
    return mapping.readingWhetherOff().stream()
        .filter(attribute -> {
          JsonNode left = value(run, mapping, attribute, new Leaving(entry, true), known);
          return left != null
              && !left.isNull()
              && !left.equals(value(run, mapping, attribute, new Leaving(entry, false), known));
        })
        .toList();
  }

  private static @Nullable JsonNode value(
      SyncRun run,
      ObjectMapping mapping,
      AttributeMapping attribute,
      Entry entry,
      KnownEntry known) {
    return attribute.forExisting(
        attribute.evaluate(run.evaluation(attribute, mapping, entry, known)));
  }

  /** Advice on mappings that read whether an entry left, and disable none. */
  static final String LET_DISABLE =
      "Let it give another value, such as False, where IsSoftDeleted is True.";

  /** Sentence about mappings that read whether an entry left, and disable none. */
  static String disablingNothing(List<AttributeMapping> mappings) {
    String names =
        mappings.stream().map(each -> each.target().name()).collect(Collectors.joining(", "));
    return "The mapping of " + names
        + " gives the same value, or none, whether or not the entry left.";
  }
}
