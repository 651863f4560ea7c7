package io.syncjobs.server.api;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What isn't as the contract says gets a 4xx with code, target and advice, and nothing is stored.
 */
class BadInputTest {

  private static final String SCIM = "{\"templateId\":\"scim\"}";

  private final TestServer server = Database.SQLITE.server();
  private final Raw raw = Raw.of(server, TestServer.newId());
  private final String application = TestServer.newId();
  private final String jobs = Raw.jobs(application);

  @AfterEach
  void nothingWasStored() {
    assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
  }

  private static void assertRefused(Answer answer, int status, String code, String target) {
    assertThat(answer.code()).as(answer.message()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.target()).isEqualTo(target);
    assertThat(answer.message()).hasSizeGreaterThan(20).endsWith(".");
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        // Not JSON, or not as JSON is to be written here.
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
        arguments("{\"id\":\"\\ud800\",\"templateId\":\"scim\"}", "malformedJson", ""),
        arguments("", "bodyRequired", ""),
        // Another type than the one wanted.
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
        arguments(schedule("\"interval\":\"P30DT1S\""), "invalidMember", "schedule/interval"),
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
        arguments(schedule("\"state\":\"active\""), "invalidMember", "schedule/state"),
        arguments(schedule("\"state\":null"), "invalidMember", "schedule/state"),
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
  void bodiesThatTheContractDoesNotAllow(String body, String code, String target) {
    assertRefused(raw.post(jobs, body), 400, code, target);
  }

  @Test
  void severalFaultsAreToldAtOnce() {
    Answer answer = raw.post(jobs, "{\"x\":1,\"schedule\":{\"interval\":\"PT1S\",\"y\":2}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/details")).hasSize(3);
  }

  @Test
  void unknownTemplatesGetTheListOfThoseThatExist() {
    Answer answer = raw.post(jobs, "{\"templateId\":\"nix\"}");

    assertThat(answer.json().at("/error/details").valueStream())
        .extracting(detail -> detail.path("message").stringValue())
        .contains("scim", "API2AAD");
  }

