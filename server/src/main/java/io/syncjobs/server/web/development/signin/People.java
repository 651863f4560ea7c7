package io.syncjobs.server.web.development.signin;

import io.syncjobs.server.connector.directory.DirectoryFilter;
import io.syncjobs.server.connector.directory.DirectoryLists;
import io.syncjobs.server.connector.directory.DirectoryObject;
import io.syncjobs.server.connector.directory.DirectoryQuery;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Users of the tenants' directories who can be signed in: those that are neither deleted nor disabled. Safe for use by many threads. */
public final class People {

  /** Maximum number of users on a page; a search finds the others. */
  static final int MOST = 50;

  private static final String NAME = "userPrincipalName";

  private final DirectoryLists directory;

  public People(DirectoryLists directory) {
    this.directory = directory;
  }

  /** Finds users whose userPrincipalName begins with a text, in any case of letters. */
  public List<Person> find(String tenantId, String start) {
    DirectoryFilter filter =
        start.isEmpty() ? DirectoryFilter.ALL : new DirectoryFilter.Test(NAME, true, start);
    return directory
        .list(new DirectoryQuery(tenantId, DirectoryObject.USER, filter, null, MOST))
        .entries()
        .stream()
        .flatMap(user -> person(user).stream())
        .toList();
  }

  /** The user with an id; empty if there is none or the user is disabled. */
  public Optional<Person> get(String tenantId, String id) {
    return directory.find(tenantId, DirectoryObject.USER, id).flatMap(People::person);
  }

  private static Optional<Person> person(DirectoryObject user) {
    ObjectNode attributes = user.attributes();
    if (attributes.path("accountEnabled").asString("").equalsIgnoreCase("false")) {
      return Optional.empty();
    }
    String name = attributes.path(NAME).asString("");
    return Optional.of(
        new Person(user.id(), name, attributes.path("displayName").asString(name)));
  }
}
