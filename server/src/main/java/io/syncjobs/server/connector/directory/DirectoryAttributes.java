package io.syncjobs.server.connector.directory;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Attributes with a meaning to the directory. All others are stored as they come. */
final class DirectoryAttributes {

  static final String ID = "objectId";
  static final String NAME = "userPrincipalName";
  static final String ENABLED = "accountEnabled";
  static final String DELETED = "IsSoftDeleted";
  static final String MANAGER = "manager";
  static final String MEMBERS = "members";

  static final String USER = "User";
  static final String GROUP = "Group";

  /** The required attribute of each type. */
  private static final Map<String, String> REQUIRED = Map.of(USER, NAME, GROUP, "displayName");

  /** The reference attribute of each type. */
  private static final Map<String, String> REFERENCE = Map.of(USER, MANAGER, GROUP, MEMBERS);

  private static final Set<String> CASE_EXACT =
      Set.of(ID, "externalId", "immutableId", "onPremisesImmutableId");

  /** Characters of a lookup value at most, since the index limits the size of its keys. */
  private static final int MAX_LOOKUP_VALUE = 256;

  private DirectoryAttributes() {}

  /** Refuses types other than User and Group. */
  static void requireType(String type) {
    if (!REQUIRED.containsKey(type)) {
      throw refused(
          "The directory doesn't support entries of type '" + type + "'. Use User or Group.");
    }
  }

  /** Refuses attributes without the required one of the type. */
  static void requireComplete(String type, JsonNode attributes) {
    String required = String.valueOf(REQUIRED.get(type));
    if (lookupValue(required, attributes.path(required)).isEmpty()) {
      throw refused("A %2$s requires %1$s, a text of 1 to %3$d characters. Map a value to it."
          .formatted(required, type, MAX_LOOKUP_VALUE));
    }
  }

  /** Tells whether an attribute refers to other entries. Refuses the reference attribute of another type. */
  static boolean isReference(String type, String attribute) {
    boolean reference = isReferenceOf(type, attribute);
    if (!reference && REFERENCE.containsValue(attribute)) {
      throw refused("A " + type + " has no attribute '" + attribute + "'. Remove its mapping.");
    }
    return reference;
  }

  /** Tells whether an attribute is the reference attribute of a type. */
  static boolean isReferenceOf(String type, String attribute) {
    return attribute.equals(REFERENCE.get(type));
  }

  /** The lookup value of an attribute; empty if entries can't be found by it. PostgreSQL refuses texts that contain U+0000. */
  static Optional<String> lookupValue(String attribute, JsonNode value) {
    String text = value.isString() ? value.stringValue() : "";
    boolean usable = !text.isEmpty()
        && text.length() <= MAX_LOOKUP_VALUE
        && attribute.length() <= MAX_LOOKUP_VALUE
        && (text + attribute).indexOf('\0') < 0;
    return usable
        ? Optional.of(CASE_EXACT.contains(attribute) ? text : text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  static TargetException refused(String message) {
    return TargetException.ofEntry(Problem.ENTRY_REFUSED, message, null);
  }
}
