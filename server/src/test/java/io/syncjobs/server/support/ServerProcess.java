package io.syncjobs.server.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.server.SyncJobsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real server in a process of its own, which can be killed. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern GREETING = Pattern.compile(".*(http://localhost:[0-9]+).*");

  private final Process process;
  private final String origin;
  private final Path dataFolder;

  private ServerProcess(Process process, String origin, Path dataFolder) {
    this.process = process;
    this.origin = origin;
    this.dataFolder = dataFolder;
  }

  /** Starts a server in a data folder and waits until it can be called. */
  public static ServerProcess startIn(Path dataFolder, String... settings) {
    return startIn(dataFolder, List.of(), settings);
  }

  /** The same, with options for the Java virtual machine. */
  public static ServerProcess startIn(Path dataFolder, List<String> options, String... settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(
        "-cp",
        System.getProperty("java.class.path"),
        SyncJobsServer.class.getName(),
        "--server.port=0",
        "--syncjobs.data-dir=" + dataFolder,
        "--logging.level.io.syncjobs=info"));
    command.addAll(List.of(settings));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new ServerProcess(process, awaitGreeting(process), dataFolder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String awaitGreeting(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
      Matcher greeting = GREETING.matcher(line);
      if (greeting.matches()) {
        drain(output);
        return greeting.group(1);
      }
    }
    throw new IllegalStateException("The server ended before it could be called:\n" + seen);
  }

  /** Reads on, so that the server never waits for somebody to read its log. */
  private static void drain(BufferedReader output) {
    Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "log reader");
    thread.setDaemon(true);
    thread.start();
  }

  /** A client for a tenant that tries everything once. */
  public SynchronizationClient client(String tenantId) {
    return SynchronizationClient.builder()
        .baseUrl(origin + "/v1.0")
        .tokenProvider(TestServer.tokens(origin, dataFolder, tenantId, "urn:syncjobs/.default"))
        .httpClient(TestServer.checkedHttp())
        .attempts(1)
        .build();
  }

  /** Raw requests with all permissions in a tenant. */
  public Raw raw(String tenantId) {
    return Raw.at(
        origin,
        TestServer.tokens(origin, dataFolder, tenantId, "urn:syncjobs/.default")
            .token()
            .join());
  }

  /** Asks the server to stop, as {@code kill} does. */
  public void askToStop() {
    process.destroy();
  }

  /** Whether the server runs. */
  public boolean runs() {
    return process.isAlive();
  }

  /** Kills the server as {@code kill -9} does, and waits for its end. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits for the server's end. */
  public void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
