package io.syncjobs.server.comparison;

import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where requests go to.
 *
 * @param job the path of a job
 * @param list the path of a list of several
 */
record Place(String origin, String token, String job, String list) {

  private static final List<String> TEMPLATES =
      List.of("scim", "aws", "dataBricks", "customappsso");

  /** An application of a tenant of a server of ours, with some jobs. */
  static Place on(ServerProcess server) {
    String tenant = TestServer.newId();
    String list = Raw.jobs(TestServer.newId());
    Raw raw = server.raw(tenant);
    String job = "";
    for (String template : TEMPLATES) {
      Raw.Answer created = raw.post(list, "{\"templateId\":\"%s\"}".formatted(template));
      if (created.status() != 201) {
        throw new IllegalStateException(created.message());
      }
      job = list + "/" + created.json().path("id").stringValue();
    }
    return new Place(server.origin(), server.token(tenant), job, list);
  }

  /**
   * The same, when what serves it has got about as fast as it gets with creates, and has read for a while. One caller does it: with more of them than processors, the compiler's threads hardly
   * ever have their turn.
   */
  Place warm() throws Exception {
    warmCreates();
    load(1, "read", Map.of("path", list)).warm(Duration.ofSeconds(10));
    load(1, "read", Map.of("path", job)).warm(Duration.ofSeconds(10));
    return this;
  }

  /** The same for creates alone. */
  Place warmCreates() throws Exception {
    load(1, "create", Map.of()).warm(Duration.ofSeconds(50));
    return this;
  }

  /** The id of the application. */
  String application() {
    return list.split("/", -1)[3];
  }

  String answer(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path))
        .header("Authorization", "Bearer " + token)
        .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** How many creates a second it answers. */
  double creates() throws Exception {
    return load(HttpLoad.CALLERS, "create", Map.of()).perSecond();
  }

  /** How many requests to read a path it answers in a second. */
  double reads(String path) throws Exception {
    return load(HttpLoad.CALLERS, "read", Map.of("path", path)).perSecond();
  }

  /** How long creates take if there are only so many in a second. */
  double[] createMillis(int perSecond) throws Exception {
    return load(HttpLoad.CALLERS, "create", Map.of("perSecond", String.valueOf(perSecond)))
        .millis();
  }

  private Jmh load(int callers, String method, Map<String, String> more) {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("origin", origin);
    parameters.put("token", token);
    return new Jmh(HttpLoad.class, method, callers, parameters);
  }
}
