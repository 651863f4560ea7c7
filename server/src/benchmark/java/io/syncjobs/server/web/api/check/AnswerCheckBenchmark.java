package io.syncjobs.server.web.api.check;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Processor time of requests to a server that checks its answers, beside one that doesn't. Both are in this process, share its compiled code, and are asked
 * in turn. Only the threads of requests count, so the share of the check is rather overstated. System property: {@code benchmark.rounds}.
 */
class AnswerCheckBenchmark {

  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 9);
  private static final int TURNS = 20;
  private static final int JOBS = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final HttpClient http = HttpClient.newHttpClient();

  /** A server with as many jobs as entries in the log, of which each job has written one. */
  private record Served(TestServer server, String token, String list, String job) {

    static Served start(Path templates, boolean check) throws IOException {
      TestServer server = TestServer.start(
          "--syncjobs.engine.enabled=true",
          "--spring.threads.virtual.enabled=false",
          "--syncjobs.templates-dir=" + templates,
          "--syncjobs.contract.check-answers=" + check);
      String tenant = TestServer.newId();
      String application = TestServer.newId();
      SynchronizationClient client = server.client(tenant);
      client.application(application).secrets().replace(client.sandbox().credentials());
      client
          .sandbox()
          .seed(new SandboxSeed()
              .addUsersItem(new SandboxUser()
                  .userPrincipalName("ada@example.com")
                  .otherMember("displayName", "Ada")));
      String job = "";
      for (int number = 0; number < JOBS; number++) {
        job = client
            .application(application)
            .jobs()
            .create(new SynchronizationJobCreate().templateId("t" + number))
            .value()
            .getId();
        client.sandbox().runCycle(application, job);
      }
      String list = Raw.jobs(application);
      return new Served(server, server.token(tenant, TestServer.ALL), list, list + "/" + job);
    }
  }

  /** A kind of requests; {@code %s} in the path stands for a new id. */
  private record Kind(String name, String method, String path, int status, int requests) {}

  @Test
  void measure() throws Exception {
    Path templates = Files.createTempDirectory("templates");
    String template = Files.readString(Path.of("src/main/resources/templates/scim.yaml"));
    for (int number = 0; number < JOBS; number++) {
      Files.writeString(
          templates.resolve("t" + number + ".yaml"),
          template.replaceFirst("(?m)^id: .*$", "id: t" + number));
    }
    Served with = Served.start(templates, true);
    Served without = Served.start(templates, false);
    try {
      String log = "/v1.0/auditLogs/provisioning?$top=" + JOBS;
      for (Kind kind : List.of(
          new Kind("get", "GET", "job", 200, 50),
          new Kind("create", "POST", Raw.jobs("%s"), 201, 20),
          new Kind("list of 100 jobs", "GET", "list", 200, 10),
          new Kind("100 entries of the log", "GET", log, 200, 10),
          new Kind("error", "GET", Raw.jobs("%s") + "/none", 404, 50))) {
        compare(kind, with, without);
      }
    } finally {
      with.server().close();
      without.server().close();
    }
  }

  private void compare(Kind kind, Served with, Served without) throws Exception {
    round(kind, with, without);
    round(kind, with, without);
    double[][] figures = new double[ROUNDS][];
    for (int round = 0; round < ROUNDS; round++) {
      figures[round] = round(kind, with, without);
    }
    double[] shares = shares(figures);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f µs | %.0f µs | %+.1f %% (%+.1f to %+.1f) |%n",
        kind.name(),
        median(Arrays.stream(figures).mapToDouble(figure -> figure[0]).toArray()),
        median(Arrays.stream(figures).mapToDouble(figure -> figure[1]).toArray()),
        median(shares),
        Arrays.stream(shares).min().orElseThrow(),
        Arrays.stream(shares).max().orElseThrow());
  }

  /** Returns the processor time of a request without and with the check, from short turns, so that other load on the machine affects both alike. */
  private double[] round(Kind kind, Served with, Served without) throws Exception {
    double[] micros = new double[2];
    for (int turn = 0; turn < TURNS; turn++) {
      int first = turn % 2;
      micros[first] += micros(kind, first == 0 ? without : with) / TURNS;
      micros[1 - first] += micros(kind, first == 0 ? with : without) / TURNS;
    }
    return micros;
  }

  private static double[] shares(double[][] figures) {
    return Arrays.stream(figures)
        .mapToDouble(figure -> 100 * (figure[1] / figure[0] - 1))
        .toArray();
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
  }

  /** Processor time of a request in microseconds. */
  private double micros(Kind kind, Served served) throws Exception {
    List<HttpRequest> requests = new ArrayList<>();
    for (int number = 0; number < kind.requests(); number++) {
      requests.add(request(kind, served));
    }
    long before = processorTime();
    for (HttpRequest request : requests) {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status != kind.status()) {
        throw new IllegalStateException("Status " + status);
      }
    }
    return (processorTime() - before) / 1e3 / kind.requests();
  }

  private static HttpRequest request(Kind kind, Served served) {
    String path = switch (kind.path()) {
      case "job" -> served.job();
      case "list" -> served.list();
      default -> kind.path().replace("%s", TestServer.newId());
    };
    return HttpRequest.newBuilder(URI.create(served.server().origin() + path))
        .header("Authorization", "Bearer " + served.token())
        .header("Content-Type", "application/json")
        .method(
            kind.method(),
            kind.method().equals("POST")
                ? BodyPublishers.ofString("{\"templateId\":\"t0\"}")
                : BodyPublishers.noBody())
        .build();
  }

  /** Processor time of all threads that carry out requests, in nanoseconds. */
  private static long processorTime() {
    long time = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("-exec-")) {
        time += THREADS.getThreadCpuTime(thread.getThreadId());
      }
    }
    return time;
  }
}
