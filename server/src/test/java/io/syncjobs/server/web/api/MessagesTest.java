package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are sentences that name the place, the required form and the value of the request. */
class MessagesTest {

  private static final String DURATION =
      "an ISO 8601 duration of days, hours, minutes and whole seconds, such as PT40M";

  private final Raw raw = Raw.of(Database.SQLITE.server(), TestServer.newId());
  private final String application = TestServer.newId();
  private final String jobs = Raw.jobs(application);
  private final String secrets = "/v1.0/applications/" + application + "/synchronization/secrets";

  static Stream<Arguments> bodies() {
    return Stream.of(
        arguments(
            "{'templateId':'scim','schedule':{'interval':'PT1S'}}",
            "The member 'schedule/interval' must be from PT1M to P10675199DT2H48M5.4775807S, not 'PT1S'."),
        arguments(
            "{'templateId':'scim','schedule':{'interval':'often'}}",
            "The member 'schedule/interval' must be " + DURATION + ", not 'often'."),
        arguments(
            "{'templateId':'scim','schedule':{'interval':2400}}",
            "The member 'schedule/interval' must be a string, not 2400."),
        arguments(
            "{'templateId':'scim','schedule':{'state':'running'}}",
            "The member 'schedule/state' must be one of Active, Disabled, Paused, not 'running'."),
        arguments(
            "{'templateId':'scim','schedule':{'expiration':'2099-12-31'}}",
            "The member 'schedule/expiration' must be an RFC 3339 time before the year 9999, such as 2030-01-31T00:00:00Z, not '2099-12-31'."),
        arguments(
            "{'templateId':'scim','schedule':[]}",
            "The member 'schedule' must be an object, not an array."),
        arguments("{'templateId':null}", "The member 'templateId' must be a string, not null."),
        arguments(
            "{'templateId':'" + "a".repeat(200) + "'}",
            "The member 'templateId' must have from 1 to 100 characters, not 200: '"
                + "a".repeat(99)
                + "…'."),
        arguments(
            "{'templateId':'scim','x':1}",
            "The member 'x' isn't part of this contract. Remove it or correct its name."),
        arguments("{}", "The member 'templateId' is required. Add it to the body."),
        arguments("[]", "The body must be an object, not an array."));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void bodies(String body, String message) {
    assertThat(raw.post(jobs, body.replace('\'', '"')).message()).isEqualTo(message);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("{\"a@b\":" + "[".repeat(100) + "]".repeat(100) + "}", "nested too deeply"),
        arguments("{\"a@b\":" + "9".repeat(2000) + "}", "number, name or text is too long"),
        arguments("{\"" + "a".repeat(60_000) + "@b\":1}", "number, name or text is too long"),
        arguments("{} {}", "something behind its end"),
        arguments("{\"a@b\":01}", "Leading zeroes not allowed"),
        arguments("{\"a@b\":1,\"a@b\":1}", "Duplicate"),
        arguments("{\"a@b\":.5}", ""),
        arguments("{\"a@b\":+5}", ""),
        arguments("{\"a@b\":NaN}", ""),
        arguments("{\"a@b\":-Infinity}", ""),
        arguments("{\"a@b\":\"\t\"}", ""),
        arguments("{\"a@b\":\"\\q\"}", ""),
        arguments("{'a@b':1}", ""),
        arguments("{/**/}", ""),
        arguments("{\"a@b\":1,}", ""),
        arguments("{a:1}", ""),
        arguments("{\"a@b\":tru}", ""),
        arguments("{\"a@b\"", ""));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void nameNoClassOrFeatureOfAParser(String body, String said) {
    String message = raw.post(jobs, body).message();

    assertThat(message)
        .startsWith("The body is not valid JSON")
        .contains(said)
        .doesNotContainPattern("`|[a-z][A-Z](?!\\b)|[A-Z]+_[A-Z]|tools[.]|enable");
  }

  @Test
  void aValueOfOneLengthIsShownAlone() {
    assertThat(raw.send("GET", jobs.replace(application, "x")).message())
        .startsWith("The path parameter applicationsId must be a GUID")
        .endsWith(", not 'x'.");
  }

  /** Values of enumerations have no case, but messages show the caller's. */
  @ParameterizedTest
  @CsvSource({
    "'watermark ,escrows'",
    "'forcedeletes, full'",
    "'None,Full'",
    "'full, NONE'",
    "'Escrows, none'"
  })
  void showValuesAsTheyWereSent(String scope) {
    assertThat(raw.post(
                jobs + "/scim.a.b/restart",
                "{\"criteria\":{\"resetScope\":\"%s\"}}".formatted(scope))
            .message())
        .isEqualTo(
            "The member 'criteria/resetScope' must be None or ForceDeletes alone, or some of ConnectorDataStore, Escrows, Watermark, QuarantineState and Full, separated by commas, not '%s'."
                .formatted(scope));
  }

  @Test
  void showWhatNobodyCouldSee() {
    assertThat(raw.post(
                "/v1.0/$batch",
                "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/a\\r\\nb\\u0007\\ufeffc\"}]}")
            .message())
        .endsWith(", not '/a\\r\\nb\\u0007\\ufeffc'.");
  }

  static Stream<Arguments> queries() {
    String filter = " Supported: templateId, status/code and schedule/state,";
    return Stream.of(
        arguments("$top=0", "The query option $top must be from 1 to 999, not 0."),
        arguments("$top=many", "The query option $top must be an integer, not 'many'."),
        arguments("$top=1&$top=2", "The query option $top occurs 2 times. Send it once."),
        arguments("$search=x", "The query option '$search' isn't supported here. Use some of "),
        arguments(
            "$filter=templateId+is+'a'",
            "$filter has 'is' at character 12, where an operator such as 'eq' is expected."
                + filter),
        arguments(
            "$filter=templateId+eq",
            "$filter ends at character 14, where a value, such as a string in single quotes, is expected."
                + filter),
        arguments(
            "$filter=templateId+ne+'a'",
            "$filter compares templateId at character 1 by something other than eq." + filter),
        arguments(
            "$filter=name+eq+'a'",
            "$filter has 'name' at character 1, which is no member to filter by." + filter));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void queries(String query, String message) {
    assertThat(raw.send("GET", jobs + "?" + query).message()).startsWith(message);
  }

  @Test
  void headers() {
    assertThat(raw.send("DELETE", jobs + "/scim.a.b", "If-Match", "abc").message())
        .isEqualTo(
            "The header If-Match must be *, or ETags as the server issued them, such as W/\"6f1d2c0e9b7a4f55\", not 'abc'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'value':[{'key':'SecretToken','value':['hunter2']}]}",
        "{'value':[{'key':'hunter2','value':'a'}]}",
        "{'value':'hunter2'}",
        "{'value':[{'key':'SecretToken','value':hunter2}]}",
        "'hunter2'"
      })
  void hidesSecrets(String body) {
    Answer answer = raw.send(
        "PUT",
        secrets,
        BodyPublishers.ofString(body.replace('\'', '"')),
        "Content-Type",
        "application/json");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "SyncAll, vielleicht",
    "SkipOutOfScopeDeletions, 1",
    "HardDeletesEnabled, yes",
    "BaseAddress, vielleicht"
  })
  void refusesValuesThatTheirKeyCantHave(String key, String value) {
    Answer answer = raw.send(
        "PUT",
        secrets,
        BodyPublishers.ofString(
            "{\"value\":[{\"key\":\"%s\",\"value\":\"%s\"}]}".formatted(key, value)),
        "Content-Type",
        "application/json");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.target()).isEqualTo("value/0/value");
    assertThat(answer.message()).contains(key).doesNotContain(value);
  }

