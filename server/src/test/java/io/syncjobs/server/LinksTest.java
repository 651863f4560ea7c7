package io.syncjobs.server;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that links between documents lead to existing files and headings. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  @Test
  void eachLinkHasADestination() throws IOException {
    List<Path> documents = Documents.all();
    assertThat(documents).contains(Documents.README, Documents.OF_SERVER, Documents.OF_CLIENT);
    for (Path document : documents) {
      for (String link : links(document)) {
        String[] parts = link.split("#", 2);
        Path file =
            parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        assertThat(file).as("%s of %s", link, document).exists();
        if (parts.length == 2) {
          assertThat(anchors(file)).as("%s of %s", link, document).contains(parts[1]);
        }
      }
    }
  }

  private static List<String> links(Path document) throws IOException {
    return LINK.matcher(Files.readString(document))
        .results()
        .map(link -> link.group(1))
        .filter(not(link -> link.matches("[a-z]+:.*")))
        .toList();
  }

  /** The anchors that GitHub generates for headings. */
  private static List<String> anchors(Path document) throws IOException {
    return Pattern.compile("(?m)^#+ (.*)$")
        .matcher(Files.readString(document))
        .results()
        .map(heading -> heading
            .group(1)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N} _-]", "")
            .replace(' ', '-'))
        .toList();
  }
}
