package io.syncjobs.server.comparison;

import static io.syncjobs.server.comparison.Report.Budget.atLeast;
import static io.syncjobs.server.comparison.Report.Budget.atMost;
import static io.syncjobs.server.comparison.Rounds.one;

import io.syncjobs.server.comparison.Report.Row;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.QuickStart;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Cost of requests, compared with peers. Each round measures SyncJobs and its peers one after the other. Writes {@code comparison.md} and
 * {@code comparison.svg} to {@code target/benchmark}. System properties: {@code benchmark.rounds}, and {@code benchmark.jobs} (number of jobs in the
 * large database).
 */
class ComparisonBenchmark {

  private static final int MANY = Integer.getInteger("benchmark.jobs", 1_000_000);
  private static final int FEW = 1000;
  private static final List<String> OPTIONS = List.of("-Xmx512m");
  private static final String SERVLET = "bare Tomcat servlet";

  private final Report report = new Report();

  private interface Step {
    void run() throws Exception;
  }

  private interface Ask {
    void ask(ServerProcess server) throws Exception;
  }

  @Test
  void measure() throws Exception {
    Path answers = Files.createDirectories(TestServer.newFolder());
    Step[] steps = {
      () -> inMemory(answers),
      this::sqlite,
      this::postgresql,
      () -> startTime(answers),
      () -> clients(answers)
    };
    for (Step step : steps) {
      step.run();
      write();
    }
  }

  /** Writes the results so far, so that an aborted run leaves some. */
  private void write() throws IOException {
    report.write(
        Path.of("target", "benchmark"),
        List.of(
            "%d rounds, %d callers; %d processors, JDK %s, %s."
                .formatted(
                    Rounds.NUMBER,
                    HttpLoad.CALLERS,
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    System.getProperty("os.name")),
            "",
            "`mvn test -Pbenchmark -pl server -am -Dtest=ComparisonBenchmark -Dbenchmark.rounds=%d -Dbenchmark.jobs=%d`"
                .formatted(Rounds.NUMBER, MANY)));
  }

  private void inMemory(Path answers) throws Exception {
    Path folder = TestServer.newFolder();
    try (ServerProcess memory = ServerProcess.startOther(
        InMemoryServer.class,
        folder,
        OPTIONS,
        "--server.port=0",
        "--syncjobs.data-dir=" + folder,
        "--syncjobs.engine.enabled=false",
        "--syncjobs.contract.check-answers=false",
        "--logging.level.org.springframework.boot.tomcat=info")) {
      LoadTarget ours = LoadTarget.on(memory);
      Files.writeString(answers.resolve("job.json"), ours.answer(ours.job()));
      Files.writeString(answers.resolve("list.json"), ours.answer(ours.list()));
      ours.warm();
      try (ServerProcess bare = bare(answers)) {
        LoadTarget peer = new LoadTarget(bare.origin(), "any", ours.job(), ours.list()).warm();
        List<List<Double>> figures = Rounds.of(
            () -> one(ours.creates()),
            () -> one(peer.creates()),
            () -> one(ours.reads(ours.job())),
            () -> one(peer.reads(peer.job())),
            () -> one(ours.reads(ours.list())),
            () -> one(peer.reads(peer.list())));
        report.add(new Row(
            "Create, in memory", "/s", figures.get(0), SERVLET, figures.get(1), atLeast(0.35)));
        report.add(new Row(
            "Get, in memory", "/s", figures.get(2), SERVLET, figures.get(3), atLeast(0.35)));
        report.add(new Row(
            "List, in memory", "/s", figures.get(4), SERVLET, figures.get(5), atLeast(0.35)));
        checks(figures.get(0));
      }
    }
  }

  /** Measures the share of a create's processor time that checks take. */
  private void checks(List<Double> creates) throws Exception {
    List<Double> whole = creates.stream()
        .map(perSecond -> 1e6 * Runtime.getRuntime().availableProcessors() / perSecond)
        .toList();
    List<List<Double>> figures = Rounds.of(
        () -> one(check("contract")), () -> one(check("knownToken")), () -> one(check("newToken")));
    String create = "a create, in memory";
    report.add(new Row("Check against the contract", "µs", figures.get(0), create, whole, null));
    report.add(new Row("Check of a known token", "µs", figures.get(1), create, whole, null));
    report.add(new Row("Check of a new token", "µs", figures.get(2), create, whole, null));
  }