  @ParameterizedTest
  @CsvSource({
    "Url, SecretToken, needs BaseAddress, no use for Url.",
    "BaseAddress, Oauth2AccessToken, needs SecretToken, no use for Oauth2AccessToken."
  })
  void nameSecretsThatTargetsDoNotUse(String first, String second, String missing, String unused) {
    assertThat(raw.post(
                jobs + "/validateCredentials",
                "{\"templateId\":\"scim\",\"credentials\":[{\"key\":\"%s\",\"value\":\"https://x.example\"},{\"key\":\"%s\",\"value\":\"x\"}]}"
                    .formatted(first, second))
            .message())
        .contains(missing, unused);
  }

  @Test
  void countsItems() {
    String job = raw.post(jobs, "{\"templateId\":\"scim\"}").header("Location");

    assertThat(raw.post(job + "/provisionOnDemand", "{\"parameters\":[]}").message())
        .isEqualTo("The member 'parameters' must have exactly 1 item, not 0.");
    raw.send("DELETE", job);
  }

  @Test
  void refusesASchemaWithoutAnything() {
    String job = raw.post(jobs, "{\"templateId\":\"scim\"}").header("Location");
    Answer answer = raw.send(
        "PUT", job + "/schema", BodyPublishers.ofString("{}"), "Content-Type", "application/json");

    answer.assertRefused(400, "missingMember", "synchronizationRules");
    raw.send("DELETE", job);
  }

  @Test
  void cutsLongNames() {
    Answer answer = raw.post(jobs, "{\"templateId\":\"scim\",\"" + "x".repeat(40_000) + "\":1}");

    assertThat(answer.code()).isEqualTo("unknownMember");
    assertThat(answer.target()).hasSize(1024).endsWith("…");
  }

  @Test
  void omitsTheMediaTypeWithoutABody() {
    String job = raw.post(jobs, "{\"templateId\":\"API2AAD\"}").header("Location");
    Answer upload = raw.send(
        "POST",
        job + "/bulkUpload",
        BodyPublishers.ofString("""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"POST","bulkId":"1",
            "path":"/Users","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"1"}}]}
            """),
        "Content-Type",
        "application/scim+json");

    assertThat(upload.status()).isEqualTo(202);
    assertThat(upload.response().headers().map()).doesNotContainKey("content-type");
  }
}
