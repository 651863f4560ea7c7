package io.syncjobs.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Command that starts the server quickly. The server's jar is copied out of the kit's once for each version, and the first run with a Java writes an
 * archive of prepared classes when it ends, which the later ones use. Both are kept in the folder {@code .cache/syncjobs} of the user.
 */
final class QuickStart {

  /** The server's executable jar, a file within the kit's. */
  private static final String JAR = "server.jar";

  private static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

  private QuickStart() {}

  static List<String> command() throws IOException {
    URL jar = QuickStart.class.getResource(JAR);
    if (jar == null) {
      throw new IOException("The kit isn't packaged, so it has no server. Use its jar.");
    }
    Path folder = Path.of(System.getProperty("user.home"), ".cache", "syncjobs", version(jar));
    Path server = folder.resolve(JAR);
    if (!Files.exists(server)) {
      copy(jar, server);
    }
    List<String> command = new ArrayList<>(List.of(
        java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:disable"));
    Path archive = folder.resolve("classes-" + Runtime.version());
    if (Files.exists(archive)) {
      command.add((AHEAD_OF_TIME ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    } else {
      command.add((AHEAD_OF_TIME ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
    }
    command.addAll(List.of("-jar", server.toString()));
    return command;
  }

  /** Identifies the contents of the server's jar, since a build of a snapshot changes neither its name nor its time. */
  private static String version(URL jar) throws IOException {
    URLConnection connection = jar.openConnection();
    return connection instanceof JarURLConnection inJar
        ? Long.toHexString(inJar.getJarEntry().getCrc())
        : connection.getContentLengthLong() + "-" + connection.getLastModified();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Copies the jar beside its place first, so that test runs at the same time find all of it or nothing. */
  private static void copy(URL jar, Path server) throws IOException {
    Files.createDirectories(server.getParent());
    Path temporary = Files.createTempFile(server.getParent(), "copy", ".jar");
    try (InputStream in = jar.openStream()) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(temporary, server, StandardCopyOption.ATOMIC_MOVE);
  }
}