  private static double check(String method) throws Exception {
    return new Jmh(Checks.class, method, 1, Map.of()).micros();
  }

  private static ServerProcess bare(Path answers) {
    return ServerProcess.startOther(BareServer.class, answers, OPTIONS, answers.toString());
  }

  private void sqlite() throws Exception {
    Path folder = TestServer.newFolder();
    String url = "jdbc:sqlite:" + folder.resolve("syncjobs.db") + "?busy_timeout=60000";
    heap(folder);
    try (ServerProcess server = ServerProcess.startIn(folder, OPTIONS)) {
      LoadTarget target = LoadTarget.on(server).warm();
      List<List<Double>> many = among(target);
      Rows.leave(url, FEW, target);
      List<List<Double>> few = among(target);
      String with = "with %,d".formatted(FEW);
      String what = " with %,d jobs".formatted(MANY);
      report.add(new Row("Create" + what, "ms", many.get(0), with, few.get(0), atMost(1.2)));
      report.add(new Row("Get" + what, "ms", many.get(1), with, few.get(1), atMost(1.2)));
      report.add(new Row("List" + what, "ms", many.get(2), with, few.get(2), atMost(1.2)));

      Disk disk = new Disk(server);
      List<List<Double>> figures = Rounds.of(
          () -> one(disk.count(target::creates)),
          () -> one(rows(disk.group(), url)),
          () -> one(rows(HttpLoad.CALLERS, url)));
      String create = "Create, SQLite";
      report.add(new Row(
          create,
          "/s",
          figures.get(0),
          "JDBC, as many rows a commit",
          figures.get(1),
          atLeast(0.8)));
      report.add(new Row(
          create,
          "/s",
          figures.get(0),
          "JDBC, " + HttpLoad.CALLERS + " rows a commit",
          figures.get(2),
          null));
      report.remark("SQLite: %d creates shared a wait for the disk, or fewer.", disk.group());
      halfOfPeak("SQLite", target, Report.median(figures.get(0)));
    }
  }

  private static List<List<Double>> among(LoadTarget target) throws Exception {
    return Rounds.of(
        () -> one(1000 * HttpLoad.CALLERS / target.creates()),
        () -> one(1000 * HttpLoad.CALLERS / target.reads(target.job())),
        () -> one(1000 * HttpLoad.CALLERS / target.reads(target.list())));
  }

  private void postgresql() throws Exception {
    try (EmbeddedPostgres postgres = Database.startPostgres();
        ServerProcess server = ServerProcess.startIn(
            TestServer.newFolder(), OPTIONS, Database.settings(postgres, "bench"))) {
      LoadTarget target = LoadTarget.on(server).warmCreates();
      String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/bench?user=postgres";
      Optional<Pgbench> pgbench = Pgbench.find(url, postgres.getPort());
      List<List<Double>> figures = Rounds.of(
          () -> one(target.creates()),
          () -> one(jdbc(HttpLoad.CALLERS, 1, url)),
          () -> pgbench.isPresent() ? one(pgbench.get().perSecond()) : new double[0]);
      String what = "Create, PostgreSQL";
      report.add(new Row(what, "/s", figures.get(0), "JDBC", figures.get(1), null));
      if (pgbench.isPresent()) {
        report.add(new Row(what, "/s", figures.get(0), "pgbench", figures.get(2), atLeast(0.7)));
      } else {
        report.remark("pgbench isn't on this machine.");
      }
      halfOfPeak("PostgreSQL", target, Report.median(figures.get(0)));
    }
  }

  /** Rows that JDBC writes to SQLite per second. */
  private static double rows(int group, String url) throws Exception {
    return group * jdbc(1, group, url + "&synchronous=FULL");
  }

  private static double jdbc(int threads, int group, String url) throws Exception {
    Map<String, String> parameters = Map.of("url", url, "group", String.valueOf(group));
    return new Jmh(JdbcInserts.class, "insert", threads, parameters).perSecond();
  }

