package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.scim.http.HttpCalls;
import io.syncjobs.server.connector.scim.http.Unreachable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
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
   * Sends a request at its turn and reads the response, whatever its status.
   *
   * @param path below the base address, with its query, percent-encoded
   * @param body null for none
   * @throws TargetException if there is no response in time
   */
  ScimResponse send(String method, String path, @Nullable JsonNode body) {
    HttpUriRequestBase request =
        new HttpUriRequestBase(method, URI.create(credentials.address().url() + path));
    request.setHeader(HttpHeaders.AUTHORIZATION, credentials.authorization());
    request.setHeader(HttpHeaders.ACCEPT, ACCEPT);
    if (body != null) {
      request.setEntity(new ByteArrayEntity(json.writeValueAsBytes(body), SCIM));
    }
    turns.await();
    try {
      return ScimResponse.read(http.execute(request), json, credentials.token(), clock.instant());
    } catch (IOException e) {
      throw Unreachable.because(credentials.address().host(), e, http.timeout());
    }
  }
}
