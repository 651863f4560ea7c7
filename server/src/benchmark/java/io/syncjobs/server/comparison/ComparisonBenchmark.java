package io.syncjobs.server.comparison;

import io.syncjobs.server.comparison.Report.Row;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.QuickStart;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;

/**
 * Cost and speed of requests, starts and clients beside peers. Each round measures SyncJobs and its peers one after the other, so that other load on
 * the machine affects all of them alike, and gives their virtual machines the same options. The cost of a request is the processor time of the server's process, which the load of the callers
 * hardly changes. Writes {@code comparison.md} and {@code comparison.svg} to {@code target/benchmark}. System property: {@code benchmark.rounds}.
 */
class ComparisonBenchmark {

  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
  private static final Duration TIME = Duration.ofSeconds(3);
  private static final Duration FIRST_LOAD = Duration.ofSeconds(10);
  private static final List<String> PLAIN = List.of("-Xmx512m");

  /** Those of the script that starts servers, for all but the starts without it. */
  private static final List<String> OPTIONS = List.of(
      "-Xmx512m",
      "-XX:+UseParallelGC",
      "-XX:+IgnoreUnrecognizedVMOptions",
      "-XX:+UseTransparentHugePages");

  private final Report report = new Report();
  private List<Double> creates = List.of();

  /** A measurement of one or more figures. */
  private interface Measure extends Callable<double[]> {}

  /** Takes all measurements in each round. Returns the values by round of each figure. */
  private static List<List<Double>> rounds(Measure... measures) throws Exception {
    List<List<Double>> figures = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int number = 0;
      for (Measure measure : measures) {
        for (double figure : measure.call()) {
          if (round == 0) {
            figures.add(new ArrayList<>());
          }
          figures.get(number++).add(figure);
        }
      }
    }
    return figures;
  }

  private static double[] figures(Load.Result result) {
    return new double[] {result.cost(), result.perSecond()};
  }

  @Test
  void measure() throws Exception {
    try (ServerProcess server = ServerProcess.startIn(TestServer.newFolder(), OPTIONS)) {
      Served ours = Served.by(server);
      String job;
      String list;
      try (Load load = new Load(ours)) {
        job = load.send(new HttpGet(ours.origin() + ours.job()), 200);
        list = load.send(new HttpGet(ours.origin() + ours.list()), 200);
        try (WireMock mock = WireMock.start(OPTIONS, ours, job, list)) {
          requests(load, ours, mock.served());
        }
      }
      starts(ours, job, list);
      try (WireMock mock = WireMock.start(OPTIONS, ours, job, list)) {
        clients(mock.served().origin());
      }
    }
    report.write(
        Path.of("target", "benchmark"),
        "%d rounds, %d callers; %d processors, JDK %s, %s."
            .formatted(
                ROUNDS,
                Load.CALLERS,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                System.getProperty("os.name")));
  }

  private void requests(Load load, Served ours, Served mock) throws Exception {
    try (Load mocked = new Load(mock);
        EmbeddedPostgres postgres = Database.startPostgres();
        ServerProcess second = ServerProcess.startIn(
            TestServer.newFolder(), OPTIONS, Database.settings(postgres, "bench"));
        Load onPostgres = new Load(Served.by(second))) {
      warm(load, ours);
      warm(mocked, mock);
      onPostgres.creates(Duration.ofSeconds(30));
      List<List<Double>> figures = rounds(
          () -> figures(load.creates(TIME)),
          () -> figures(mocked.creates(TIME)),
          () -> figures(load.reads(ours.job(), TIME)),
          () -> figures(mocked.reads(mock.job(), TIME)),
          () -> figures(load.reads(ours.list(), TIME)),
          () -> figures(mocked.reads(mock.list(), TIME)),
          () -> figures(onPostgres.creates(TIME)));
      String stored = "WireMock's stored answer";
      row("Cost of a create, SQLite", "µs", figures.get(0), stored, figures.get(2));
      row("Cost of a read", "µs", figures.get(4), stored, figures.get(6));
      row("Cost of a list of four", "µs", figures.get(8), stored, figures.get(10));
      creates = figures.get(1);
      row("Creates, SQLite", "/s", creates, stored, figures.get(3));
      row("Creates, PostgreSQL", "/s", figures.get(13), "SQLite", creates);
      row("Reads", "/s", figures.get(5), stored, figures.get(7));
      double half = creates.stream().mapToDouble(each -> each).average().orElseThrow() / 2;
      List<List<Double>> millis = rounds(() -> {
        Load.Result result = load.creates(TIME, half);
        return new double[] {result.millis(0.99), result.millis(0.5)};
      });
      row(
          "99th percentile of creates at half load, SQLite",
          "ms",
          millis.get(0),
          "median",
          millis.get(1));
    }
  }

  private static void warm(Load load, Served server) throws Exception {
    load.creates(Duration.ofSeconds(30));
    load.reads(server.job(), Duration.ofSeconds(15));
    load.reads(server.list(), Duration.ofSeconds(10));
  }

  private void starts(Served like, String job, String list) throws Exception {
    QuickStart prepared = QuickStart.prepare(OPTIONS);
    List<List<Double>> figures = rounds(
        () -> start(() -> ServerProcess.startIn(TestServer.newFolder(), PLAIN)),
        () -> start(() -> ServerProcess.startIn(TestServer.newFolder(), prepared)),
        () -> {
          long began = System.nanoTime();
          try (WireMock mock = WireMock.start(PLAIN, like, job, list);
              Load load = new Load(mock.served())) {
            load.send(new HttpGet(mock.served().origin() + like.job()), 200);
            return new double[] {seconds(began)};
          }
        });
    row("Start to the first created job", "s", figures.get(0), "WireMock", figures.get(4));
    row("The same after syncjobs --prepare", "s", figures.get(2), "WireMock", figures.get(4));
    row("Creates in the first 10 s", "/s", figures.get(1), "later", creates);
    row("The same after syncjobs --prepare", "/s", figures.get(3), "later", creates);
  }

  /** Seconds to the first created job, and creates per second in the first ten seconds after it. */
  private static double[] start(Callable<ServerProcess> start) throws Exception {
    long began = System.nanoTime();
    try (ServerProcess server = start.call();
        Load load = new Load(Served.by(server))) {
      double seconds = seconds(began);
      return new double[] {seconds, load.creates(FIRST_LOAD).perSecond()};
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private void clients(String origin) throws Exception {
    Duration time = Duration.ofSeconds(6);
    List<List<Double>> figures = rounds(
        () -> Client.OURS.measure(origin, time), () -> Client.MICROSOFT.measure(origin, time));
    String peer = "microsoft-graph";
    row("Client: first call of a fresh JVM", "ms", figures.get(0), peer, figures.get(2));
    row("Client: calls of one caller", "/s", figures.get(1), peer, figures.get(3));
  }

  private void row(String what, String unit, List<Double> ours, String against, List<Double> peer) {
    report.add(new Row(what, unit, ours, against, peer));
  }
}