  private void halfOfPeak(String database, LoadTarget target, double peak) throws Exception {
    List<List<Double>> figures = Rounds.of(() -> target.createMillis((int) (peak / 2)));
    report.add(new Row(
        "99th percentile at half of peak, " + database,
        "ms",
        figures.get(1),
        "50th",
        figures.get(0),
        atMost(5)));
  }

  /** Fills a data folder with many jobs, and reports the heap before and after. */
  private void heap(Path folder) throws Exception {
    List<String> told = Jvm.run(
        "filled ",
        Fill.class,
        List.of("-Xmx512m", "-Dfill.jobs=" + MANY),
        "--server.port=0",
        "--syncjobs.data-dir=" + folder,
        "--syncjobs.engine.enabled=false");
    report.add(new Row(
        "Heap after %,d creates".formatted(MANY),
        "MB",
        List.of(Long.parseLong(told.get(2)) / 1e6),
        "before",
        List.of(Long.parseLong(told.get(1)) / 1e6),
        null));
    report.remark(
        "Those creates, without HTTP, on SQLite, %d in a transaction: %s/s.",
        Fill.TOGETHER, told.get(0));
  }

  private void startTime(Path answers) throws Exception {
    QuickStart prepared = QuickStart.prepare(OPTIONS);
    QuickStart hasty = QuickStart.prepare(
        Stream.concat(OPTIONS.stream(), Stream.of("-XX:TieredStopAtLevel=1")).toList());
    List<List<Double>> figures = Rounds.of(
        () -> seconds(
            () -> bare(answers),
            server -> new LoadTarget(server.origin(), "any", "/jobs", "/jobs").answer("/jobs")),
        () -> seconds(() -> ServerProcess.startIn(TestServer.newFolder(), OPTIONS), LoadTarget::on),
        () ->
            seconds(() -> ServerProcess.startIn(TestServer.newFolder(), prepared), LoadTarget::on),
        () -> seconds(() -> ServerProcess.startIn(TestServer.newFolder(), hasty), LoadTarget::on));
    String what = "Start to the first 201";
    List<String> ways =
        List.of(what, what + ", classes prepared", what + ", and no second compiler");
    for (int way = 0; way < ways.size(); way++) {
      report.add(new Row(ways.get(way), "s", figures.get(way + 1), SERVLET, figures.get(0), null));
    }
  }

  /** Seconds from the start of a server to its first answer. */
  private static double[] seconds(Callable<ServerProcess> start, Ask ask) throws Exception {
    long began = System.nanoTime();
    try (ServerProcess server = start.call()) {
      ask.ask(server);
      return one((System.nanoTime() - began) / 1e9);
    }
  }

  private void clients(Path answers) throws Exception {
    try (ServerProcess server = bare(answers)) {
      List<List<Double>> calls = Rounds.of(
          () -> calls(Client.OURS, server).perSecondAndBytes(),
          () -> calls(Client.MICROSOFT, server).perSecondAndBytes());
      List<List<Double>> first = Rounds.of(
          () -> firstCall(Client.OURS, server), () -> firstCall(Client.MICROSOFT, server));
      String peer = "microsoft-graph";
      report.add(new Row("Client: calls", "/s", calls.get(0), peer, calls.get(2), null));
      report.add(new Row("Client: allocated", "bytes", calls.get(1), peer, calls.get(3), null));
      report.add(new Row("Client: first call", "ms", first.get(0), peer, first.get(1), null));
      report.add(new Row(
          "Client: classes and jars",
          "bytes",
          List.of((double) Client.OURS.bytes()),
          peer,
          List.of((double) Client.MICROSOFT.bytes()),
          null));
    }
  }

  private static Jmh calls(Client client, ServerProcess server) {
    Map<String, String> parameters = Map.of("origin", server.origin(), "client", client.name());
    return new Jmh(ClientCalls.class, "create", 1, parameters);
  }

  private static double[] firstCall(Client client, ServerProcess server) throws Exception {
    List<String> told =
        Jvm.run("answered ", Client.class, List.of(), client.name(), server.origin());
    return one(Double.parseDouble(told.get(0)));
  }
}
