package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SynchronizationScheduleState;
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

/** The README's examples do what it says. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");

  /** The only block of a language that holds a text. */
  private static String block(String language, String holding) throws IOException {
    Matcher blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(README));
    List<String> found = blocks
        .results()
        .map(block -> block.group(1))
        .filter(text -> text.contains(holding))
        .toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void theCurlExampleCreatesTheJobThatIsShown() throws IOException {
    String curl = block("sh", "curl -i http").replace("\\\n", " ");
    Matcher parts = Pattern.compile(
            "curl -i http://localhost:8080(\\S+) .*-H \"Content-Type: (\\S+)\" -d '(.*)'")
        .matcher(curl);
    assertThat(parts.find()).isTrue();
    JsonNode shown = JsonMapper.shared().readTree(block("json", "@odata.context"));

    try (TestServer server = TestServer.start()) {
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
    try (TestServer server = TestServer.start()) {
      String tenant = TestServer.newId();
      String token = server.token(tenant, TestServer.READ_WRITE);
      String body = block("java", "SynchronizationClient.builder()")
          .replace("http://localhost:8080", server.origin())
          .replace("System.getenv(\"TOKEN\")", "\"" + token + "\"");
      compile(folder, "Example", """
          import io.syncjobs.client.*;
          import io.syncjobs.client.auth.*;
          import io.syncjobs.client.model.*;
          public class Example implements Runnable {
            public void run() {
              %s
            }
          }
          """.formatted(body));

      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        ((Runnable) loader.loadClass("Example").getDeclaredConstructor().newInstance()).run();
      }
      // It created a job, listed it and deleted it again.
      assertThat(server
              .client(tenant)
              .application("bfc8712e-0986-4d47-896b-6872713598c6")
              .jobs()
              .list()
              .items())
          .isEmpty();
    }
  }

  /** With the client and a bare Spring Boot on the class path, and nothing else. */
  @Test
  void theServiceOfSpringBootRuns(@TempDir Path folder) throws Exception {
    try (TestServer server = TestServer.start()) {
      String tenant = TestServer.newId();
      compile(folder, "Onboarding", """
          package onboarding;
          import io.syncjobs.client.*;
          import io.syncjobs.client.model.*;
          import org.springframework.boot.CommandLineRunner;
          import org.springframework.boot.SpringApplication;
          import org.springframework.boot.autoconfigure.SpringBootApplication;
          import org.springframework.context.annotation.Bean;
          """ + block("java", "@SpringBootApplication"));
      Files.writeString(
          folder.resolve("application.properties"),
          block("properties", "syncjobs.client").replace("http://localhost:8080", server.origin()));

      // Twice, as it is to find its own job the second time.
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
          .as("The server itself isn't configured to call another one")
          .isInstanceOf(NoSuchBeanDefinitionException.class);
    }
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
