package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationScheduleInput;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.connector.scim.BareLoop;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.FastService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Cost of cycles on a server with 256 MB of heap and SQLite, as ratios of figures from the same run. Writes a table to {@code target/benchmark/engine.md}.
 * System properties: {@code benchmark.users}, {@code benchmark.rounds}, {@code benchmark.delay} (milliseconds that the target delays each answer) and
 * {@code benchmark.options} (additional options of the server's virtual machine, such as those of a profiler).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineBenchmark {

  private static final int USERS = Integer.getInteger("benchmark.users", 20_000);
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 3);
  private static final int DELAY = Integer.getInteger("benchmark.delay", 0);
  private static final int FEW = 1000;
  private static final int CHANGES = 10;
  private static final int THREADS = 8; // The default of syncjobs.engine.concurrency.
  private static final Duration LIMIT = Duration.ofHours(2);

  /** Heap of the server and of the bare loop. */
  private static final List<String> HEAP = List.of("-Xmx256m");

  private final List<String> rows = new ArrayList<>();
  private ServerProcess server;
  private int changes;

  /** A tenant's users, and the service that they are first provisioned to. */
  private record Directory(Tenancy tenancy, FastService service, int users) {}

  @BeforeAll
  void start() {
    String[] settings = Stream.concat(
            TestServer.RUNNING.stream(),
            Stream.of(
                "--syncjobs.upload.requests-per-five-seconds=0",
                "--syncjobs.upload.requests-per-day=0"))
        .toArray(String[]::new);
    List<String> options = new ArrayList<>(HEAP);
    options.addAll(Stream.of(System.getProperty("benchmark.options", "").split(" ", -1))
        .filter(option -> !option.isEmpty())
        .toList());
    server = ServerProcess.startIn(TestServer.newFolder(), options, settings);
  }

  @AfterAll
  void stop() {
    server.log().stream()
        .filter(line -> line.contains(" ERROR ") || line.contains("OutOfMemoryError"))
        .forEach(System.out::println);
    server.askToStop();
    server.awaitEnd();
  }

  @Test
  void measure() throws Exception {
    Directory few = fill(FEW);
    SynchronizationJob warm = run(few.tenancy().outbound, few.tenancy().outboundJob);
    assertThat(imported(warm)).isEqualTo(FEW);
    JsonNode example = few.service().resources("User").stream()
        .filter(user -> user.path("userName").asString("").startsWith(BareLoop.id(0)))
        .findFirst()
        .orElseThrow();

    Directory all;
    try (BareLoop loop = BareLoop.start(HEAP, example, THREADS);
        Heap heap = new Heap(server)) {
      bare(loop, FEW);
      all = fill(USERS);
      List<Double> engine = new ArrayList<>();
      List<Double> bare = new ArrayList<>();
      engine.add(initial(all.tenancy().outbound, all.tenancy().outboundJob, all.service()));
      bare.add(bare(loop, USERS));
      for (int round = 1; round < ROUNDS; round++) {
        engine.add(another(all));
        bare.add(bare(loop, USERS));
      }
      row("Initial cycle, entries/s", format(USERS / median(engine)));
      row("Bare loop, entries/s", format(USERS / median(bare)));
      row("**Engine / bare loop** (at least 0.8)", format(median(bare) / median(engine)));
      row("Peak heap with garbage, MB", String.valueOf(heap.peak()));
      row("Largest heap after a major collection, MB", String.valueOf(heap.live()));
    }

    double amongFew = incremental(few);
    double amongAll = incremental(all);
    row("%d changes among %,d, ms".formatted(CHANGES, FEW), format(amongFew * 1000));
    row("%d changes among %,d, ms".formatted(CHANGES, USERS), format(amongAll * 1000));
    row(
        "**Ratio of the two** (10 changes cost what 10 changes cost: about 1)",
        format(amongAll / amongFew));
    write();
    few.service().close();
    all.service().close();
  }

  private Directory fill(int users) {
    FastService service = FastService.start(DELAY);
    String tenant = TestServer.newId();
    Tenancy tenancy =
        Tenancy.with(tenant, server.client(tenant), service.baseAddress(), service.token());
    long began = System.nanoTime();
    for (int from = 0; from < users; from += FEW) {
      tenancy.upload(IntStream.range(from, Math.min(from + FEW, users))
          .mapToObj(i -> Tenancy.user(BareLoop.id(i)))
          .toList());
    }
    row(
        "Upload of %,d, entries/s".formatted(users),
        format(users * 1e9 / (System.nanoTime() - began)));
    SynchronizationJob inbound = run(tenancy.inbound, tenancy.inboundJob);
    // Greater if a timeout of the database made the cycle repeat a page.
    assertThat(imported(inbound)).isGreaterThanOrEqualTo(users);
    row("Inbound cycle of %,d, entries/s".formatted(users), format(users / seconds(inbound)));
    return new Directory(tenancy, service, users);
  }

  /** Runs the initial cycle of another application of the tenant, with a new target. */
  private double another(Directory directory) {
    try (FastService service = FastService.start(DELAY)) {
      String application = TestServer.newId();
      Jobs jobs = directory.tenancy().client.application(application).jobs();
      String job = String.valueOf(
          jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId());
      directory
          .tenancy()
          .client
          .application(application)
          .secrets()
          .replace(List.of(
              secret(SynchronizationSecret.BASE_ADDRESS, service.baseAddress()),
              secret(SynchronizationSecret.SECRET_TOKEN, service.token())));
      return initial(jobs, job, service);
    }
  }

  private static SynchronizationSecretKeyStringValuePair secret(
      SynchronizationSecret key, String value) {
    return new SynchronizationSecretKeyStringValuePair().key(key).value(value);
  }

  private double initial(Jobs jobs, String job, FastService service) {
    SynchronizationJob done = run(jobs, job);
    assertThat(imported(done)).isGreaterThanOrEqualTo(USERS);
    assertThat(service.resources("User")).hasSize(USERS);
    System.out.printf(
        "initial %.1f s, requests: GET %d POST %d PATCH %d%n",
        seconds(done),
        service.requests("GET"),
        service.requests("POST"),
        service.requests("PATCH"));
    return seconds(done);
  }

  private static double bare(BareLoop loop, int users) throws Exception {
    try (FastService service = FastService.start(DELAY)) {
      double seconds = loop.run(service, users).toNanos() / 1e9;
      assertThat(service.resources("User")).hasSize(users);
      System.out.printf("bare %d: %.1f s%n", users, seconds);
      return seconds;
    }
  }

  private double incremental(Directory directory) {
    List<Double> times = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      changes++;
      List<UploadedRecord> changed = IntStream.range(0, CHANGES)
          .mapToObj(i -> Tenancy.user(BareLoop.id(i * (directory.users() / CHANGES)))
              .otherMember("displayName", "Change " + changes))
          .toList();
      directory.tenancy().upload(changed);
      assertThat(imported(run(directory.tenancy().inbound, directory.tenancy().inboundJob)))
          .isEqualTo(CHANGES);
      SynchronizationJob done = run(directory.tenancy().outbound, directory.tenancy().outboundJob);
      assertThat(imported(done)).isEqualTo(CHANGES);
      times.add(seconds(done));
    }
    return median(times);
  }

  private static SynchronizationJob run(Jobs jobs, String job) {
    // The end of a next cycle, which would have nothing to do, must not be taken for that of this
    // one.
    jobs.update(
        job,
        new SynchronizationJobUpdate()
            .schedule(new SynchronizationScheduleInput().interval("P10D")));
    SynchronizationJob done = Tenancy.run(jobs, job, LIMIT);
    jobs.pause(job);
    return done;
  }

  private static long imported(SynchronizationJob job) {
    SynchronizationTaskExecution last = job.getStatus().getLastExecution();
    assertThat(last.getState()).isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    return last.getCountImported();
  }

  private static double seconds(SynchronizationJob job) {
    SynchronizationTaskExecution last = job.getStatus().getLastExecution();
    return Duration.between(last.getTimeBegan(), last.getTimeEnded()).toNanos() / 1e9;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
  }

  private void row(String what, String value) {
    String row = "| %s | %s |".formatted(what, value);
    rows.add(row);
    System.out.println(row);
  }

  private void write() throws Exception {
    List<String> lines = new ArrayList<>(List.of(
        "%,d users, %d rounds, answers of the target after %d ms; %d processors, JDK %s, server with -Xmx256m on SQLite."
            .formatted(
                USERS,
                ROUNDS,
                DELAY,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version()),
        "",
        "`mvn test -Pbenchmark -pl server -am -Dtest=EngineBenchmark -Dbenchmark.users=%d -Dbenchmark.rounds=%d -Dbenchmark.delay=%d`"
            .formatted(USERS, ROUNDS, DELAY),
        "",
        "| What | Median |",
        "|---|---|"));
    lines.addAll(rows);
    Path file = Path.of("target", "benchmark", "engine.md");
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
    lines.forEach(System.out::println);
  }
}
