package io.syncjobs.server.web.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Bodies that violate the contract get a 4xx with code, target and advice, and store nothing. */
class BadBodiesTest {

  private static final String SCIM = "{\"templateId\":\"scim\"}";

  private final TestServer server = Database.SQLITE.server();
  private final Raw raw = Raw.of(server, TestServer.newId());
  private final String application = TestServer.newId();
  private final String jobs = Raw.jobs(application);

  @AfterEach
  void nothingWasStored() {
    assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        // Malformed JSON, and JSON in a form that the server doesn't accept.
        arguments("{", "malformedJson", ""),
        arguments("{\"templateId\":\"scim\"", "malformedJson", ""),
        arguments("{'templateId':'scim'}", "malformedJson", ""),
        arguments("{\"templateId\":\"scim\",}", "malformedJson", ""),
        arguments("{\"templateId\":\"scim\"} x", "malformedJson", ""),
        arguments("{\"templateId\":\"scim\"}{}", "malformedJson", ""),
        arguments("{\"templateId\":NaN}", "malformedJson", ""),
        arguments("// no\n{\"templateId\":\"scim\"}", "malformedJson", ""),
        arguments("{\"templateId\":\"a\",\"templateId\":\"scim\"}", "malformedJson", ""),
        arguments(
            "{\"templateId\":\"scim\",\"schedule\":{\"state\":\"Active\",\"state\":\"Active\"}}",
            "malformedJson",
            ""),
        arguments(
            "{\"templateId\":\"scim\",\"status\":" + "[".repeat(70) + "]".repeat(70) + "}",
            "malformedJson",
            ""),
        arguments("[".repeat(100_000), "malformedJson", ""),
        arguments("{\"id\":\"\\ud800\",\"templateId\":\"scim\"}", "invalidMember", "id"),
        arguments("{\"templateId\":\"scim\",\"a@b\":[1,-1e400]}", "invalidMember", "a@b/1"),
        arguments("{\"templateId\":1e400}", "invalidMember", "templateId"),
        arguments("", "bodyRequired", ""),
        // Wrong types.
        arguments("null", "invalidMember", ""),
        arguments("[]", "invalidMember", ""),
        arguments("\"scim\"", "invalidMember", ""),
        arguments("{\"templateId\":1}", "invalidMember", "templateId"),
        arguments("{\"templateId\":true}", "invalidMember", "templateId"),
        arguments("{\"templateId\":null}", "invalidMember", "templateId"),
        arguments("{\"templateId\":[\"scim\"]}", "invalidMember", "templateId"),
        arguments("{\"templateId\":{}}", "invalidMember", "templateId"),
        arguments(with("\"schedule\":[]"), "invalidMember", "schedule"),
        arguments(with("\"schedule\":\"PT40M\""), "invalidMember", "schedule"),
        arguments(with("\"status\":1"), "invalidMember", "status"),
        arguments(with("\"synchronizationJobSettings\":{}"), "invalidMember", SETTINGS),
        arguments(with("\"synchronizationJobSettings\":[1]"), "invalidMember", SETTINGS + "/0"),
        arguments(with("\"synchronizationJobSettings\":[null]"), "invalidMember", SETTINGS + "/0"),
        arguments(with("\"@odata.type\":1"), "invalidMember", "@odata.type"),
        // Members.
        arguments("{}", "missingMember", "templateId"),
        arguments("{\"TemplateId\":\"scim\"}", "missingMember", "templateId"),
        arguments(with("\"x\":1"), "unknownMember", "x"),
        arguments(with("\"schedule\":{\"stat\":\"Active\"}"), "unknownMember", "schedule/stat"),
        arguments(
            with("\"synchronizationJobSettings\":[{\"name\":\"a\",\"x\":1}]"),
            "unknownMember",
            SETTINGS + "/0/x"),
        // Limits.
        arguments("{\"templateId\":\"\"}", "invalidMember", "templateId"),
        arguments("{\"templateId\":\"" + "a".repeat(101) + "\"}", "invalidMember", "templateId"),
        arguments("{\"templateId\":\"../scim\"}", "invalidMember", "templateId"),
        arguments("{\"templateId\":\"scim\\n\"}", "invalidMember", "templateId"),
        arguments("{\"templateId\":\"scim\\u0000\"}", "invalidMember", "templateId"),
        arguments("{\"templateId\":\"Scim\"}", "unknownTemplate", "templateId"),
        arguments("{\"templateId\":\"" + "a".repeat(100) + "\"}", "unknownTemplate", "templateId"),
        arguments(schedule("\"interval\":\"PT59S\""), "invalidMember", "schedule/interval"),
        arguments(
            schedule("\"interval\":\"P10675199DT2H48M5.4775808S\""),
            "invalidMember",
            "schedule/interval"),
        arguments(schedule("\"interval\":\"PT90.5S\""), "invalidMember", "schedule/interval"),
        arguments(schedule("\"interval\":\"P1M\""), "invalidMember", "schedule/interval"),
        arguments(schedule("\"interval\":\"-PT40M\""), "invalidMember", "schedule/interval"),
        arguments(schedule("\"interval\":\"pt40m\""), "invalidMember", "schedule/interval"),
        arguments(schedule("\"interval\":\"P\""), "invalidMember", "schedule/interval"),
        arguments(schedule("\"interval\":\"P1DT\""), "invalidMember", "schedule/interval"),
        arguments(
            schedule("\"interval\":\"PT" + "9".repeat(30) + "H\""),
            "invalidMember",
            "schedule/interval"),
        arguments(schedule("\"interval\":2400"), "invalidMember", "schedule/interval"),
        arguments(
            schedule("\"expiration\":\"2099-01-01T00:00:00+23:59\""),
            "invalidMember",
            "schedule/expiration"),
        arguments(
            schedule("\"expiration\":\"9999-12-31T23:59:59-01:00\""),
            "invalidMember",
            "schedule/expiration"),
        arguments(
            schedule("\"expiration\":\"2099-01-01T00:00:00.1234567890Z\""),
            "invalidMember",
            "schedule/expiration"),
        arguments(schedule("\"state\":\"started\""), "invalidMember", "schedule/state"),
        arguments(
            schedule("\"expiration\":\"2020-01-01T00:00:00Z\""),
            "invalidMember",
            "schedule/expiration"),
        arguments(
            schedule("\"expiration\":\"2099-13-01T00:00:00Z\""),
            "invalidMember",
            "schedule/expiration"),
        arguments(
            schedule("\"expiration\":\"2099-12-31\""), "invalidMember", "schedule/expiration"),
        arguments(
            schedule("\"expiration\":\"2098-12-31T23:59:60Z\""),
            "invalidMember",
            "schedule/expiration"),
        arguments(setting("\"value\":\"a\""), "missingMember", SETTINGS + "/0/name"),
        arguments(setting("\"name\":\"\""), "invalidMember", SETTINGS + "/0/name"),
        arguments(
            setting("\"name\":\"" + "a".repeat(129) + "\""), "invalidMember", SETTINGS + "/0/name"),
        arguments(
            setting("\"name\":\"a\",\"value\":\"" + "a".repeat(65_537) + "\""),
            "invalidMember",
            SETTINGS + "/0/value"),
        arguments(setting("\"name\":\"a\",\"value\":true"), "invalidMember", SETTINGS + "/0/value"),
        arguments(
            setting("\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"a\""),
            "duplicateName",
            SETTINGS + "/2/name"),
        arguments(
            setting("\"name\":\"a\"},{\"name\":\"A\""), "duplicateName", SETTINGS + "/1/name"),
        arguments(
            setting("\"name\":\"targetrequestspersecond\",\"value\":\"1\""),
            "invalidMember",
            SETTINGS),
        arguments(
            setting("\"name\":\"LOOKAHEADQUERYENABLED\",\"value\":\"True\""),
            "invalidMember",
            SETTINGS),
        arguments(
            setting("\"name\":\"TargetRequestsPerSecond\",\"value\":\"025\""),
            "invalidMember",
            SETTINGS + "/0/value"),
        arguments(
            setting(String.join(
                "},{",
                IntStream.range(0, 101).mapToObj(i -> "\"name\":\"" + i + "\"").toList())),
            "invalidMember",
            SETTINGS));
  }

  private static final String SETTINGS = "synchronizationJobSettings";

  private static String with(String member) {
    return "{\"templateId\":\"scim\"," + member + "}";
  }

  private static String schedule(String member) {
    return with("\"schedule\":{" + member + "}");
  }

  private static String setting(String members) {
    return with("\"synchronizationJobSettings\":[{" + members + "}]");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void refusesBodiesThatViolateTheContract(String body, String code, String target) {
    raw.post(jobs, body).assertRefused(400, code, target);
  }

  @Test
  void quotesOnlyTheReasonOfTheParser() {
    assertThat(raw.post(jobs, "{").json().at("/error/message").stringValue())
        .contains("expected close marker for Object.")
        .doesNotContain("Source");
  }

  @Test
  void reportsAllFaultsOfABody() {
    Answer answer = raw.post(jobs, "{\"x\":1,\"schedule\":{\"interval\":\"PT1S\",\"y\":2}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/details")).hasSize(3);
  }

  @Test
  void listsTheTemplatesIfOneIsUnknown() {
    Answer answer = raw.post(jobs, "{\"templateId\":\"nix\"}");

    assertThat(answer.json().at("/error/details").valueStream())
        .extracting(detail -> detail.path("message").stringValue())
        .contains("scim", "API2AAD");
  }

  @Test
  void refusesOtherEncodings() {
    raw.post(jobs, "{\"templateId\":\"scim\",\"id\":\"é\"}".getBytes(ISO_8859_1))
        .assertRefused(400, "malformedJson", "");
    raw.post(jobs, SCIM.getBytes(UTF_16)).assertRefused(400, "malformedJson", "");
    raw.post(jobs, new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'})
        .assertRefused(400, "malformedJson", "");
  }

  @Test
  void refusesBodiesBeyondTheLimit() {
    String limit = SCIM + " ".repeat(1_048_576 - SCIM.length());
    byte[] longer = (limit + " ").getBytes(UTF_8);

    raw.post(jobs, longer).assertRefused(413, "requestTooLarge", "");
    raw.send(
            "POST",
            jobs,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[20_000_000])),
            "Content-Type",
            "application/json")
        .assertRefused(413, "requestTooLarge", "");

    Answer atTheLimit = raw.post(jobs, limit);
    assertThat(atTheLimit.status()).isEqualTo(201);
    raw.send("DELETE", atTheLimit.header("Location"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense",
        "application/json; charset=iso-8859-1",
        "application/scim+json"
      })
  void refusesOtherMediaTypes(String type) {
    raw.send("POST", jobs, BodyPublishers.ofString(SCIM), "Content-Type", type)
        .assertRefused(415, "unsupportedMediaType", "Content-Type");
  }

  @Test
  void refusesAMissingMediaTypeOrBody() {
    raw.send("POST", jobs, BodyPublishers.ofString(SCIM))
        .assertRefused(415, "unsupportedMediaType", "Content-Type");
    for (String type : List.of("application/json", "application/x-www-form-urlencoded", "x/y")) {
      raw.send("POST", jobs, BodyPublishers.noBody(), "Content-Type", type)
          .assertRefused(400, "bodyRequired", "");
    }
    raw.send("POST", jobs).assertRefused(400, "bodyRequired", "");
    JsonNode batch = raw.post(
            "/v1.0/$batch",
            "{\"requests\":[{\"id\":\"1\",\"method\":\"POST\",\"url\":\"%s\"}]}"
                .formatted(jobs.substring("/v1.0".length())))
        .json();
    assertThat(batch.at("/responses/0/status").intValue()).isEqualTo(400);
    assertThat(batch.at("/responses/0/body/error/code").stringValue()).isEqualTo("bodyRequired");
  }

  @Test
  void refusesBodiesThatWouldBeIgnored() {
    String job = raw.post(jobs, SCIM).header("Location");

    for (String action : List.of("/start", "/pause", "/restart")) {
      for (String empty : List.of("", "{}", " { } ")) {
        assertThat(raw.post(job + action, empty).status()).as(action + empty).isEqualTo(204);
      }
    }
    for (String body : List.of("{\"state\":\"Active\"}", "[]", "x", "{}{}", " ".repeat(200))) {
      raw.post(job + "/start", body).assertRefused(400, "unexpectedBody", "");
    }
    raw.send(
            "DELETE",
            job,
            BodyPublishers.ofString("a=b"),
            "Content-Type",
            "application/x-www-form-urlencoded")
        .assertRefused(400, "unexpectedBody", "");
    raw.send("DELETE", job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void refusesBodiesOfOperationsWithoutOne(String method) {
    String address = method.equals("GET") ? jobs : jobs + "/none";
    int expected = method.equals("GET") ? 200 : 404;
    for (String body : List.of("{\"x\":1}", "[]", "0")) {
      raw.send(method, address, BodyPublishers.ofString(body))
          .assertRefused(400, "unexpectedBody", "");
      // Without a length, in chunks.
      raw.send(
              method,
              address,
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(UTF_8))))
          .assertRefused(400, "unexpectedBody", "");
      assertThat(batched(method, address, body)).isEqualTo(400);
    }
    for (String body : List.of("", "{}", " ")) {
      assertThat(raw.send(method, address, BodyPublishers.ofString(body)).status())
          .isEqualTo(expected);
    }
    assertThat(batched(method, address, "{}")).isEqualTo(expected);
    assertThat(batched(method, address, "null")).isEqualTo(expected);
  }

  private int batched(String method, String address, String body) {
    return raw.post(
            "/v1.0/$batch", """
            {"requests":[{"id":"1","method":"%s","url":"%s","headers":{"Content-Type":"application/json"},"body":%s}]}""".formatted(method, address.substring("/v1.0".length()), body))
        .json()
        .at("/responses/0/status")
        .intValue();
  }

  @Test
  void refusesContentCodingsAndNamesTheSupportedOne() {
    Answer answer = raw.post(jobs, SCIM, "Content-Encoding", "br");

    answer.assertRefused(415, "unsupportedMediaType", "Content-Encoding");
    assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
  }
}
