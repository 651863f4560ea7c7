package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.Documents;
import io.syncjobs.server.support.QuickStart;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the packaged jar, which the build creates after the other tests. */
class JarIT {

  private static final String START = "java -jar server/target/syncjobs-server-1.1.0-SNAPSHOT.jar";

  /** Without this option, Java would silently ignore an archive that it cannot use. */
  private static final String ONLY_WITH_ARCHIVE =
      Runtime.version().feature() >= 25 ? "-XX:AOTMode=on" : "-Xshare:on";

  @TempDir
  Path folder;

  private Path data;
  private Path cache;

  @BeforeEach
  void prepare() {
    data = folder.resolve("data");
    cache = folder.resolve("classes.aot");
  }

  /** A command of the server's guide, with this test's folders in place of the guide's. */
  private List<String> command(String line) {
    List<String> command = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      // The cache's folder may be one in server/target, too.
      command.add(
          word.contains("server/target/classes.aot")
              ? word.replace("server/target/classes.aot", cache.toString())
              : word.replace("server/target/", "target/"));
    }
    command.set(0, QuickStart.java());
    command.add(1, "-Djava.io.tmpdir=" + folder);
    command.addAll(List.of("--server.port=0", "--syncjobs.data-dir=" + data));
    return command;
  }

  private static List<String> block(String holding) throws IOException {
    return Documents.block(Documents.OF_SERVER, "sh", holding).lines().toList();
  }

  private void creates(String line, String... options) {
    try (ServerProcess server = start(line, options)) {
      assertServes(server);
    }
  }

  private ServerProcess start(String line, String... options) {
    List<String> command = command(line);
    command.addAll(1, List.of(options));
    return ServerProcess.startCommand(data, command);
  }

  private static void assertServes(ServerProcess server) {
    var jobs = server.client(TestServer.newId()).application(TestServer.newId()).jobs();
    var created = jobs.create(new SynchronizationJobCreate().templateId("scim"));
    assertThat(jobs.get(created.value().getId())).isEqualTo(created);
  }

  private String run(String line) throws IOException {
    Process process =
        new ProcessBuilder(command(line)).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void itServes() {
    // One start and two requests don't pay off the work of Java's second compiler.
    creates(START, "-XX:TieredStopAtLevel=1");
  }

  @Test
  void itSaysInPlainWordsAloneWhyItDoesNotStart() throws IOException {
    String issuer =
        " --spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.example";

    assertThat(run(START + issuer))
        .contains("An issuer of tokens is configured, but no audience")
        .doesNotContain("Exception", "Error starting ApplicationContext");
  }

  @Test
  void itSaysNothingElseIfItsPreparedBeansCannotBeMade() throws IOException {
    Path database = Files.createDirectories(data).resolve("syncjobs.db");
    Files.writeString(database, "No database. ".repeat(1000));

    assertThat(run(START))
        .contains(database + " is damaged or isn't a SQLite database")
        .doesNotContain("Exception", "Error creating bean", "PostgreSQL");
  }

  /** A setting that might demand other beans, and that doesn't, makes a start find them itself. */
  @Test
  @Tag("long")
  void itsPreparedBeansAreThoseThatAStartFinds() {
    Set<String> prepared = beans("Starting AOT-processed SyncJobsServer ", "");
    Set<String> found = beans("Starting SyncJobsServer ", " --spring.main.banner-mode=off");

    assertThat(prepared).hasSizeGreaterThan(400).isEqualTo(found);
  }

  /** The beans of a start, without those that define others. */
  private Set<String> beans(String start, String settings) {
    String logged = " --logging.level.org.springframework.beans.factory.support=debug";
    try (ServerProcess server = start(START + settings + logged, "-XX:TieredStopAtLevel=1")) {
      String log = String.join("\n", server.log());
      assertThat(log).contains(start);
      return Pattern.compile("Creating shared instance of singleton bean '([^']+)'")
          .matcher(log)
          .results()
          .map(bean -> bean.group(1))
          .filter(bean -> !bean.matches("org\\.springframework\\..*\\.internal\\w+"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  @Tag("long")
  void itsScriptPreparesLaterStarts() throws IOException {
    // Few starts don't pay off the work of Java's second compiler.
    String fast = "-XX:TieredStopAtLevel=1";
    makeArchive(fast);
    try (Stream<Path> archives = Files.list(folder.resolve("cache"))) {
      cutShort(archives.findFirst().orElseThrow());
    }
    makeArchive(fast);
    try (ServerProcess second =
        startByScript("JDK_JAVA_OPTIONS=" + fast + " " + ONLY_WITH_ARCHIVE)) {
      assertServes(second);
    }
  }

  @Test
  @Tag("long")
  void itsScriptPreparesTheFirstStart() throws Exception {
    String fast = "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1";
    List<String> preparation =
        byScript(0, fast, "SYNCJOBS_DATA_DIR=" + data, "SPRING_DATASOURCE_URL=none");
    preparation.add("2");

    Process prepared = new ProcessBuilder(preparation).redirectErrorStream(true).start();

    assertThat(prepared.getInputStream().readAllBytes()).asString().doesNotContain("ERROR");
    assertThat(prepared.waitFor()).isZero();
    assertThat(data).as("the folder of the server that is prepared").doesNotExist();
    assertThat(folder.resolve("cache")).isDirectoryContaining(archive -> true);
    try (ServerProcess first = startByScript(fast + " " + ONLY_WITH_ARCHIVE)) {
      assertServes(first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "many", "-1"})
  void itsScriptRefusesWhatIsNoNumberOfJobs(String number) throws Exception {
    List<String> preparation = byScript(0);
    preparation.add(number);

    Process script = new ProcessBuilder(preparation).redirectErrorStream(true).start();

    assertThat(script.getInputStream().readAllBytes())
        .asString()
        .isEqualTo("'" + number + "' is no number of jobs. Use one from 1 on, or none for 2000.\n");
    assertThat(script.waitFor()).isEqualTo(2);
  }

  @Test
  @Tag("long")
  void itsScriptLeavesNothingBehindWhenItIsStopped() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> preparation =
        byScript(0, "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1", "TMPDIR=" + temporary);
    Process script = new ProcessBuilder(preparation).start();
    List<ProcessHandle> java = List.of();
    while (java.isEmpty()) {
      java = script
          .descendants()
          .filter(child -> child.info().command().orElse("").endsWith("java"))
          .toList();
    }

    script.destroy();

    assertThat(script.waitFor()).isNotZero();
    assertThat(temporary).isEmptyDirectory();
    for (ProcessHandle process : java) {
      assertThat(process.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
    }
  }

  private void makeArchive(String options) throws IOException {
    try (ServerProcess server = startByScript("JDK_JAVA_OPTIONS=" + options)) {
      server.askToStop();
      server.awaitEnd();
    }
  }

  /** Makes an archive look as if Java had been killed while it wrote it. */
  private static void cutShort(Path archive) throws IOException {
    assertThat(archive.toFile().setWritable(true)).isTrue();
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(4096));
    }
  }

  private ServerProcess startByScript(String... variables) throws IOException {
    List<String> command = byScript(1, variables);
    command.addAll(List.of("--server.port=0", "--syncjobs.data-dir=" + data));
    return ServerProcess.startCommand(data, command);
  }

  /** A command of the guide by its line. */
  private List<String> byScript(int line, String... variables) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        "env",
        "CACHE_DIRECTORY=" + folder.resolve("cache"),
        "JAVA_HOME=" + System.getProperty("java.home")));
    command.addAll(List.of(variables));
    String guide = block("src/main/sh/syncjobs").get(line).replaceAll(" +#.*", "");
    for (String word : guide.split(" ", -1)) {
      command.add(word.replace("server/", ""));
    }
    return command;
  }

  @Test
  @Tag("long")
  @EnabledForJreRange(min = JRE.JAVA_25)
  void itStartsWithAnAheadOfTimeCache() throws IOException {
    List<String> lines = block("-XX:AOTCache=");
    assertThat(lines).hasSize(2);

    String trained = run(lines.get(0));

    assertThat(cache).as(trained).exists();
    creates(lines.get(1), "-XX:AOTMode=on");
  }
}
