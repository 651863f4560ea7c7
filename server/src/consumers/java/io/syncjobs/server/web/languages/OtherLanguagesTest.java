package io.syncjobs.server.web.languages;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/**
 * Compiles clients that stock generators made from the contract with default settings, and creates a job with each.
 * Scala and Groovy are left out: their generators don't escape the dollar sign in OData's names, which their languages interpolate.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherLanguagesTest {

  private static final Path GENERATED = Path.of("target", "consumers").toAbsolutePath();
  private static final String TYPESCRIPT = "typescript@5.9.3";

  private final String tenant = TestServer.newId();
  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void typescript() throws Exception {
    Path folder = GENERATED.resolve("typescript");
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
    run(folder, List.of("npm", "install", "--no-package-lock", "--no-audit", TYPESCRIPT));
    run(
        folder,
        List.of(
            "npx",
            "tsc",
            "--strict",
            "--target",
            "es2022",
            "--lib",
            "es2022,dom",
            "--module",
            "commonjs",
            "--outDir",
            "compiled",
            "index.ts"));

    assertCreates(folder, """
        const { Configuration, JobsApi } = require('./compiled');
        const [basePath, token, applicationsId] = process.argv.slice(2);
        new JobsApi(new Configuration({ basePath, accessToken: 'Bearer ' + token }))
          .createJob({ applicationsId, synchronizationJobCreate: { templateId: 'scim' } })
          .then((job) => console.log(job.id), (error) => { console.error(error); process.exit(1); });
        """);
  }

  @Test
  void javascript() throws Exception {
    Path folder = GENERATED.resolve("javascript");
    run(folder, List.of("npm", "install", "--no-package-lock", "--no-audit", "--ignore-scripts"));
    run(folder, List.of("npm", "run", "build"));

    assertCreates(folder, """
        const { ApiClient, JobsApi, SynchronizationJobCreate } = require('./dist');
        const [basePath, accessToken, applicationsId] = process.argv.slice(2);
        const client = new ApiClient(basePath);
        client.authentications.permissions.accessToken = accessToken;
        new JobsApi(client).createJob(applicationsId, new SynchronizationJobCreate('scim'), {}, (error, job) => {
          if (error) { console.error(error); process.exit(1); }
          console.log(job.id);
        });
        """);
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = "CI",
      matches = ".+",
      disabledReason = "takes a minute of processor time")
  void typescriptByOtherGenerators() throws Exception {
    Path sources = Path.of("src", "consumers", "typescript").toAbsolutePath();
    Path folder = Files.createDirectories(GENERATED.resolve("other-typescript"));
    try (Stream<Path> files = Files.list(sources)) {
      for (Path source : files.toList()) {
        Files.write(folder.resolve(source.getFileName()), Files.readAllBytes(source));
      }
    }
    String contract = server.origin() + "/openapi.yaml";
    run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
    run(folder, List.of("npx", "openapi-typescript", contract, "-o", "schema.d.ts"));
    run(folder, List.of("npx", "openapi-ts", "-i", contract, "-o", "heyapi"));
    run(folder, List.of("npx", "tsc"));

    Path compiled = folder.resolve("compiled");
    for (String program : List.of("openapi-fetch", "hey-api")) {
      assertCreates(compiled, Files.readString(compiled.resolve(program + ".js")));
    }
  }

  private void assertCreates(Path folder, String program) throws Exception {
    Files.writeString(folder.resolve("create.js"), program);
    String application = TestServer.newId();
    String token = server.token(tenant, TestServer.READ_WRITE);

    String output =
        run(folder, List.of("node", "create.js", server.origin() + "/v1.0", token, application));

    assertThat(server.client(tenant).application(application).jobs().list().all())
        .singleElement()
        .satisfies(job -> assertThat(output.strip()).isEqualTo(job.getId()));
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s:%n%s", String.join(" ", command.subList(0, 2)), output)
        .isZero();
    return output;
  }
}
