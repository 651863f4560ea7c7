package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationScheduleState;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Documents;
import io.syncjobs.server.support.QuickStart;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the examples of README and of the client's guide, and checks that they do what the text says. */
class ReadmeTest {

  @Test
  void theCurlExampleCreatesTheJobThatIsShown() throws IOException {
    String curl = Documents.block(
            Documents.README, "sh", "curl -i http://localhost:8080/v1.0/applications/")
        .replace("\\\n", " ");
    Matcher parts = Pattern.compile(
            "curl -i http://localhost:8080(\\S+) .*-H \"Content-Type: (\\S+)\" -d '(.*)'")
        .matcher(curl);
    assertThat(parts.find()).isTrue();
    JsonNode shown =
        JsonMapper.shared().readTree(Documents.block(Documents.README, "json", "@odata.context"));

    TestServer server = Database.SQLITE.server();
    Raw raw = Raw.of(server, TestServer.newId());
    Raw.Answer answer = raw.post(parts.group(1), parts.group(3));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(parts.group(2)).isEqualTo("application/json");
    JsonNode job = answer.json();
    assertThat(shown.propertyNames()).isEqualTo(job.propertyNames());
    for (String member : List.of("templateId", "schedule", "synchronizationJobSettings")) {
      assertThat(shown.path(member)).isEqualTo(job.path(member));
    }
    shown.path("status").properties().forEach(entry -> {
      if (!entry.getKey().equals("…")) {
        assertThat(job.path("status").path(entry.getKey())).isEqualTo(entry.getValue());
      }
    });
    assertThat(raw.post(parts.group(1), parts.group(3)).status()).isEqualTo(409);
  }

  private static void compile(Path folder, String name, String text) throws IOException {
    Path source = folder.resolve(name + ".java");
    Files.writeString(source, text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    int failed = compiler.run(
        null,
        null,
        complaints,
        "-proc:none",
        "-d",
        folder.toString(),
        "-cp",
        System.getProperty("java.class.path"),
        source.toString());
    assertThat(failed).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void theJavaExampleRuns(@TempDir Path folder) throws Exception {
    TestServer server = Database.SQLITE.server();
    String tenant = TestServer.newId();
    String token = server.token(tenant, TestServer.READ_WRITE);
    String body = Documents.block(Documents.README, "java", "SynchronizationClient.builder()")
        .replace("http://localhost:8080", server.origin())
        .replace("System.getenv(\"TOKEN\")", "\"" + token + "\"");
    runStatements(folder, body);

    // The example created a job, listed it and deleted it again.
    assertThat(server
            .client(tenant)
            .application("bfc8712e-0986-4d47-896b-6872713598c6")
            .jobs()
            .list()
            .items())
        .isEmpty();
  }

  @Test
  void theClientsGuideRuns(@TempDir Path folder) throws Exception {
    TestServer server = Database.SQLITE.server();
    JsonNode credentials = JsonMapper.shared()
        .readTree(Files.readString(server.dataFolder().resolve("development-client.json")));
    Jobs jobs = server
        .client(credentials.path("tenant_id").stringValue())
        .application("bfc8712e-0986-4d47-896b-6872713598c6")
        .jobs();
    jobs.create(new SynchronizationJobCreate().templateId("scim"));
    String client = Documents.block(Documents.OF_CLIENT, "java", "new ClientCredentials(")
        .replace("http://localhost:8080", server.origin())
        .replace("System.getenv(\"CLIENT_ID\")", quoted(credentials.path("client_id")))
        .replace("System.getenv(\"CLIENT_SECRET\")", quoted(credentials.path("client_secret")));

    runStatements(
        folder,
        client + Documents.block(Documents.OF_CLIENT, "java", "PreconditionFailedException"));

    // The example found the existing job, started it and deleted it.
    assertThat(jobs.list().items()).isEmpty();
  }

  private static String quoted(JsonNode value) {
    return "\"" + value.stringValue() + "\"";
  }

  private static void runStatements(Path folder, String statements) throws Exception {
    compile(folder, "Example", """
        import io.syncjobs.client.*;
        import io.syncjobs.client.auth.*;
        import io.syncjobs.client.error.*;
        import io.syncjobs.client.model.*;
        public class Example implements Runnable {
          public void run() {
            %s
          }
        }
        """.formatted(statements));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      ((Runnable) loader.loadClass("Example").getDeclaredConstructor().newInstance()).run();
    }
  }

  /** Runs with only the client and a minimal Spring Boot on the class path. */
  @Test
  void theServiceOfSpringBootRuns(@TempDir Path folder) throws Exception {
    TestServer server = Database.SQLITE.server();
    String tenant = TestServer.newId();
    compile(
        folder,
        "Onboarding",
        """
        package onboarding;
        import io.syncjobs.client.*;
        import io.syncjobs.client.model.*;
        import org.springframework.boot.CommandLineRunner;
        import org.springframework.boot.SpringApplication;
        import org.springframework.boot.autoconfigure.SpringBootApplication;
        import org.springframework.context.annotation.Bean;
        """ + Documents.block(Documents.OF_CLIENT, "java", "@SpringBootApplication"));
    Files.writeString(
        folder.resolve("application.properties"),
        Documents.block(Documents.OF_CLIENT, "properties", "syncjobs.client")
            .replace("http://localhost:8080", server.origin()));

    // The second run finds the job of the first.
    for (int run = 1; run <= 2; run++) {
      Path output = folder.resolve("output");
      ProcessBuilder service = new ProcessBuilder(
              QuickStart.java(),
              "-cp",
              folder + File.pathSeparator + clientAndBoot(),
              "onboarding.Onboarding")
          .redirectErrorStream(true)
          .redirectOutput(output.toFile());
      service.environment().put("TOKEN", server.token(tenant, TestServer.READ_WRITE));
      assertThat(service.start().waitFor()).as(Files.readString(output)).isZero();
    }

    assertThat(server
            .client(tenant)
            .application("bfc8712e-0986-4d47-896b-6872713598c6")
            .jobs()
            .list()
            .items())
        .singleElement()
        .satisfies(job -> assertThat(job.getSchedule().getState())
            .isEqualTo(SynchronizationScheduleState.ACTIVE));
    assertThatThrownBy(() -> server.bean(SynchronizationClient.class))
        .as("The server has no client bean, although the client's jar is on its class path")
        .isInstanceOf(NoSuchBeanDefinitionException.class);
  }

  private static String clientAndBoot() {
    Pattern wanted = Pattern.compile(
        ".*/client/target/.*|.*/tools/jackson/core/.*|.*/jackson-annotations-.*|.*/jackson-databind-nullable-.*|.*/jspecify-.*"
            + "|.*/spring-boot(-autoconfigure)?-[0-9].*|.*/spring-(aop|beans|context|core|expression)-[0-9].*"
            + "|.*/commons-logging-.*|.*/micrometer-(commons|observation)-.*");
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> wanted.matcher(entry).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
