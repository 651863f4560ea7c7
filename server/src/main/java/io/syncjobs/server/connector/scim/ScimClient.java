package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.scim.http.HttpCalls;
import io.syncjobs.server.connector.scim.http.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to one SCIM service. Safe for use by many threads. */
final class ScimClient {

  private static final ContentType SCIM = ContentType.create("application/scim+json");
  private static final String ACCEPT = "application/scim+json, application/json";

  private final HttpCalls http;
  private final JsonMapper json;
  private final Credentials credentials;
  private final Turns turns;
  private final Clock clock;

  ScimClient(HttpCalls http, JsonMapper json, Credentials credentials, Turns turns, Clock clock) {
    this.http = http;
    this.json = json;
    this.credentials = credentials;
    this.turns = turns;
    this.clock = clock;
  }

  /**
   * Reads a resource or a list.
   *
   * @throws TargetException if there is no response in time
   */
  ScimResponse get(String path) {
    return send("GET", path, null, null);
  }

  /**
   * Sends a request at its turn and reads the response, whatever its status.
   *
   * @param path below the base address, with its query, percent-encoded
   * @param body null for none
   * @param version the resource's version that is to be changed; null for any
   * @throws TargetException if there is no response in time
   */
  ScimResponse send(String method, String path, @Nullable JsonNode body, @Nullable String version) {
    HttpUriRequestBase request =
        new HttpUriRequestBase(method, URI.create(credentials.address().url() + path));
    request.setHeader(HttpHeaders.AUTHORIZATION, credentials.authorization());
    request.setHeader(HttpHeaders.ACCEPT, ACCEPT);
    if (version != null) {
      request.setHeader(HttpHeaders.IF_MATCH, version);
    }
    if (body != null) {
      // An expression may cut a surrogate pair, at which writing bytes would fail.
      byte[] bytes = json.writeValueAsString(body).getBytes(UTF_8);
      request.setEntity(new ByteArrayEntity(bytes, SCIM));
    }
    turns.await();
    try {
      List<String> secrets = new ArrayList<>(List.of(credentials.token()));
      if (body != null) {
        addPasswords(body, secrets);
      }
      return ScimResponse.read(http.execute(request), json, secrets, clock.instant());
    } catch (IOException e) {
      throw Unreachable.because(URI.create(credentials.address().url()), e, http.timeout());
    }
  }

  /** Adds the passwords in a body, in a resource or an operation on one, which the service may quote. */
  private static void addPasswords(JsonNode body, List<String> secrets) {
    boolean ofPassword = isPassword(body.path("path").asString(""));
    body.properties().forEach(member -> {
      String value = member.getValue().asString("");
      if (isPassword(member.getKey()) || (ofPassword && member.getKey().equals("value"))) {
        secrets.add(value);
      }
    });
    body.forEach(value -> addPasswords(value, secrets));
  }

  private static boolean isPassword(String name) {
    return name.toLowerCase(Locale.ROOT).contains("password");
  }
}
