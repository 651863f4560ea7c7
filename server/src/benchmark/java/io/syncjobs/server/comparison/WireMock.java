package io.syncjobs.server.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.support.QuickStart;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** WireMock in a process of its own, which answers with texts of a SyncJobs server and checks nothing. */
final class WireMock implements AutoCloseable {

  private static final String PORT = "port:";

  private final Process process;
  private final Served served;

  private WireMock(Process process, Served served) {
    this.process = process;
    this.served = served;
  }

  /**
   * Starts it.
   *
   * @param options for its Java virtual machine
   * @param like the server whose paths it has
   * @param job answer to each create, and to the path of the job
   * @param list answer to the path of the list
   */
  static WireMock start(List<String> options, Served like, String job, String list)
      throws IOException {
    Path mappings =
        Files.createDirectories(Files.createTempDirectory("wiremock").resolve("mappings"));
    write(mappings, "create", request("POST").put("urlPathPattern", "/v1.0/.*"), 201, job);
    write(mappings, "job", request("GET").put("urlPath", like.job()), 200, job);
    write(mappings, "list", request("GET").put("urlPath", like.list()), 200, list);
    String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.contains("wiremock-standalone"))
        .findFirst()
        .orElseThrow();
    List<String> command = new ArrayList<>(List.of(QuickStart.java()));
    command.addAll(options);
    command.addAll(List.of(
        "-cp",
        jar,
        "wiremock.Run",
        "--port=0",
        "--no-request-journal",
        "--root-dir=" + mappings.getParent()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(PORT)) {
        String origin = "http://localhost:" + line.substring(PORT.length()).strip();
        return new WireMock(
            process, new Served(process.toHandle(), origin, "any", like.job(), like.list()));
      }
    }
    throw new IllegalStateException("WireMock has ended");
  }

  private static ObjectNode request(String method) {
    return JsonNodeFactory.instance.objectNode().put("method", method);
  }

  private static void write(Path folder, String name, ObjectNode request, int status, String answer)
      throws IOException {
    ObjectNode mapping = JsonNodeFactory.instance.objectNode();
    mapping.set("request", request);
    mapping
        .putObject("response")
        .put("status", status)
        .put("body", answer)
        .putObject("headers")
        .put("Content-Type", "application/json");
    JsonMapper.shared().writeValue(folder.resolve(name + ".json").toFile(), mapping);
  }

  Served served() {
    return served;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
