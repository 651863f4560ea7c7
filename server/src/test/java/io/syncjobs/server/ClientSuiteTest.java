package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that run against other versions of the server make each call of the client. */
class ClientSuiteTest {

  private static final Pattern CALL =
      Pattern.compile("public CompletableFuture<[^(]*> (\\w+)Async\\(");

  private static List<String> sources(Path folder) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  @Test
  void makesEachCallOfTheClient() throws IOException {
    // Tenancy makes calls for its tests.
    String suite = String.join(
        "\n",
        sources(Path.of("src/test/java")).stream()
            .filter(
                source -> source.contains("\n@ClientTest\n") || source.contains("class Tenancy "))
            .toList());
    List<String> calls = new ArrayList<>();
    for (String facade :
        sources(Documents.ROOT.resolve("client/src/main/java/io/syncjobs/client"))) {
      Matcher call = CALL.matcher(facade);
      while (call.find()) {
        calls.add(call.group(1));
      }
    }

    assertThat(calls)
        .contains("create", "countMembers")
        .allSatisfy(call -> assertThat(suite).containsPattern("\\." + call + "(Async)?\\("));
  }
}
