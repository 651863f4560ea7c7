package io.syncjobs.server.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.SyncJobsServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A class archive that cuts the start time of server processes by a third. A first start writes it; Java supports archives for jars only. It is
 * a class data sharing archive or, from JDK 25 on, an ahead-of-time cache.
 *
 * @param options options for the Java virtual machine
 * @param classPath the server's class path, without the resources of tests, so that it logs as in production
 */
public record QuickStart(List<String> options, String classPath) {

  private static final List<String> LITTLE_WARMING =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

  /** Starts without an archive, whose creation takes longer than it saves in so few. */
  private static final int FIRST_STARTS = 4;

  private static int starts;
  private static @Nullable QuickStart made;

  /** Options for a quick start rather than throughput; after a few starts with the archive of this test run. */
  static synchronized QuickStart get() {
    starts++;
    if (made == null && starts <= FIRST_STARTS) {
      return new QuickStart(LITTLE_WARMING, String.join(File.pathSeparator, productOnly()));
    }
    if (made == null) {
      made = prepare(LITTLE_WARMING, "-Dspring.context.exit=onRefresh");
    }
    return made;
  }

  /** Creates an archive as the server's script does before its first start, with additional options for the Java virtual machine. */
  public static QuickStart prepare(List<String> options) {
    return prepare(options, "-Dsyncjobs.development.rehearsal=2000");
  }

  private static QuickStart prepare(List<String> options, String end) {
    try {
      return make(Files.createTempDirectory("syncjobs-quick-start"), options, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @param end option with which the server ends by itself */
  private static QuickStart make(Path folder, List<String> others, String end) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : productOnly()) {
      Path jar = folder.resolve(jars.size() + ".jar");
      jars.add(Files.isDirectory(Path.of(entry)) ? pack(Path.of(entry), jar) : entry);
    }
    String classPath = String.join(File.pathSeparator, jars);
    Path archive = folder.resolve("classes");
    List<String> command = command(others);
    command.addAll(List.of(
        (AHEAD_OF_TIME ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive,
        end,
        "-cp",
        classPath,
        SyncJobsServer.class.getName(),
        "--server.port=0",
        "--syncjobs.data-dir=" + folder.resolve("data")));
    Process first = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(first.getInputStream().readAllBytes(), UTF_8);
    if (!Files.exists(archive)) {
      throw new IllegalStateException(output);
    }
    List<String> options = new ArrayList<>(others);
    options.add((AHEAD_OF_TIME ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    // Keeps Java's messages about the archive out of the server's log.
    options.add("-Xlog:cds=off");
    if (AHEAD_OF_TIME) {
      options.add("-Xlog:aot=off");
    }
    return new QuickStart(options, classPath);
  }

  private static String pack(Path folder, Path jar) {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int result = tool.run(
        System.out, System.err, "--create", "--file", jar.toString(), "-C", folder.toString(), ".");
    if (result != 0) {
      throw new IllegalStateException(folder + " can't be packed");
    }
    return jar.toString();
  }

  static List<String> productOnly() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.endsWith("test-classes"))
        .toList();
  }

  /** The {@code java} command of the running virtual machine. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The start of the command, up to and including the class path. */
  static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("--enable-native-access=ALL-UNNAMED"); // For SQLite, as in the jar's manifest.
    command.addAll(options);
    return command;
  }
}
