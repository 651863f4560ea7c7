package io.syncjobs.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Command that starts the server quickly. The server's jar is copied out of the kit's once for each version, and the first run with a Java writes an
 * archive of prepared classes when it ends, which the later ones use. Both are kept in the folder {@code .cache/syncjobs} of the user.
 *
 * @param jar the server's executable jar
 * @param cache folder that is kept
 * @param java home of the Java that runs the tests
 */
record QuickStart(URL jar, Path cache, Path java) {

  /** The server's executable jar, a file within the kit's. */
  private static final String JAR = "server.jar";

  private static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

  private static final String ARCHIVE = ".archive";

  /** Milliseconds after which nobody still writes an archive. */
  private static final long LONGEST_RUN = 3_600_000;

  /** Java takes no archive that was made from a jar of another time, and runs at the same time may each copy the jar. */
  private static final FileTime TIME_OF_COPIES =
      FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

  static List<String> command() throws IOException {
    URL jar = QuickStart.class.getResource(JAR);
    if (jar == null) {
      throw new IOException("The kit isn't packaged, so it has no server. Use its jar.");
    }
    return new QuickStart(
            jar,
            Path.of(System.getProperty("user.home"), ".cache", "syncjobs"),
            Path.of(System.getProperty("java.home")))
        .toCommand();
  }

  List<String> toCommand() throws IOException {
    Path folder = cache.resolve(version());
    Path server = folder.resolve(JAR);
    if (!Files.exists(server)) {
      copy(server);
    }
    List<String> command = new ArrayList<>(List.of(
        java.resolve("bin").resolve("java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-Xlog:disable"));
    String prefix = "classes-" + Runtime.version() + "-" + versionOfJava() + "-";
    Path archive = findArchive(folder, prefix);
    if (archive != null) {
      command.add((AHEAD_OF_TIME ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
      command.add("-XX:+VerifySharedSpaces"); // Java would crash on damaged ones.
    } else {
      Path made = folder.resolve(prefix + UUID.randomUUID() + ARCHIVE);
      command.add((AHEAD_OF_TIME ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + made);
    }
    command.addAll(List.of("-jar", server.toString()));
    return command;
  }

  /** Identifies the contents of the server's jar, since a build of a snapshot changes neither its name nor its time. */
  private String version() throws IOException {
    URLConnection connection = jar.openConnection();
    return connection instanceof JarURLConnection inJar
        ? Long.toHexString(inJar.getJarEntry().getCrc())
        : connection.getContentLengthLong() + "-" + connection.getLastModified();
  }

  /** Identifies this Java among those of the same version, none of which takes the archive of another. */
  private String versionOfJava() {
    long built = java.resolve("lib").resolve("modules").toFile().lastModified();
    return Integer.toHexString(Objects.hash(java.toString(), built));
  }

  /**
   * An archive that Java has finished. Each run writes to its own file, and can be killed halfway; Java writes the beginning last. Deletes what such
   * runs left, and all but one of the archives of runs at the same time.
   */
  private static @Nullable Path findArchive(Path folder, String prefix) throws IOException {
    Path finished = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path file : files) {
        if (finished == null && file.toString().endsWith(ARCHIVE) && isFinished(file)) {
          finished = file;
        } else if (file.toFile().lastModified() < System.currentTimeMillis() - LONGEST_RUN) {
          boolean unused = file.toFile().delete();
        }
      }
    }
    return finished;
  }

  private static boolean isFinished(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return in.read() > 0;
    } catch (NoSuchFileException e) {
      return false; // Another run has deleted it.
    }
  }

  /** Copies the jar beside its place first, so that test runs at the same time find all of it or nothing. */
  private void copy(Path server) throws IOException {
    Files.createDirectories(server.getParent());
    Path temporary = Files.createTempFile(server.getParent(), "copy", ".jar");
    try (InputStream in = jar.openStream()) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setLastModifiedTime(temporary, TIME_OF_COPIES);
    Files.move(temporary, server, StandardCopyOption.ATOMIC_MOVE);
  }
}
