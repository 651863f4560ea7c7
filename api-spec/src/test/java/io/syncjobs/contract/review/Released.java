package io.syncjobs.contract.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Released contracts, packaged and named by their versions. */
public final class Released {

  private Released() {}

  /** Returns the newest contract in a folder. */
  public static Path newest(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .max(Comparator.comparing(
              file -> Version.parse(file.getFileName().toString().replaceAll("\\.yaml$", ""))))
          .orElseThrow(() -> new IllegalStateException("No released contract in " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
