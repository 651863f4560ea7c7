package io.syncjobs.server.web.languages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.DirectoryEntries;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.web.development.target.SandboxTargets;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Runs programs that use Microsoft's libraries for tokens and for Graph, unmodified, against a server that speaks HTTPS. */
@DisabledIfEnvironmentVariable(
    named = "CI",
    matches = ".+",
    disabledReason = "installs 400 MB of packages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicrosoftLibrariesTest {

  private static final Path SOURCES = Path.of("src", "consumers", "javascript").toAbsolutePath();
  private static final Path SDK_FOR_JAVA =
      Path.of("src", "consumers", "graph-java").toAbsolutePath();
  private static final Path FOLDER = Path.of("target", "consumers", "microsoft").toAbsolutePath();
  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    Files.createDirectories(FOLDER);
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        Files.write(FOLDER.resolve(source.getFileName()), Files.readAllBytes(source));
      }
    }
    run(
        Map.of(),
        List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"));
    server = TestServer.start(
        "--syncjobs.development.https=true",
        "--syncjobs.engine.enabled=true",
        "--syncjobs.private-targets=true",
        "--syncjobs.overload.active=1",
        "--syncjobs.upload.requests-per-five-seconds=1",
        "--db-scheduler.polling-interval=100ms");
    createCertificate();
    Files.write(
        server.dataFolder().resolve("development-client.pem"),
        Files.readAllBytes(FOLDER.resolve("certificate.pem")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Creates a certificate of a client with its key, each in a file. */
  private static void createCertificate() throws Exception {
    Path file = FOLDER.resolve("client.p12");
    Files.deleteIfExists(file);
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        Map.of(),
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "client",
            "-keyalg",
            "RSA",
            "-dname",
            "CN=client",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            String.valueOf(PASSWORD)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    write("certificate.pem", "CERTIFICATE", store.getCertificate("client").getEncoded());
    write("key.pem", "PRIVATE KEY", store.getKey("client", PASSWORD).getEncoded());
  }

  private static void write(String file, String type, byte[] content) throws IOException {
    Files.writeString(
        FOLDER.resolve(file),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(
                type, Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(content)));
  }

  @Test
  void azureIdentityForJavaGetsTokens() throws Exception {
    Files.writeString(
        FOLDER.resolve("both.pem"),
        Files.readString(FOLDER.resolve("certificate.pem"))
            + Files.readString(FOLDER.resolve("key.pem")));
    String user = DirectoryEntries.user(server, client("tenant_id"), "lee@example.com");

    String output = runJava(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        AzureIdentity.class.getName(),
        List.of(origin(), server.dataFolder().toString(), "both.pem", user));

    assertThat(output)
        .contains(
            "secret null: 200", "certificate null: 200", "device code of lee@example.com: 200");
  }

  /** Their SDK has classes for each root, and for Graph's beta, that differ from those of the program in names alone. */
  @ParameterizedTest
  @ValueSource(strings = {"newest", "beta"})
  void theirSdkForJavaRuns(String sdk) throws Exception {
    String program = Files.readString(SDK_FOR_JAVA.resolve("GraphSdk.java"));
    if (sdk.equals("beta")) {
      program = program.replaceAll("(com\\.microsoft\\.graph)\\.(?!core)", "$1.beta.");
    }
    String ofApplications = program
        .replace("graph.serviceprincipals", "graph.applications")
        .replace("beta.serviceprincipals", "beta.applications")
        .replace("servicePrincipals().byServicePrincipalId", "applications().byApplicationId");
    assertThat(runSdkForJava(sdk, "GraphSdk", program))
        .contains("ok v1.0", "ok beta", "ok overload");
    assertThat(runSdkForJava(sdk, "GraphSdk", ofApplications))
        .contains("ok v1.0", "ok beta", "ok overload");
  }

  @Test
  void theirLastVersion5ForJavaRuns() throws Exception {
    String program = Files.readString(SDK_FOR_JAVA.resolve("GraphSdk5.java"));
    assertThat(runSdkForJava("last-5", "GraphSdk5", program))
        .contains("ok v1.0/applications", "ok beta/servicePrincipals", "ok overload");
  }

  /** Compiles and runs a program with a profile's version of the SDK. */
  private String runSdkForJava(String sdk, String name, String program) throws Exception {
    Path folder = Files.createDirectories(FOLDER.resolve(sdk));
    Path classPath = folder.resolve("class-path");
    if (!Files.exists(classPath)) {
      run(
          Map.of(),
          List.of(
              "mvn",
              "-q",
              "-B",
              "-f",
              SDK_FOR_JAVA.resolve("pom.xml").toString(),
              "-P" + sdk,
              "dependency:build-classpath",
              "-Dmdep.outputFile=" + classPath));
    }
    String jars = Files.readString(classPath);
    Path source = Files.writeString(folder.resolve(name + ".java"), program);
    run(
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "-nowarn",
            "-cp",
            jars,
            "-d",
            folder.toString(),
            SDK_FOR_JAVA.resolve("Server.java").toString(),
            source.toString()));
    String tenant = client("tenant_id");
    String user = DirectoryEntries.create(
        server,
        tenant,
        "User",
        "{'userPrincipalName':'%s@example.com','displayName':'Eve','mailNickname':'eve'}"
            .formatted(TestServer.newId()));
    SandboxTargets targets = server.bean(SandboxTargets.class);
    return runJava(
        folder + File.pathSeparator + jars,
        name,
        List.of(
            origin(),
            tenant,
            client("client_id"),
            client("client_secret"),
            user,
            targets.baseAddress(tenant),
            targets.token(tenant)));
  }

  private String client(String member) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(server.dataFolder().resolve("development-client.json")))
        .path(member)
        .stringValue();
  }

  private String runJava(String classPath, String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classPath,
        program));
    command.addAll(arguments);
    return run(
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Djavax.net.ssl.trustStore=" + server.dataFolder().resolve("development-https.p12")
                + " -Djavax.net.ssl.trustStorePassword=changeit"),
        command);
  }

  private String origin() {
    return server.origin().replace("http:", "https:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "graph-client", "graph-sdk"})
  void theirProgramsRun(String program) throws Exception {
    String output = run(
        Map.of(
            "NODE_EXTRA_CA_CERTS",
            server.dataFolder().resolve("development-https.pem").toString()),
        List.of(
            "node",
            program + ".js",
            origin(),
            server.dataFolder().toString(),
            "certificate.pem",
            "key.pem"));

    assertThat(output.lines().filter(line -> line.startsWith("ok "))).hasSizeGreaterThan(3);
  }

  private static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
    return output;
  }
}
