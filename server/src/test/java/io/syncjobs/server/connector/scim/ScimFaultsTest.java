package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.support.target.FaultyTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a service answers, a call of the target says what is wrong. */
class ScimFaultsTest extends ScimCalls {

  static Stream<Arguments> statuses() {
    return Stream.of(
            Map.entry("401 Unauthorized", Problem.REJECTED_CREDENTIALS),
            Map.entry("301 Moved\r\nLocation: http://localhost/", Problem.NOT_SCIM),
            Map.entry("400 Bad Request", Problem.ENTRY_REFUSED),
            Map.entry("409 Conflict", Problem.ENTRY_CONFLICT),
            Map.entry("413 Too Large", Problem.ENTRY_REFUSED),
            Map.entry("429 Too Many Requests\r\nRetry-After: 7", Problem.UNAVAILABLE),
            Map.entry("503 Unavailable\r\nRetry-After: 7", Problem.UNAVAILABLE))
        .flatMap(expected -> Stream.of(Call.values())
            .map(call -> Arguments.of(expected.getKey(), expected.getValue(), call)));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void translatesStatuses(String status, Problem problem, Call call) {
    for (String body : List.of(
        "",
        "<html>no</html>",
        "{\"detail\":\"no\",\"status\":\"200\"}",
        "{\"status\":{}}",
        "[1]")) {
      try (FaultyTarget service = FaultyTarget.answering(status, body)) {
        TargetException failure = failure(service, call);
        assertThat(failure.problem()).as(body).isEqualTo(problem);
        assertThat(failure.retryAfter())
            .isEqualTo(
                failure.problem() == Problem.UNAVAILABLE
                    ? Optional.of(Duration.ofSeconds(7))
                    : Optional.empty());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"403, REJECTED_CREDENTIALS", "500, UNAVAILABLE", "501, UNAVAILABLE"})
  void whatFailsAtAWriteIsAboutTheEntry(int status, Problem ofReads) {
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", "")) {
      for (Call write : List.of(Call.CREATE, Call.UPDATE, Call.DELETE)) {
        assertThat(failure(service, write).problem()).isEqualTo(Problem.ENTRY_REFUSED);
      }
      assertThat(failure(service, Call.FIND).problem()).isEqualTo(ofReads);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FIND, NOT_SCIM",
    "CREATE, NOT_SCIM",
    "UPDATE, ENTRY_MISSING",
    "ADD, ENTRY_MISSING",
    "REMOVE, ENTRY_MISSING"
  })
  void saysWhatIsMissing(Call call, Problem problem) {
    try (FaultyTarget service = FaultyTarget.answering("404 Not Found", "<html>no</html>")) {
      assertThat(failure(service, call).problem()).isEqualTo(problem);
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void knowsAWebPage(Call call) {
    try (FaultyTarget service =
        FaultyTarget.answering("200 OK\r\nContent-Type: text/html", "<html>Log in</html>")) {
      TargetException failure = failure(service, call);
      assertThat(failure.problem()).isEqualTo(Problem.NOT_SCIM);
      assertThat(failure.key()).contains(Secret.BASE_ADDRESS);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      FIND   | ''
      FIND   | {}
      FIND   | []
      FIND   | 7
      FIND   | {"Resources": 7}
      FIND   | {"Resources": [
      FIND   | {"totalResults": 1, "Resources": ["bob"]}
      FIND   | {"totalResults": 1, "Resources": [{"userName": "bob"}]}
      READ   | ''
      READ   | {}
      READ   | {"id": ""}
      READ   | {"id": null}
      READ   | {"id": {}}
      CREATE | ''
      CREATE | {}
      CREATE | {"id": " "}
      """)
  void knowsWhatIsNoResource(Call call, String body) {
    try (FaultyTarget service =
        FaultyTarget.answering("200 OK\r\nContent-Type: application/scim+json", body)) {
      assertThat(failure(service, call).problem()).isEqualTo(Problem.NOT_SCIM);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"schemas": ["L"], "totalResults": 5}                                                 | 0
      {"schemas": ["L"], "totalResults": 5, "Resources": []}                                | 0
      {"schemas": ["L"], "totalResults": "x", "Resources": null}                            | 0
      {"schemas": ["L"], "totalResults": 0, "Resources": [B]}                               | 1
      {"other": {"a": [1]}, "schemas": ["L"], "resources": [B], "more": 1}                  | 1
      {"schemas": ["L"], "totalResults": 1, "Resources": B}                                 | 1
      {"schemas": ["L"], "totalResults": 1, "Resources": [{"id": "1", "userName": "x"}, B]} | 1
      {"schemas": ["L"], "totalResults": 9, "Resources": [B, B, B]}                         | 2
      """)
  void believesWhatWasSentNotItsNumber(String body, int found) {
    try (FaultyTarget service = FaultyTarget.answering(
        "200 OK", body.replace("\"L\"", '"' + LIST + '"').replace("B", BOB))) {
      assertThat(open(targets, service.address()).find("User", "userName", "Bob"))
          .hasSize(found)
          .extracting(Entry::id)
          .containsOnly(found == 0 ? new String[0] : new String[] {"7"});
      assertThat(service.requests()).isEqualTo(1);
    }
  }

  @Test
  void takesNoCharacterThatNoDatabaseStores() {
    try (FaultyTarget service = FaultyTarget.answering(
        "200 OK", "{\"id\":\"7\\u0000\",\"members\":[{\"value\":\"\\u0000\"}]}")) {
      Entry read = open(targets, service.address()).read("Group", "7").orElseThrow();
      assertThat(read.id()).isEqualTo("7\ufffd");
      assertThat(read.value("members").toString()).doesNotContain("u0000");
    }
  }

  @Test
  void takesNoOtherForTheOneThatItLooksFor() {
    try (FaultyTarget service = FaultyTarget.answering(
        "200 OK", "{\"totalResults\":1,\"Resources\":[{\"id\":\"1\",\"userName\":\"alice\"}]}")) {
      assertThat(failure(service, Call.FIND).problem()).isEqualTo(Problem.ENTRY_REFUSED);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      userName                             | userName eq "a\\"b\\\\c"
      active                               | active eq "a\\"b\\\\c"
      name.givenName                       | name.givenName eq "a\\"b\\\\c"
      urn:x:User:manager                   | urn:x:User:manager.value eq "a\\"b\\\\c"
      emails[type eq "work"].value         | emails[type eq "work" and value eq "a\\"b\\\\c"]
      emails[primary eq "True"]            | emails[primary eq true and value eq "a\\"b\\\\c"]
      """)
  void searchesForNothingElse(String attribute, String filter) {
    assertThat(ScimPatch.filter(attribute, "a\"b\\c")).isEqualTo(filter);
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "' 7 ', PT7S",
    "0,",
    "86401, P1D",
    "99999999999999999999, P1D",
    "'Tue, 24 Nov 2026 12:00:30 GMT', PT30S",
    "'Tue, 24 Nov 2026 11:00:00 GMT',",
    "'Mon, 24 Nov 2036 11:00:00 GMT', P1D",
    "soon,",
    "-1,",
    "'',",
    ","
  })
  void readsRetryAfter(@Nullable String header, @Nullable Duration wait) {
    assertThat(RetryAfter.parse(header, Instant.parse("2026-11-24T12:00:00Z"))).isEqualTo(wait);
  }

  @Test
  void waitsUntilADate() {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.now().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
    try (FaultyTarget service =
        FaultyTarget.answering("503 Unavailable\r\nRetry-After: " + date, "")) {
      assertThat(failure(service, Call.READ).retryAfter().orElseThrow())
          .isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
    }
  }
}
