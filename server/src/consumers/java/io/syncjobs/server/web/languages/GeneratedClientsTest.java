package io.syncjobs.server.web.languages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/**
 * Generates clients from the contract for languages that the build doesn't need otherwise, compiles them, and creates, lists, reads, changes and
 * deletes jobs with each. Skips languages whose tools the machine lacks.
 */
@DisabledIfEnvironmentVariable(
    named = "CI",
    matches = ".+",
    disabledReason = "takes eight minutes of processor time")
class GeneratedClientsTest {

  private static final Path SOURCES = Path.of("src", "consumers").toAbsolutePath();
  private static final Path FOLDER = Path.of("target", "consumers", "generated").toAbsolutePath();

  private final TestServer server = Database.SQLITE.server();
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final String[] arguments = {
    server.origin() + "/v1.0", server.token(tenant, TestServer.READ_WRITE), application
  };

  @Test
  void python() throws Exception {
    assumeTool(
        "python3",
        "-c",
        "import pydantic, urllib3, dateutil; assert pydantic.VERSION >= '2.11' and urllib3.__version__ >= '2'");
    Path client = generate("python", contract(), "");
    copy("python", client);

    assertManages(run(client, Map.of(), command("python3", "-m", "jobs")));
  }

  /** The option is needed because the enumerations of the contract share some names, which are constants of one package in Go. */
  @Test
  void go() throws Exception {
    Path workspace = FOLDER.resolve("go");
    // Debian's package golang-golang-x-oauth2-dev has the only other package that the client needs.
    Map<String, String> environment = Map.of(
        "GO111MODULE", "off", "GOPATH", workspace + File.pathSeparator + "/usr/share/gocode");
    assumeTool("go", "version");
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/gocode/src/golang.org/x/oauth2")));
    generate("go/src/syncjobs", contract(), "enumClassPrefix=true,packageName=syncjobs");
    copy("go", workspace);

    assertManages(run(workspace, environment, command("go", "run", "main.go")));
  }

  /** The generator doesn't escape the dollar sign in addresses, which Kotlin interpolates, so it gets them encoded. */
  @Test
  void kotlin() throws Exception {
    Path encoded = Files.createDirectories(FOLDER).resolve("kotlin.yaml");
    Files.writeString(
        encoded,
        Files.readString(Path.of(contract())).replaceAll("(?m)^(  /.*)\\$([a-z]+:)$", "$1%24$2"));
    Path client = generate("kotlin", encoded.toString(), "");
    copy("kotlin", client);
    run(
        client,
        Map.of(),
        List.of(
            "mvn",
            "-q",
            "-B",
            "compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=class-path"));

    assertManages(run(
        client,
        Map.of(),
        command(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            "target/classes" + File.pathSeparator + Files.readString(client.resolve("class-path")),
            "JobsKt")));
  }

  /** Compiles with Debian's crates, offline. */
  @Test
  void rust() throws Exception {
    assumeTool("cargo", "--version");
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/cargo/registry")));
    Path client = generate("rust", contract(), "");
    copy("rust", client);

    assertManages(run(
        client, Map.of(), command("cargo", "run", "-q", "--offline", "--example", "jobs", "--")));
  }

  private static String contract() {
    return Path.of("..", "api-spec", "target", "classes", "META-INF", "syncjobs", "openapi.yaml")
        .toAbsolutePath()
        .normalize()
        .toString();
  }

  /** Copies the program for a language, and what its build needs, over the generated client. */
  private static void copy(String language, Path client) throws IOException {
    Path sources = SOURCES.resolve(language);
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = client.resolve(sources.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, Files.readAllBytes(file));
      }
    }
  }

  /** Generates a client, and returns its folder. */
  private static Path generate(String folder, String contract, String options) throws Exception {
    Path output = Files.createDirectories(FOLDER.resolve(folder));
    String plugin = "-Dopenapi.generator.maven.plugin.";
    run(
        Path.of("..").toAbsolutePath().normalize(),
        Map.of(),
        List.of(
            "mvn",
            "-q",
            "-B",
            "-N",
            "openapi-generator:generate",
            "-Dcontract=" + contract,
            plugin + "generatorName=" + Path.of(folder).getName(0),
            plugin + "output=" + output,
            plugin + "additionalProperties=" + options));
    return output;
  }

  private List<String> command(String... words) {
    return Stream.of(words, arguments).flatMap(Stream::of).toList();
  }

  private void assertManages(String output) {
    assertThat(server.client(tenant).application(application).jobs().list().all())
        .singleElement()
        .satisfies(job -> {
          assertThat(output.strip()).endsWith(job.getId()); // Some compilers warn first.
          assertThat(Objects.requireNonNull(job.getSchedule()).getInterval()).isEqualTo("PT20M");
        });
  }

  private static void assumeTool(String... command) throws InterruptedException {
    boolean found;
    try {
      found = new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      found = false;
    }
    Assumptions.assumeTrue(found, String.join(" ", command));
  }

  private static String run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command.get(0), output).isZero();
    return output;
  }
}
