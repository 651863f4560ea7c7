package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.syncjobs.server.support.Documents;
import io.syncjobs.server.support.OidcIssuer;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Checks that commands in the documents are valid, and that a test runs each code block. */
class CommandsTest {

  /** Texts that identify code blocks, with the test that runs each of them. */
  private static final Map<String, String> TRIED = Map.ofEntries(
      Map.entry("@SyncJobs", "ProvisioningTest"),
      Map.entry("curl -i http", "ReadmeTest"),
      Map.entry("@odata.context", "ReadmeTest"),
      Map.entry("SynchronizationClient.builder()", "ReadmeTest"),
      Map.entry("new ClientCredentials(", "ReadmeTest"),
      Map.entry("PreconditionFailedException", "ReadmeTest"),
      Map.entry("syncjobs.client.base-url", "ReadmeTest"),
      Map.entry("@SpringBootApplication", "ReadmeTest"),
      Map.entry("VACUUM INTO", "BackupTest"),
      Map.entry("pg_dump", "BackupTest"),
      Map.entry(".getRequestAdapter().setBaseUrl(", "MicrosoftSdkTest"),
      Map.entry("java -jar", "CommandsTest"),
      Map.entry("-XX:AOTCache=", "JarIT"),
      Map.entry("src/main/sh/syncjobs", "JarIT"),
      Map.entry("mvn ", "CommandsTest"),
      Map.entry(".ci/matrix", "CommandsTest"),
      Map.entry("<dependency>", "CommandsTest"),
      Map.entry("$UPLOAD", "TourTest"),
      Map.entry("$JOB", "TourTest"),
      Map.entry("platform   storage", "ArchitectureTest"));

  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    for (Path document : Documents.all()) {
      Documents.blocks(document).forEach(block -> blocks.add(block.text()));
    }
    assertThat(blocks).hasSizeGreaterThan(10);
    return blocks;
  }

  /** The commands of all blocks, each joined into one line and without its comment. */
  private static Stream<String> commands() throws IOException {
    return blocks().stream()
        .flatMap(block -> block.replaceAll("\\\\\n *", "").lines())
        .map(line -> line.replaceAll(" +# .*", "").strip());
  }

  @Test
  void eachBlockIsTriedByATest() throws IOException {
    assertThat(blocks()).allSatisfy(block -> assertThat(TRIED.keySet()).anyMatch(block::contains));
    String all = String.join("", blocks());
    assertThat(TRIED).allSatisfy((part, test) -> {
      assertThat(all).contains(part);
      assertThat(sources(test + ".java")).hasSize(1);
    });
  }

  @Test
  void mavenFindsWhatItsCommandsName() throws IOException {
    List<String> commands = commands()
        .filter(line -> line.contains("mvn "))
        .map(line -> line.substring(line.indexOf("mvn ")))
        .toList();
    assertThat(commands).hasSizeGreaterThan(5);
    String poms = Files.readString(Documents.ROOT.resolve("pom.xml"))
        + Files.readString(Documents.ROOT.resolve("api-spec/pom.xml"))
        + Files.readString(Documents.ROOT.resolve("server/pom.xml"));
    for (String command : commands) {
      named(command, "-pl (\\S+)")
          .forEach(module -> assertThat(Documents.ROOT.resolve(module + "/pom.xml"))
              .as(command)
              .exists());
      named(command, "-P(\\S+)")
          .forEach(profile -> assertThat(poms).as(command).contains("<id>" + profile + "</id>"));
      named(command, "@(\\S+)")
          .forEach(
              execution -> assertThat(poms).as(command).contains("<id>" + execution + "</id>"));
      named(command, " ([a-z-]+):[a-z]+")
          .forEach(plugin -> assertThat(poms).as(command).contains(plugin + "-maven-plugin"));
      named(command, "-Dtest='?([A-Za-z]+)")
          .forEach(test -> assertThat(sources(test + ".java")).as(command).hasSize(1));
      named(command, "-Dtest='([A-Za-z]+#[A-Za-z]+)")
          .forEach(test -> assertThat(sources(test.replaceAll("#.*", ".java")))
              .as(command)
              .singleElement()
              .satisfies(file ->
                  assertThat(file).content().contains("void " + test.replaceAll(".*#", "") + "(")));
    }
  }

  private static List<String> named(String command, String pattern) {
    return Pattern.compile(pattern)
        .matcher(command)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  private static List<Path> sources(String name) {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("api-spec", "server", "client", "client/testkit")) {
      try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(module).resolve("src"))) {
        files.filter(file -> file.endsWith(name)).forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  /** VersionTest compares the versions. */
  @Test
  void theDependenciesAreThoseOfThisBuild() throws IOException {
    for (Path document : List.of(Documents.OF_CLIENT, Documents.OF_TESTKIT)) {
      String pom = Files.readString(document.resolveSibling("pom.xml"));

      assertThat(Documents.block(document, "xml", "<dependency>").lines())
          .filteredOn(line -> line.contains("groupId>") || line.contains("artifactId>"))
          .hasSize(2)
          .allSatisfy(line -> assertThat(pom).contains(line.strip()));
    }
  }

  /** The kit's build runs that test in a project of its own. */
  @Test
  void theTestThatIsShownIsTheOneThatTheKitRuns() throws IOException {
    assertThat(sources("ProvisioningTest.java"))
        .singleElement()
        .satisfies(file -> assertThat(file)
            .content()
            .contains(Documents.block(Documents.README, "java", "@SyncJobs").strip()));
  }

  @Test
  void theServerStartsWithTheIssuerThatIsShown() throws Exception {
    String command =
        commands().filter(line -> line.contains("issuer-uri=")).findFirst().orElseThrow();
    try (OidcIssuer issuer =
        OidcIssuer.start(new RSAKeyGenerator(2048).keyID("key").generate())) {
      String[] settings = Arrays.stream(command.split(" "))
          .filter(word -> word.startsWith("--"))
          .map(word -> word.replace("https://login.example.com/realms/sync", issuer.url()))
          .toArray(String[]::new);
      assertThat(settings).hasSize(2);

      try (TestServer server = TestServer.start(settings)) {
        Raw raw = Raw.with(server, "none");
        assertThat(raw.send("GET", "/v1.0/applications/a/synchronization/jobs").status())
            .isEqualTo(401);
        assertThat(server.dataFolder().resolve("development-key.json"))
            .as("no development mode")
            .doesNotExist();
      }
    }
  }

  /** Docker may be missing, so the command isn't run, but its variables must be settings of the server. */
  @Test
  void theVariablesOfTheContainerAreSettings() throws IOException {
    String command =
        commands().filter(line -> line.startsWith("docker run")).findFirst().orElseThrow();
    Map<String, Object> variables = new LinkedHashMap<>();
    for (MatchResult variable :
        Pattern.compile("-e ([A-Z0-9_]+)=(\\S+)").matcher(command).results().toList()) {
      variables.put(variable.group(1), variable.group(2));
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
    ConfigurationPropertySources.attach(environment);
    Binder binder = Binder.get(environment);

    for (String setting : List.of("issuer-uri", "audiences")) {
      assertThat(binder
              .bind(
                  "spring.security.oauth2.resourceserver.jwt." + setting, Bindable.of(String.class))
              .get())
          .isIn(variables.values());
    }
    assertThat(variables).hasSize(2);
  }
}
