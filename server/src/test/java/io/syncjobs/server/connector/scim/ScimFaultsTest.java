package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.support.target.FaultyTarget;
import io.syncjobs.server.support.target.FaultyTarget.End;
import io.syncjobs.server.support.target.HangingTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a service does, a call of the target ends in time, and says what is wrong. */
class ScimFaultsTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  private static final String BOB = "{\"id\":\"7\",\"userName\":\"bob\"}";
  private static final Map<String, JsonNode> VALUES = Map.of("title", JSON.readTree("\"x\""));

  /** Every call that a target has. */
  enum Call {
    FIND,
    READ,
    CREATE,
    UPDATE,
    ADD,
    REMOVE,
    DELETE;

    void on(Target target) {
      switch (this) {
        case FIND -> target.find("User", "userName", "bob");
        case READ -> target.read("User", "7");
        case CREATE -> target.create("User", VALUES);
        case UPDATE ->
          target.update(new ScimEntry("User", "7", JSON.readTree(BOB)), VALUES, Set.of(), false);
        case ADD -> target.changeReferences("Group", "7", "members", List.of("1"), List.of());
        case REMOVE -> target.changeReferences("Group", "7", "members", List.of(), List.of("1"));
        case DELETE -> target.delete("User", "7");
      }
    }
  }

  private final ScimTargets targets = new ScimTargets(JSON, true, Duration.ofSeconds(30));

  @AfterEach
  void close() throws IOException {
    targets.destroy();
  }

  private static Target open(ScimTargets targets, String address) {
    return targets.open(
        new SecretSet(
            List.of(
                new Secret(Secret.BASE_ADDRESS, address),
                new Secret(Secret.SECRET_TOKEN, "the-token")),
            "test"),
        Turns.UNLIMITED);
  }

  private static TargetException failure(ScimTargets targets, String address, Call call) {
    TargetException failure =
        catchThrowableOfType(TargetException.class, () -> call.on(open(targets, address)));
    assertThat(failure).as(call.name()).isNotNull();
    return failure;
  }

  private TargetException failure(FaultyTarget service, Call call) {
    return failure(targets, service.address(), call);
  }

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
  @CsvSource(delimiter = '|', textBlock = """
      409 |               | ENTRY_CONFLICT | Read what the target says
      409 | uniqueness    | ENTRY_CONFLICT | entry of the target that has the same value
      400 | uniqueness    | ENTRY_CONFLICT | entry of the target that has the same value
      400 | mutability    | ENTRY_REFUSED  | ObjectAddOnly
      400 | invalidPath   | ENTRY_REFUSED  | Correct the target attribute
      400 | noTarget      | ENTRY_REFUSED  | Correct the target attribute
      400 | invalidFilter | ENTRY_REFUSED  | Match by another attribute
      400 | tooMany       | ENTRY_REFUSED  | Match by an attribute that fewer entries
      400 | invalidVers   | ENTRY_REFUSED  | BaseAddress
      400 | invalidValue  | ENTRY_REFUSED  |
      400 | UNIQUENESS    | ENTRY_CONFLICT | same value
      400 | Mutability    | ENTRY_REFUSED  | ObjectAddOnly
      400 | invalidSyntax | ENTRY_REFUSED  |
      400 |               | ENTRY_REFUSED  |
      403 |               | ENTRY_REFUSED  | permit this
      413 |               | ENTRY_REFUSED  | smaller
      500 |               | ENTRY_REFUSED  | target's own log
      501 |               | ENTRY_REFUSED  | support it
      """)
  void advisesOnlyWhatTheAnswerSupports(
      int status, @Nullable String scimType, Problem problem, @Nullable String advice) {
    String type = scimType == null ? "" : "\"scimType\":\"" + scimType + "\",";
    String body = "{" + type + "\"detail\":\"User must be Active.\"}";
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", body)) {
      TargetException failure = failure(service, Call.CREATE);
      assertThat(failure.problem()).isEqualTo(problem);
      assertThat(failure.getMessage())
          .isEqualTo("The target answered " + status
              + (scimType == null ? "" : " (" + scimType + ")")
              + ". It says: 'User must be Active.'");
      if (advice == null) {
        assertThat(failure.advice()).isEmpty();
      } else {
        assertThat(failure.advice().orElseThrow()).contains(advice);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      401 | {"detail":"Expired of the-token."} | doesn't take the SecretToken | Expired of ….
      403 | {"message":"Read only."}           | doesn't permit               | Read only.
      429 | {"detail":"Slow down."}            | too many requests            | Slow down.
      503 | {"error":"Restarting."}            | overloaded or out of order   | Restarting.
      503 | <html>                             | overloaded or out of order   |
      503 | <html><head><title>Out at the-token</title></head><p>Long story | out of order | Out at …
      503 | Restarting for the-token           | overloaded or out of order   | Restarting for …
      503 | {"detail": "Restart                | overloaded or out of order   |
      403 | {"error":{"code":"x","message":"No."}}    | doesn't permit        | No.
      403 | {"errors":[{"description":"No."},{"description":"Not."}]} | doesn't permit | No.; Not.
      403 | {"errors":["a","b","a"]}           | doesn't permit               | a; b
      403 | {"errors":{"department":["is unknown"],"title":"is long"}} | doesn't permit | department: is unknown; title: is long
      403 | {"department":["is unknown"]}      | doesn't permit               | department: is unknown
      403 | {"detail":[{"msg":"field required","loc":["body","title"]}]} | doesn't permit | body.title: field required
      403 | {"detail":{"msg":"No."}}           | doesn't permit               | No.
      403 | {"fault":{"faultstring":"No.","detail":{"errorcode":"x"}}} | doesn't permit | No.
      403 | {"reason":"No."}                   | doesn't permit               | No.
      403 | {"response":{"status":{"message":"No."}}} | doesn't permit        | No.
      403 | {"schemas":["urn:x"],"status":"403"} | doesn't permit             |
      403 | null                               | doesn't permit               |
      403 | "No."                              | doesn't permit               | No.
      403 | <?xml version="1.0"?><error><code>7</code><message>A &lt; B</message></error> | doesn't permit | 7 A < B
      403 | <html><body>No.</body></html>      | doesn't permit               |
      403 | Expired: THE-TOKEN                 | doesn't permit               | Expired: …
      403 | Expired: the%2Dtok%65n, the&#45;token | doesn't permit            | Expired: …, …
      403 | {"detail":"Expired: the-\\ntoken"} | doesn't permit               | Expired: …
      403 | Got Basic dGhlLXRva2Vu             | doesn't permit               | Got Basic …
      403 | Got Basic dXNlcjp0aGUtdG9rZW4=.    | doesn't permit               | Got Basic ….
      403 | {"Errors":["No."]}                 | doesn't permit               | No.
      403 | {"error":"","message":{"text":5}}  | doesn't permit               |
      404 | {"detail":"No such tenant."}       | not as a SCIM 2.0 service    | No such tenant.
      302 | {"detail":"Moved."}                | a redirect                   |
      """)
  void quotesTheServiceAboutItself(
      int status, String body, String reason, @Nullable String quoted) {
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", body)) {
      String message = String.valueOf(failure(service, Call.FIND).getMessage());
      assertThat(message).contains("answered " + status, reason).doesNotContain("the-token");
      if (quoted == null) {
        assertThat(message).doesNotContain("It says");
      } else {
        assertThat(message).endsWith("It says: '" + quoted + "'");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      https://login.example/a?s=the-token#x | to 'https://login.example/a'
      https://me:pw@login.example           | to 'https://login.example'
      /the-token/b                          | to '/…/b'
      ?x                                    | a redirect, which
      https://x.example/%74he-t%6Fken%0a    | to 'https://x.example/…%0a'
      """)
  void namesWhereTheServiceRedirectsTo(String location, String said) {
    try (FaultyTarget service = FaultyTarget.answering("302 Found\r\nLocation: " + location, "")) {
      for (Call call : List.of(Call.FIND, Call.UPDATE, Call.DELETE)) {
        TargetException failure = failure(service, call);
        assertThat(failure.getMessage())
            .contains(said.contains("to '") ? "a redirect " + said : said);
        assertThat(failure.reason()).contains(said).doesNotContain("the-token", "pw");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"200", "203", "302", "404"})
  void quotesTheTitleOfAPageWhateverItsStatus(int status) {
    try (FaultyTarget service = FaultyTarget.answering(
        status + " X\r\nContent-Type: text/html",
        "<html><head><title>Sign in to the-token</title></head></html>")) {
      assertThat(failure(service, Call.FIND)).hasMessageEndingWith("It says: 'Sign in to …'");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      400 | keeps the entry from being deleted
      403 | permit this
      405 | disables instead of deleting
      409 | keeps the entry from being deleted
      413 | keeps the entry from being deleted
      500 | target's own log
      501 | disables instead of deleting
      """)
  void advisesOnDeletions(int status, String advice) {
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", "{}")) {
      assertThat(failure(service, Call.DELETE).advice().orElseThrow()).contains(advice);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "220 mail.example ESMTP\r\n",
        "nonsense\r\n\r\n",
        "\u0015\u0003"
      })
  void knowsWhatIsNotHttp(String banner) {
    for (Call call : Call.values()) {
      try (FaultyTarget service = FaultyTarget.sending(banner, End.CLOSE)) {
        TargetException failure = failure(service, call);
        assertThat(failure).hasMessageContaining("answered with something that isn't HTTP");
        assertThat(failure.problem()).isEqualTo(Problem.NOT_SCIM);
      }
    }
  }

  @Test
  void quotesTheServiceInItsCharsetAndWithBrokenCharacters() {
    try (FaultyTarget service = FaultyTarget.answering(
        "403 Error\r\nContent-Type: text/plain; charset=iso-8859-1", "d\u00e9partement")) {
      assertThat(failure(service, Call.FIND)).hasMessageEndingWith("'d\u00e9partement'");
    }
    try (FaultyTarget service = FaultyTarget.answering(
        "403 Error\r\nContent-Type: application/json", "{\"detail\":\"d\u00e9partement\"}")) {
      assertThat(failure(service, Call.FIND)).hasMessageEndingWith("'d\ufffdpartement'");
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
  @EnumSource(Call.class)
  void endsInTimeWhateverIsLeftOut(Call call) throws IOException {
    ScimTargets hasty = new ScimTargets(JSON, true, Duration.ofMillis(200));
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n";
    for (String beginning : List.of("", "HTTP/1.1 2", head, head + "\r\n", head + "\r\n{\"id\"")) {
      try (FaultyTarget service = FaultyTarget.sending(beginning, End.SILENCE)) {
        TargetException failure = failure(hasty, service.address(), call);
        assertThat(failure.problem()).as(beginning).isEqualTo(Problem.TIMEOUT);
        assertThat(failure.key()).contains(Secret.BASE_ADDRESS);
      }
    }
    try (HangingTarget service = new HangingTarget()) {
      assertThat(failure(hasty, service.address(), call).problem()).isEqualTo(Problem.TIMEOUT);
    }
    hasty.destroy();
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void knowsBrokenConnections(Call call) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    for (End end : List.of(End.CLOSE, End.RESET)) {
      for (String beginning : List.of("", head + "{\"id\"")) {
        try (FaultyTarget service = FaultyTarget.sending(beginning, end)) {
          assertThat(failure(service, call).problem())
              .as(beginning + end)
              .isEqualTo(Problem.CONNECTION_REFUSED);
        }
      }
    }
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "http://localhost:" + closed.getLocalPort();
      closed.close();
      assertThat(failure(targets, address, call).problem()).isEqualTo(Problem.CONNECTION_REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void readsNoMoreThanIsOfUse(Call call) {
    String answer = "{\"id\":\"7\",\"totalResults\":0,\"x\":\"" + "x".repeat(10 << 20) + "\"}";
    try (FaultyTarget service = FaultyTarget.answering("200 OK", answer)) {
      assertThat(failure(service, call).problem()).isEqualTo(Problem.NOT_SCIM);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://10.0.0.1"})
  void callsNoPrivateAddresses(String address) throws IOException {
    ScimTargets guarded = new ScimTargets(JSON, false, Duration.ofSeconds(30));
    assertThat(failure(guarded, address, Call.CREATE).problem()).isEqualTo(Problem.NOT_ALLOWED);
    guarded.destroy();
  }

  @Test
  void knowsHostsThatAreNot() {
    assertThat(failure(targets, "http://nowhere.invalid", Call.FIND).problem())
        .isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void tellsWhatTheServiceSaysButNoSecrets() {
    String detail = "title\\u0000\\ud83d of the-token and pass-word-1 is bad " + "y".repeat(1000);
    try (FaultyTarget service =
        FaultyTarget.answering("400 Bad Request", "{\"detail\":\"" + detail + "\"}")) {
      TargetException failure = catchThrowableOfType(
          TargetException.class,
          () -> open(targets, service.address())
              .create("User", Map.of("password", JSON.readTree("\"pass-word-1\""))));
      assertThat(failure.getMessage())
          .contains("title", "is bad")
          .doesNotContain("the-token", "pass-word-1", "\u0000", "\ud83d")
          .hasSizeLessThan(300);
    }
  }

  @Test
  void sharesConnectionsButNotTokens() throws IOException {
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    List<String> tokens = new CopyOnWriteArrayList<>();
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/scim/Users/7", exchange -> {
      ports.add(exchange.getRemoteAddress().getPort());
      tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body = BOB.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    service.start();
    for (String token : List.of("one", "two", "one")) {
      targets
          .open(
              new SecretSet(
                  List.of(
                      new Secret(
                          Secret.BASE_ADDRESS,
                          "http://localhost:" + service.getAddress().getPort() + "/scim/"),
                      new Secret(Secret.SECRET_TOKEN, token)),
                  "test"),
              Turns.UNLIMITED)
          .read("User", "7");
    }
    service.stop(0);
    assertThat(tokens).containsExactly("Bearer one", "Bearer two", "Bearer one");
    assertThat(ports).hasSize(1);
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
    "0, PT0S",
    "86401, P1D",
    "99999999999999999999, P1D",
    "'Tue, 24 Nov 2026 12:00:30 GMT', PT30S",
    "'Tue, 24 Nov 2026 11:00:00 GMT', PT0S",
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
