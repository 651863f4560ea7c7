package io.syncjobs.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server of a test run, in a process of its own, so that its libraries and Java options meet none of the tests'. It stops with the virtual machine that
 * started it, however that ends.
 *
 * @param origin address without the API's version
 * @param clientId id of the client that gets tokens
 * @param clientSecret secret of that client
 */
record LocalServer(String origin, String clientId, String clientSecret) {

  private static final Pattern ADDRESS = Pattern.compile(".*(http://localhost:[0-9]+)\\s*");

  /** Variables that would change the server's settings or Java's. */
  private static final Pattern FOREIGN = Pattern.compile(
      "(SPRING|SYNCJOBS|SERVER|MANAGEMENT|LOGGING|DB|OPENAPI)_.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|DEBUG|TRACE");

  private static final int LINES_OF_REPORT = 50;
  private static final long SECONDS_TO_STOP = 5;

  private static @Nullable LocalServer running;

  private static @Nullable String failure;

  /** The server of this test run, which the first call starts. A server that fails to start is not tried again. */
  static synchronized LocalServer running() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (running == null) {
      try {
        running = start();
      } catch (IOException e) {
        failure = "The SyncJobs server can't be started: " + e.getMessage();
        throw new IllegalStateException(failure, e);
      }
    }
    return running;
  }

  private static LocalServer start() throws IOException {
    Path folder = Files.createTempDirectory("syncjobs-test");
    Path data = folder.resolve("data");
    List<String> command = new ArrayList<>(QuickStart.command());
    command.add(1, "-Djava.io.tmpdir=" + folder); // Of a server that is killed, files remain there.
    command.addAll(List.of(
        "--server.port=0",
        "--syncjobs.data-dir=" + data,
        "--syncjobs.development.parent=" + ProcessHandle.current().pid(),
        "--db-scheduler.polling-interval=500ms"));
    Path errors = folder.resolve("errors.txt");
    // Java writes its archive of classes after the tests have ended, and would fail on a closed
    // pipe.
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> FOREIGN.matcher(name).matches());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String origin = awaitOrigin(output, errors);
    drain(output);
    String client = Files.readString(data.resolve("development-client.json"));
    return new LocalServer(origin, member(client, "client_id"), member(client, "client_secret"));
  }

  private static String awaitOrigin(BufferedReader output, Path errors) throws IOException {
    Deque<String> last = new ArrayDeque<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher address = ADDRESS.matcher(line);
      if (address.matches()) {
        return address.group(1);
      }
      last.add(line);
      if (last.size() > LINES_OF_REPORT) {
        last.remove();
      }
    }
    last.addAll(Files.readAllLines(errors));
    throw new IOException(
        "The server ended before it could be called. Its last lines:\n" + String.join("\n", last));
  }

  /** Reads the server's output, so that it never waits for a full pipe. */
  private static void drain(BufferedReader output) {
    Thread reader = new Thread(
        () -> {
          try (output) {
            while (output.readLine() != null) {
              // Nobody needs the line.
            }
          } catch (IOException e) {
            // The server has stopped.
          }
        },
        "output of SyncJobs");
    reader.setDaemon(true);
    reader.start();
  }

  private static String member(String json, String name) {
    Matcher member = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!member.find()) {
      throw new IllegalStateException("development-client.json has no " + name);
    }
    return member.group(1);
  }

  /** Stops the server, and deletes its folder once it has stopped. */
  private static void stop(Process process, Path folder) {
    process.destroy();
    try {
      if (process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        delete(folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // The operating system empties its folder of temporary files.
    }
  }
}
