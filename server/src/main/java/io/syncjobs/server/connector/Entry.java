package io.syncjobs.server.connector;

import tools.jackson.databind.JsonNode;

/** A user, group or other object of a directory in the state in which it was read. Safe for use by many threads. */
public interface Entry {

  /** Name of its object definition in the schema, such as {@code User}. */
  String type();

  /** Its anchor: unique among entries of its type, and constant. */
  String id();

  /**
   * The value of an attribute, which is named as in the schema: {@code displayName}, {@code name.givenName},
   * {@code emails[type eq "work"].value} or {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department}.
   *
   * @return a text, number or boolean, an array of those, or an object if the attribute is complex; a missing node if there is no value. The value
   *     of a reference is the id of the referenced entry
   */
  JsonNode value(String attribute);

  /** True if it was deleted and can be restored. A disabled entry was not deleted. */
  default boolean isDeleted() {
    return false;
  }
}
