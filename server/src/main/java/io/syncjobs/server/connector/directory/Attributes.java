package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the directory knows of attributes. All others are kept as they come. */
final class Attributes {

  static final String ID = "objectId";
  static final String NAME = "userPrincipalName";
  static final String ENABLED = "accountEnabled";
  static final String DELETED = "IsSoftDeleted";
  static final String MANAGER = "manager";
  static final String MEMBERS = "members";

  static final String USER = "User";
  static final String GROUP = "Group";

  /** What entries of a type can't be without. */
  private static final Map<String, String> REQUIRED = Map.of(USER, NAME, GROUP, "displayName");

  private static final Map<String, String> REFERENCE = Map.of(USER, MANAGER, GROUP, MEMBERS);
  private static final Set<String> CASE_EXACT =
      Set.of(ID, "externalId", "immutableId", "onPremisesImmutableId");

  /** Longer texts aren't looked up by. */
  private static final int LONGEST_KEY = 256;

  private Attributes() {}

  /** Refuses a type that the directory doesn't have. */
  static void requireType(String type) {
    if (!REQUIRED.containsKey(type)) {
      throw refused("The directory has no entries of type '" + type + "'. Use User or Group.");
    }
  }

  /** Refuses values that an entry can't be without. */
  static void requireComplete(String type, JsonNode attributes) {
    String required = String.valueOf(REQUIRED.get(type));
    if (key(required, attributes.path(required)).isEmpty()) {
      throw refused("%s is required for a %s, as a text of 1 to %d characters. Map a value to it."
          .formatted(required, type, LONGEST_KEY));
    }
  }

  /** Whether an attribute refers to other entries; refuses one that does for entries of another type only. */
  static boolean isReference(String type, String attribute) {
    boolean reference = isOf(type, attribute);
    if (!reference && REFERENCE.containsValue(attribute)) {
      throw refused("A " + type + " has no " + attribute + ". Take the mapping out.");
    }
    return reference;
  }

  /** Whether it is the attribute by which entries of a type refer to others. */
  static boolean isOf(String type, String attribute) {
    return attribute.equals(REFERENCE.get(type));
  }

  /** What a value is looked up by; empty if it isn't. PostgreSQL has no texts with a zero in them. */
  static Optional<String> key(String attribute, JsonNode value) {
    String text = value.isString() ? value.stringValue() : "";
    boolean good = !text.isEmpty()
        && text.length() <= LONGEST_KEY
        && attribute.length() <= LONGEST_KEY
        && (text + attribute).indexOf('\0') < 0;
    return good
        ? Optional.of(CASE_EXACT.contains(attribute) ? text : text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  static TargetException refused(String message) {
    return TargetException.ofEntry(Problem.ENTRY_REFUSED, message, null);
  }
}
