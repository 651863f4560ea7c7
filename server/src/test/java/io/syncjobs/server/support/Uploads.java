package io.syncjobs.server.support;

import java.util.Arrays;
import java.util.UUID;

/** Handwritten bulk requests, without the Java client. */
public final class Uploads {

  public static final String MEDIA_TYPE = "application/scim+json";

  public static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  private Uploads() {}

  /** A bulk request with users that have only an externalId. */
  public static String body(String... externalIds) {
    return of(Arrays.stream(externalIds)
        .map(id -> user("{\"schemas\":[\"x\"],\"externalId\":\"%s\"}".formatted(id)))
        .toArray(String[]::new));
  }

  /** A bulk request with given operations. */
  public static String of(String... operations) {
    return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],\"Operations\":["
        + String.join(",", operations) + "],\"failOnErrors\":null}";
  }

  /** An operation for a user. */
  public static String user(String data) {
    return operation("/Users", data);
  }

  /** An operation for a group. */
  public static String group(String data) {
    return operation("/Groups", data);
  }

  private static String operation(String path, String data) {
    return "{\"method\":\"POST\",\"bulkId\":\"%s\",\"path\":\"%s\",\"data\":%s}"
        .formatted(UUID.randomUUID(), path, data);
  }
}
