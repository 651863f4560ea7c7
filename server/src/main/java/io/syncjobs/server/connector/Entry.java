package io.syncjobs.server.connector;

import tools.jackson.databind.JsonNode;

/** A user, a group or another object of a directory, as it was when it was read. Safe for use by many threads. */
public interface Entry {

  /** The name that the directory's definition gives to objects of its kind, such as {@code User}. */
  String type();

  /** Its anchor: unique among the entries of its type, and never changed. */
  String id();

  /**
   * The value of an attribute, by the name that the directory's definition gives it, such as {@code displayName}, {@code name.givenName},
   * {@code emails[type eq "work"].value} or {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department}.
   *
   * @return a text, number or boolean, an array of those, or an object where the attribute is complex; a missing node if there is no value. A
   *     reference is the id of the entry that is referred to
   */
  JsonNode value(String attribute);
}
