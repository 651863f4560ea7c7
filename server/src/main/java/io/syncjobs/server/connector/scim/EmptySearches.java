package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells searches that find nothing from addresses that a service doesn't have: some services answer both with 404. Safe for use by many threads. */
final class EmptySearches {

  private final ScimClient client;

  /** Paths of collections that the service lists. */
  private final Set<String> listed = ConcurrentHashMap.newKeySet();

  EmptySearches(ScimClient client) {
    this.client = client;
  }

  /**
   * True if an answer to a search says that there is no hit.
   *
   * @param collection path of the collection that was searched
   */
  boolean isOne(String collection, ScimResponse response) {
    return response.saysNotFound() && (listed.contains(collection) || lists(collection));
  }

  private boolean lists(String collection) {
    try {
      ScimResponse list = client.get(collection + "?count=1");
      if (list.status() != 200
          || AttributeName.member(list.body(), "totalResults").isMissingNode()) {
        return false;
      }
      listed.add(collection);
      return true;
    } catch (TargetException e) {
      return false;
    }
  }
}
