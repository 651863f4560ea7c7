package io.syncjobs.server.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.server.SyncJobsServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real server in a separate process, which can be killed. */
public final class ServerProcess implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile(".*Tomcat started on port ([0-9]+) .*");

  private final Process process;
  private final String origin;
  private final Path dataFolder;

  private final List<String> log;
  private final Thread logReader;

  private ServerProcess(
      Process process, String origin, Path dataFolder, List<String> log, Thread logReader) {
    this.process = process;
    this.origin = origin;
    this.dataFolder = dataFolder;
    this.log = log;
    this.logReader = logReader;
  }

  /** Starts a server in a data folder and waits until it accepts calls. Its virtual machine is tuned for a quick start, not for throughput. */
  public static ServerProcess startIn(Path dataFolder, String... settings) {
    return startIn(dataFolder, QuickStart.get(), settings);
  }

  /** Starts a server with a class archive. */
  public static ServerProcess startIn(Path dataFolder, QuickStart quick, String... settings) {
    return startIn(dataFolder, quick.options(), quick.classPath(), settings);
  }

  /** Starts a server that is tuned for throughput, with options for the Java virtual machine. */
  public static ServerProcess startIn(Path dataFolder, List<String> options, String... settings) {
    String classPath = String.join(File.pathSeparator, QuickStart.productOnly());
    return startIn(dataFolder, options, classPath, settings);
  }

  /** Starts a server that is tuned for a quick start, with further options for the Java virtual machine. */
  public static ServerProcess startSoon(Path dataFolder, List<String> options, String... settings) {
    QuickStart quick = QuickStart.get();
    List<String> all = new ArrayList<>(quick.options());
    all.addAll(options);
    return startIn(dataFolder, all, quick.classPath(), settings);
  }

  private static ServerProcess startIn(
      Path dataFolder, List<String> options, String classPath, String... settings) {
    return start(
        dataFolder, options, classPath, SyncJobsServer.class, arguments(dataFolder, settings));
  }

  private static List<String> arguments(Path dataFolder, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(
        "--server.port=0",
        "--syncjobs.data-dir=" + dataFolder,
        "--logging.level.io.syncjobs=info"));
    if (Stream.of(settings).noneMatch(setting -> setting.startsWith(TestServer.ENGINE))) {
      arguments.add(TestServer.ENGINE + "false");
    }
    arguments.addAll(List.of(settings));
    return arguments;
  }

  /**
   * Starts a server under a program that watches it.
   *
   * @param watcher start of the command, before {@code java}
   * @param program main class
   */
  public static ServerProcess startUnder(
      List<String> watcher, Class<?> program, Path dataFolder, String... settings) {
    List<String> command = new ArrayList<>(watcher);
    command.addAll(QuickStart.command(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments(dataFolder, settings));
    // The log of tests would hide the port.
    command.add("--logging.level.root=info");
    return startCommand(dataFolder, command);
  }

  private static ServerProcess start(
      Path dataFolder,
      List<String> options,
      String classPath,
      Class<?> program,
      List<String> arguments) {
    List<String> command = QuickStart.command(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(arguments);
    return startCommand(dataFolder, command);
  }

  /** Starts a server by a complete command, and waits until it accepts calls. */
  public static ServerProcess startCommand(Path dataFolder, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> log = new CopyOnWriteArrayList<>();
      BufferedReader output =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String origin = "http://localhost:" + awaitPort(output, log);
      return new ServerProcess(process, origin, dataFolder, log, readOn(output, log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String awaitPort(BufferedReader output, List<String> log) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      log.add(line);
      Matcher started = STARTED.matcher(line);
      if (started.matches()) {
        return started.group(1);
      }
    }
    throw new IllegalStateException(
        "The server ended before it could be called:\n" + String.join("\n", log));
  }

  /** Reads the server's output continuously, so that the server never blocks on a full pipe. */
  private static Thread readOn(BufferedReader output, List<String> log) {
    Thread thread = new Thread(() -> output.lines().forEach(log::add), "log reader");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** All lines so far of standard output and standard error. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** The server's process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The root address of the server, without an API version. */
  public String origin() {
    return origin;
  }

  /** A Java client for a tenant, without retries. */
  public SynchronizationClient client(String tenantId) {
    return SynchronizationClient.builder()
        .baseUrl(origin + "/v1.0")
        .tokenProvider(TestServer.tokens(origin, dataFolder, tenantId, TestServer.ALL))
        .httpClient(TestServer.checkedHttp())
        .attempts(1)
        .build();
  }

  /** A token with all permissions in a tenant. */
  public String token(String tenantId) {
    return TestServer.tokens(origin, dataFolder, tenantId, TestServer.ALL)
        .token()
        .join();
  }

  /** Raw requests with all permissions in a tenant. */
  public Raw raw(String tenantId) {
    return Raw.at(origin, token(tenantId));
  }

  /** Raw requests with a given token. */
  public Raw rawWith(String token) {
    return Raw.at(origin, token);
  }

  /** Asks the server to stop, like {@code kill}. */
  public void askToStop() {
    process.toHandle().destroy(); // Process.destroy() would close the log before its last lines.
  }

  /** Tells if the server runs. */
  public boolean runs() {
    return process.isAlive();
  }

  /** Kills the server like {@code kill -9}, and waits for its end. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits for the server's end, and for the last line of its log. */
  public void awaitEnd() {
    try {
      process.waitFor();
      logReader.join();
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
