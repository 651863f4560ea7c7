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
 * The server, token and paths that a load uses.
 *
 * @param job the path of a job
 * @param list the path of a list of several jobs
 */
record LoadTarget(String origin, String token, String job, String list) {

  private static final List<String> TEMPLATES =
      List.of("scim", "aws", "dataBricks", "customappsso");

  /** Creates some jobs of a new application on a SyncJobs server. */
  static LoadTarget on(ServerProcess server) {
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
    return new LoadTarget(server.origin(), server.token(tenant), job, list);
  }

  /**
   * Warms the server up with creates until they get no faster, then with reads. One caller does it: if callers outnumber the processors, Java's compiler
   * threads hardly run.
   */
  LoadTarget warm() throws Exception {
    warmCreates();
    load(1, "read", Map.of("path", list)).warm(Duration.ofSeconds(10));
    load(1, "read", Map.of("path", job)).warm(Duration.ofSeconds(10));
    return this;
  }

  /** Warms the server up with creates only. */
  LoadTarget warmCreates() throws Exception {
    load(1, "create", Map.of()).warm(Duration.ofSeconds(50));
    return this;
  }

  /** The id of the jobs' application. */
  String application() {
    return list.split("/", -1)[3];
  }

  String answer(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path))
        .header("Authorization", "Bearer " + token)
        .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** Creates per second. */
  double creates() throws Exception {
    return load(HttpLoad.CALLERS, "create", Map.of()).perSecond();
  }

  /** Reads of a path per second. */
  double reads(String path) throws Exception {
    return load(HttpLoad.CALLERS, "read", Map.of("path", path)).perSecond();
  }

  /** The 50th and the 99th percentile of a create's milliseconds at a limited rate. */
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
