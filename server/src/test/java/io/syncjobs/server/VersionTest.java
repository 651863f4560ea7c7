package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that contract and documents name the version that the build gives to all modules, {@code revision} in pom.xml. */
class VersionTest {

  private static String version() throws IOException {
    return found(Documents.ROOT.resolve("pom.xml"), "<revision>(.+)</revision>").get(0);
  }

  private static List<String> found(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void contractHasTheVersionOfTheProduct() throws IOException {
    assertThat(found(Documents.ROOT.resolve("api-spec/openapi.yaml"), "(?m)^  version: (\\S+)$"))
        .containsExactly(version().replace("-SNAPSHOT", ""));
  }

  @Test
  void documentsNameTheVersion() throws IOException {
    int named = 0;
    for (Path document : Documents.all()) {
      List<String> versions = found(
          document, "(?:syncjobs-[a-z]+[:-]|<version>)([0-9]+\\.[0-9]+\\.[0-9]+(?:-SNAPSHOT)?)");
      assertThat(versions).as(document.toString()).allMatch(version()::equals);
      named += versions.size();
    }
    assertThat(named).isGreaterThan(5);
  }
}