  @Test
  void bytesThatAreNotUtf8() {
    assertRefused(
        raw.post(jobs, "{\"templateId\":\"scim\",\"id\":\"é\"}".getBytes(ISO_8859_1)),
        400,
        "malformedJson",
        "");
    assertRefused(raw.post(jobs, SCIM.getBytes(UTF_16)), 400, "malformedJson", "");
    assertRefused(
        raw.post(jobs, new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}), 400, "malformedJson", "");
  }

  @Test
  void bodiesLongerThanTheLimit() {
    String limit = SCIM + " ".repeat(1_048_576 - SCIM.length());
    byte[] longer = (limit + " ").getBytes(UTF_8);

    assertRefused(raw.post(jobs, longer), 413, "requestTooLarge", "");
    assertRefused(
        raw.send(
            "POST",
            jobs,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[20_000_000])),
            "Content-Type",
            "application/json"),
        413,
        "requestTooLarge",
        "");

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
  void mediaTypesThatTheOperationDoesNotTake(String type) {
    assertRefused(
        raw.send("POST", jobs, BodyPublishers.ofString(SCIM), "Content-Type", type),
        415,
        "unsupportedMediaType",
        "Content-Type");
  }

  @Test
  void missingMediaTypeOrBody() {
    assertRefused(
        raw.send("POST", jobs, BodyPublishers.ofString(SCIM)),
        415,
        "unsupportedMediaType",
        "Content-Type");
    assertRefused(
        raw.send("POST", jobs, BodyPublishers.noBody(), "Content-Type", "application/json"),
        400,
        "bodyRequired",
        "");
  }

  @Test
  void contentCodingsAreRefusedAndTheRightOneNamed() {
    Answer answer = raw.post(jobs, SCIM, "Content-Encoding", "br");

    assertRefused(answer, 415, "unsupportedMediaType", "Content-Encoding");
    assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "text/html", "nonsense", "image/*"})
  void acceptsThatCanNotBeMet(String accept) {
    assertRefused(raw.send("GET", jobs, "Accept", accept), 406, "notAcceptable", "Accept");
    assertRefused(raw.post(jobs, SCIM, "Accept", accept), 406, "notAcceptable", "Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "*/*",
        "application/*;q=0.5, text/html",
        "application/json;odata.metadata=minimal",
        "application/json;odata.metadata=full;IEEE754Compatible=false"
      })
  void acceptsThatCanBeMet(String accept) {
    assertThat(raw.send("GET", jobs, "Accept", accept).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0,            invalidParameter,       $top",
    "$top=1000,         invalidParameter,       $top",
    "$top=-1,           invalidParameter,       $top",
    "$top=1.5,          invalidParameter,       $top",
    "$top=x,            invalidParameter,       $top",
    "$top=,             invalidParameter,       $top",
    "$top=99999999999999999999, invalidParameter, $top",
    "$top=1&$top=2,     invalidParameter,       $top",
    "$count=1,          invalidParameter,       $count",
    "$count=True,       invalidParameter,       $count",
    "$select=x,         invalidParameter,       $select",
    "$select=,          invalidParameter,       $select",
    "'$select=id,,status', invalidParameter,    $select",
    "$orderby=status,   invalidParameter,       $orderby",
    "$orderby=id%20up,  invalidParameter,       $orderby",
    "$expand=schema,    unsupportedQueryOption, $expand",
    "$skip=1,           unsupportedQueryOption, $skip",
    "$search=x,         unsupportedQueryOption, $search",
    "top=1,             unsupportedQueryOption, top",
    "$filter=,          invalidParameter,       $filter",
    "$filter=x,         invalidFilter,          $filter",
    "$filter=id%20eq%20'x',               invalidFilter, $filter",
    "$filter=templateId,                  invalidFilter, $filter",
    "$filter=templateId%20ne%20'x',       invalidFilter, $filter",
    "$filter=templateId%20eq%20x,         invalidFilter, $filter",
    "$filter=templateId%20eq%20'x,        invalidFilter, $filter",
    "$filter=templateId%20eq%20null,      invalidFilter, $filter",
    "$filter=(templateId%20eq%20'x',      invalidFilter, $filter",
    "$filter=templateId%20eq%20'x'),      invalidFilter, $filter",
    "$filter=templateId%20eq%20'x'%20or,  invalidFilter, $filter",
    "$filter=not%20templateId%20eq%20'x', invalidFilter, $filter",
    "$filter=schedule/state%20eq%20'On',  invalidFilter, $filter",
    "$filter=startswith(templateId%2C'x'), invalidFilter, $filter",
    "$filter=templateId%20eq%20'x'%3B--,  invalidFilter, $filter",
    "$skiptoken=,       invalidParameter,       $skiptoken",
    "$skiptoken=%20,    invalidParameter,       $skiptoken",
    "$skiptoken=abc,    invalidSkiptoken,       $skiptoken",
    "$skiptoken=c2NpbS5hLnNjaW0uYS5zY2ltLmEuc2NpbS5hLnNjaW0uYQ, invalidSkiptoken, $skiptoken"
  })
  void queriesThatTheListDoesNotTake(String query, String code, String target) {
    assertRefused(raw.send("GET", jobs + "?" + query), 400, code, target);
  }

  @Test
  void filtersThatAreTooLong() {
    String filter = "templateId%20eq%20'" + "x".repeat(1000) + "'";

    assertRefused(raw.send("GET", jobs + "?$filter=" + filter), 400, "invalidParameter", "$filter");
    assertRefused(
        raw.send("GET", jobs + "?$filter=" + "(".repeat(1000)), 400, "invalidFilter", "$filter");
  }

  @Test
  void queryOptionsWhereThereAreNone() {
    for (String path : new String[] {jobs.replace("/jobs", "/templates"), jobs + "/x"}) {
      assertRefused(raw.send("GET", path + "?$top=1"), 400, "unsupportedQueryOption", "$top");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "bfc8712e09864d47896b6872713598c6", "{bfc8712e}", "a%20b"})
  void ownersThatAreNoGuids(String owner) {
    assertRefused(
        raw.send("GET", Raw.jobs(owner.replace("{", "%7B").replace("}", "%7D"))),
        400,
        "invalidParameter",
        "applicationsId");
    assertRefused(
        raw.send(
            "GET",
            "/beta/servicePrincipals/"
                + owner.replace("{", "%7B").replace("}", "%7D")
                + "/synchronization/jobs"),
        400,
        "invalidParameter",
        "servicePrincipalId");
  }

  @Test
  void idsOfJobsAndTemplatesThatCanNotBe() {
    String templates = jobs.replace("/jobs", "/templates");

    assertRefused(raw.send("GET", jobs + "/a%20b"), 400, "invalidParameter", "jobId");
    assertRefused(
        raw.send("DELETE", jobs + "/" + "a".repeat(256)), 400, "invalidParameter", "jobId");
    assertRefused(raw.send("GET", jobs + "/a"), 404, "jobNotFound", "jobId");
    assertRefused(raw.send("DELETE", jobs + "/a"), 404, "jobNotFound", "jobId");
    assertRefused(raw.send("GET", templates + "/a.b"), 400, "invalidParameter", "templateId");
    assertRefused(raw.send("GET", templates + "/SCIM"), 404, "templateNotFound", "templateId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%2Fb", "/a;b", "/%00", "/a%5Cb", "/%2e%2e/x", "/a%0d%0ab", "/a//b"})
  void addressesWithForbiddenCharacters(String end) {
    Answer answer = raw.send("GET", jobs + end);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalidRequest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "W/abc", "\"a", "*, \"a\"", "W/\"a\" \"b\""})
  void conditionsThatCanNotBeRead(String etag) {
    assertRefused(
        raw.send("DELETE", jobs + "/a", "If-Match", etag), 400, "invalidParameter", "If-Match");
    assertRefused(
        raw.send("GET", jobs + "/a", "If-None-Match", etag),
        400,
        "invalidParameter",
        "If-None-Match");
  }

  @Test
  void callersIdsThatTheContractDoesNotAllow() {
    Answer answer = raw.send("GET", jobs, "client-request-id", "a".repeat(129));

    assertRefused(answer, 400, "invalidParameter", "client-request-id");
    assertThat(answer.header("client-request-id")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,   jobs,   'GET, POST'",
    "PATCH, jobs/a, 'DELETE, GET'",
    "POST,  jobs/a, 'DELETE, GET'",
    "POST,  templates, GET",
    "DELETE, templates/scim, GET"
  })
  void methodsThatAnAddressDoesNotHave(String method, String place, String allowed) {
    Answer answer = raw.send(method, jobs.replaceAll("jobs$", place));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("methodNotAllowed");
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1.0", "/v2.0/applications", "/v1.0/users", "/favicon.ico"})
  void addressesOutsideTheContract(String path) {
    Answer answer = raw.send("GET", path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("resourceNotFound");
  }
}
