package io.syncjobs.contract.review;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the differences of the working contract from the newest released one, or from the file that the system property
 * {@code base} names: as Markdown, or as JSON if the system property {@code format} is {@code json}.
 */
public final class ReviewReport {

  private ReviewReport() {}

  /** Prints the report. The system property {@code module} names the folder of the module. */
  public static void main(String[] arguments) throws IOException {
    Path module = Path.of(System.getProperty("module", "."));
    String base = System.getProperty("base", "");
    Path released = base.isEmpty() ? Released.newest(module.resolve("released")) : Path.of(base);
    Review review =
        Review.of(Document.read(released), Document.read(module.resolve("openapi.yaml")));
    String format = System.getProperty("format", "markdown");
    System.out.print(
        switch (format) {
          case "markdown" -> review.markdown();
          case "json" -> review.json(Files.readString(module.resolve("../CHANGELOG.md")));
          default ->
            throw new IllegalArgumentException(
                "-Dformat=" + format + " is unknown; write markdown or json.");
        });
  }
}
