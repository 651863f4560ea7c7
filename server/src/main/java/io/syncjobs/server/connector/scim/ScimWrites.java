package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.Target.WriteCheck;
import io.syncjobs.server.connector.TargetException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends changes to one service, each after the check of whoever makes it. Safe for use by many threads. */
final class ScimWrites {

  /** Times that a version is asked for. Others may change the resource once between that and the change. */
  static final int MOST_VERSIONS = 2;

  /** Statuses of a service that takes only changes of the present version (RFC 9110 §15.5.13, RFC 6585 §3). */
  private static final Set<Integer> VERSION_REQUIRED = Set.of(412, 428);

  /** Whether the service describes itself as one that doesn't take PATCH; null if it wasn't asked yet. */
  private final AtomicReference<@Nullable Boolean> deniesPatch = new AtomicReference<>();

  /** Check of the write that a thread is making. */
  private static final ThreadLocal<@Nullable WriteCheck> CHECK = new ThreadLocal<>();

  private final ScimClient client;

  ScimWrites(ScimClient client) {
    this.client = client;
  }

  /** Has a check precede the changes that are made in a call. */
  static <T> T checked(WriteCheck check, Supplier<T> write) {
    WriteCheck outer = CHECK.get();
    CHECK.set(check);
    try {
      return write.get();
    } finally {
      CHECK.set(outer);
    }
  }

  /** Sends a change of a resource. A service that demands so gets it with the version of the resource (RFC 7644 §3.14). */
  ScimResponse change(String method, String path, @Nullable JsonNode body) {
    ScimResponse response = send(method, path, body, null);
    for (int i = 0; i < MOST_VERSIONS && demandsVersion(response); i++) {
      String version = version(client.get(path));
      if (version == null) {
        break;
      }
      response = send(method, path, body, version);
    }
    return response;
  }

  /** True if a service has refused a change since it came without the present version. */
  static boolean demandsVersion(ScimResponse response) {
    return VERSION_REQUIRED.contains(response.status());
  }

  /** Version of a resource, as the header has it or as the resource shows it; null if the service doesn't tell. */
  static @Nullable String version(ScimResponse resource) {
    String etag = resource.etag();
    if (etag != null && !etag.isBlank()) {
      return etag;
    }
    JsonNode meta = AttributeName.member(resource.body(), "meta");
    String version = AttributeName.member(meta, "version").asString("");
    return version.isEmpty() ? null : version;
  }

  /** True if the service describes itself as one that doesn't take PATCH (RFC 7643 §5). */
  boolean deniesPatch() {
    Boolean known = deniesPatch.get();
    if (known != null) {
      return known;
    }
    try {
      JsonNode patch = AttributeName.member(client.get("/ServiceProviderConfig").body(), "patch");
      boolean denied =
          AttributeName.member(patch, "supported").asString("").equalsIgnoreCase("false");
      deniesPatch.set(denied);
      return denied;
    } catch (TargetException e) {
      return false; // The refusal counts as one of the values.
    }
  }

  /**
   * Sends a change.
   *
   * @param version the version that is to be changed; null for any
   */
  ScimResponse send(String method, String path, @Nullable JsonNode body, @Nullable String version) {
    WriteCheck check = CHECK.get();
    if (check != null) {
      check.check();
    }
    return client.send(method, path, body, version).aboutEntry(true);
  }
}
