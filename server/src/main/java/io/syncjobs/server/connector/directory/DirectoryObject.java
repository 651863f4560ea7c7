package io.syncjobs.server.connector.directory;

import tools.jackson.databind.node.ObjectNode;

/**
 * A user or group as it is listed, without its references.
 *
 * @param type {@code User} or {@code Group}
 * @param id its {@code objectId}
 * @param attributes all other attributes, named as in schemas; must not be changed
 */
public record DirectoryObject(String type, String id, ObjectNode attributes) {

  /** Type of users. */
  public static final String USER = DirectoryAttributes.USER;

  /** Type of groups. */
  public static final String GROUP = DirectoryAttributes.GROUP;
}
