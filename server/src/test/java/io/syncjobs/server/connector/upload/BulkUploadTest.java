package io.syncjobs.server.connector.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.BulkUploadMethod;
import io.syncjobs.client.model.BulkUploadOperation;
import io.syncjobs.client.model.BulkUploadPath;
import io.syncjobs.client.model.BulkUploadSchema;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.Uploads;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The operation bulkUpload and the entries that jobs read afterwards, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
class BulkUploadTest {

  private static final String OWN = "urn:contoso:employee";

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Jobs jobs;
  private final Raw raw;
  private String jobId = "";
  private String address = "";

  BulkUploadTest(Database database) {
    server = database.server();
    jobs = server.client(tenant).application(application).jobs();
    raw = Raw.of(server, tenant);
  }

  @BeforeEach
  void createJob() {
    jobId = jobs.create(new SynchronizationJobCreate().templateId("API2AAD"))
        .value()
        .getId();
    address = Raw.jobs(application) + "/" + jobId + "/bulkUpload";
  }

  private Source source() {
    return server
        .bean(UploadedRecords.class)
        .source(new JobKey(new Owner(tenant, application), jobId));
  }

  private Answer send(String body) {
    return send(address, Uploads.MEDIA_TYPE, body);
  }

  private Answer send(String path, String type, String body) {
    return raw.send("POST", path, BodyPublishers.ofString(body), "Content-Type", type);
  }

  private void accept(String... operations) {
    assertThat(send(Uploads.of(operations)).status()).isEqualTo(202);
  }

  private String value(String type, String id, String attribute) {
    Entry entry = source().find(type, id).orElseThrow().entry();
    return entry.value(attribute).asString("none");
  }

  private List<String> ids(long after) {
    return source().changes(after, source().newest(), 1000).stream()
        .map(change -> change.entry().id())
        .toList();
  }

  @Test
  void theClientSendsWhatScimWants() {
    UploadedRecord record = new UploadedRecord()
        .schemas(List.of("urn:ietf:params:scim:schemas:core:2.0:User", Uploads.ENTERPRISE))
        .externalId("701984")
        .otherMember("userName", "bjensen")
        .otherMember("title", null)
        .otherMember("emails", List.of(Map.of("type", "work", "value", "b@x.example")))
        .otherMember(Uploads.ENTERPRISE, Map.of("manager", Map.of("value", "89607")));
    BulkUpload upload = new BulkUpload()
        .addSchemasItem(BulkUploadSchema.known().get(0))
        .addOperationsItem(new BulkUploadOperation()
            .method(BulkUploadMethod.POST)
            .bulkId("1")
            .path(BulkUploadPath.known().get(0))
            .data(record));
    accept(Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"701984\",\"title\":\"Guide\"}"));

    jobs.bulkUpload(jobId, upload);
    jobs.bulkUploadAsync(jobId, upload).join();

    assertThat(value("User", "701984", "userName")).isEqualTo("bjensen");
    assertThat(value("User", "701984", "emails[type eq \"work\"].value")).isEqualTo("b@x.example");
    assertThat(value("User", "701984", Uploads.ENTERPRISE + ":manager")).isEqualTo("89607");
    assertThat(value("User", "701984", "title")).isEqualTo("none");
    assertThatThrownBy(() -> jobs.bulkUpload(
            jobId, upload.addOperationsItem(upload.getOperations().get(0))))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).hasValue(ErrorCode.DUPLICATE_BULK_ID));
    assertThatThrownBy(() -> jobs.bulkUpload(jobId + "x", upload))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void itIsAcceptedWithoutABodyAndLeadsToItsResults() {
    String servicePrincipal = address.replace("/v1.0/applications", "/beta/servicePrincipals");

    Answer answer =
        send(servicePrincipal, "application/scim+json; charset=utf-8", Uploads.body("1"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.response().body()).isEmpty();
    assertThat(answer.header("Location"))
        .matches(Pattern.quote(server.origin() + servicePrincipal.replace("bulkUpload", "uploads/"))
            + "[0-9a-f-]{36}");
    assertThat(answer.header("Content-Length")).isEqualTo("0");
    assertThat(ids(0)).containsExactly("1");
  }

  @Test
  void aLaterRecordIsMergedOntoTheEarlier() {
    accept(Uploads.user("""
        {"schemas":["x","%1$s","%2$s"],"externalId":"1","title":"Guide","displayName":"Ann","name":{"givenName":"Ann","familyName":"X"},
         "%1$s":{"department":"Tours","division":"West"},"%2$s":{"JobCode":"A","Grade":"7"}}
        """.formatted(Uploads.ENTERPRISE, OWN)));
    accept(
        Uploads.user("""
        {"schemas":["x","%1$s","%2$s"],"externalId":"1","TITLE":null,"DisplayName":"Ann B","name":{"givenName":"Ann"},
         "%1$s":{"Department":"Sales"},"%3$s":{"Grade":null}}
        """.formatted(Uploads.ENTERPRISE, OWN, OWN.toUpperCase(Locale.ROOT))),
        Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"2\"}"),
        Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"1\",\"userName\":\"ann\"}"));

    Map.of(
            "title",
            "none",
            "displayName",
            "Ann B",
            "name.givenName",
            "Ann",
            "name.familyName",
            "none",
            "userName",
            "ann",
            Uploads.ENTERPRISE + ":department",
            "Sales",
            Uploads.ENTERPRISE + ":division",
            "West",
            OWN + ":JobCode",
            "A",
            OWN + ":Grade",
            "none")
        .forEach((attribute, value) ->
            assertThat(value("User", "1", attribute)).as(attribute).isEqualTo(value));
    assertThat(ids(0)).containsExactly("2", "1");
    assertThat(source().count(0, source().newest())).isEqualTo(2);
    assertThat(source().count(0, 1)).isZero();
    accept(Uploads.user("{\"schemas\":[\"x\",\"%1$s\"],\"externalId\":\"1\",\"%1$s\":null}"
        .formatted(Uploads.ENTERPRISE)));
    assertThat(value("User", "1", Uploads.ENTERPRISE + ":division")).isEqualTo("none");
  }

  @Test
  void referencesAreKnownBothWays() {
    String boss =
        "{\"schemas\":[\"x\",\"%1$s\"],\"externalId\":\"1\",\"%1$s\":{\"manager\":{\"value\":\"%2$s\"}}}";
    String members = "{\"schemas\":[\"x\"],\"externalId\":\"g\",\"members\":[%s]}";
    accept(
        Uploads.user(boss.formatted(Uploads.ENTERPRISE, "9")),
        Uploads.group(members.formatted(
            "{\"value\":\"1\"},{\"value\":\"9\"},{\"value\":\"9\"},{\"value\":7}")));

    assertThat(source().referrers("9")).containsExactlyInAnyOrder("1", "g");
    assertThat(source().referrers("7")).isEmpty();
    assertThat(source().isIn("1", Set.of("g"))).isTrue();
    assertThat(source().isIn("g", Set.of("g"))).isTrue();
    assertThat(source().isIn("1", Set.of("9"))).as("a manager is no group").isFalse();
    assertThat(
            source().find("Group", "g").orElseThrow().entry().value("members").get(0))
        .hasToString("\"1\"");
    assertThat(source().find("User", "g")).isEmpty();

    accept(
        Uploads.user(boss.formatted(Uploads.ENTERPRISE, "8")),
        Uploads.group(members.formatted("")));

    assertThat(source().referrers("9")).isEmpty();
    assertThat(source().referrers("8")).containsExactly("1");
    assertThat(source().isIn("1", Set.of("g"))).isFalse();
  }

  @Test
  void aPausedJobKeepsThem() {
    jobs.start(jobId);
    jobs.pause(jobId);
    accept(Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"1\"}"));

    assertThat(ids(0)).containsExactly("1");
  }

  @Test
  void whatCameLaterCanBeDiscarded() {
    accept(Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"1\"}"));
    long then = source().newest();
    accept(Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"2\"}"));

    server
        .bean(UploadedRecords.class)
        .discardAfter(new JobKey(new Owner(tenant, application), jobId), then);

    assertThat(ids(0)).containsExactly("1");
    accept(Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"3\"}"));
    assertThat(ids(then)).containsExactly("3");
    assertThat(source().newest()).isEqualTo(then + 2);
  }

  @Test
  void theyGoWithTheJobAndAreNobodyElses() {
    accept(Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"1\"}"));
    UploadedRecords records = server.bean(UploadedRecords.class);
    assertThat(records
            .source(new JobKey(new Owner(TestServer.newId(), application), jobId))
            .newest())
        .isZero();
    assertThat(records
            .source(new JobKey(new Owner(tenant, TestServer.newId()), jobId))
            .find("User", "1"))
        .isEmpty();
    Raw.of(server, TestServer.newId())
        .send(
            "POST",
            address,
            BodyPublishers.ofString(Uploads.body("2")),
            "Content-Type",
            Uploads.MEDIA_TYPE)
        .assertRefused(404, "jobNotFound", "jobId");

    jobs.delete(jobId);
    createJob();

    assertThat(ids(0)).isEmpty();
    assertThat(source().newest()).isZero();
  }

  @Test
  void onlyApiDrivenJobsTakeThem() {
    String other =
        jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
    send(address.replace(jobId, other), Uploads.MEDIA_TYPE, Uploads.body("1"))
        .assertRefused(400, "notApiDriven", "jobId");
  }

  @Test
  void otherMediaTypesAreRefused() {
    for (String type : List.of("application/json", "application/xml", "application/scim+xml")) {
      Answer answer = send(address, type, Uploads.body("1"));
      answer.assertRefused(415, "unsupportedMediaType", "Content-Type");
      assertThat(answer.message()).contains("application/scim+json");
    }
    send(address, "application/x-www-form-urlencoded", "a=b")
        .assertRefused(415, "unsupportedMediaType", "Content-Type");
    send(address, "application/scim+json; charset=utf-16", Uploads.body("1"))
        .assertRefused(415, "unsupportedMediaType", "Content-Type");
    Answer none = raw.send("POST", address, BodyPublishers.ofString(Uploads.body("1")));
    none.assertRefused(415, "unsupportedMediaType", "Content-Type");
    assertThat(none.message()).contains("'Content-Type: application/scim+json'");
    assertThat(ids(0)).isEmpty();
  }

  @Test
  void eachRuleHasItsRefusal() {
    String good = Uploads.user("{\"schemas\":[\"x\"],\"externalId\":\"1\"}");
    Map<String, List<String>> refusals = Map.ofEntries(
        Map.entry("{", List.of("malformedJson", "")),
        Map.entry("{}", List.of("missingMember", "schemas")),
        Map.entry(Uploads.of(), List.of("invalidMember", "Operations")),
        Map.entry(
            Uploads.of(good).replace("BulkRequest", "ListResponse"),
            List.of("invalidMember", "schemas/0")),
        Map.entry(
            Uploads.body(IntStream.range(0, 51).mapToObj(String::valueOf).toArray(String[]::new)),
            List.of("invalidMember", "Operations")),
        Map.entry(
            Uploads.of(good.replace("POST", "PATCH")),
            List.of("invalidMember", "Operations/0/method")),
        Map.entry(
            Uploads.of(good.replace("POST", "posts")),
            List.of("invalidMember", "Operations/0/method")),
        Map.entry(
            Uploads.of(good.replace("/Users", "/Users/1")),
            List.of("invalidMember", "Operations/0/path")),
        Map.entry(
            Uploads.of(good.replaceFirst("\"bulkId\":\"[^\"]*\",", "")),
            List.of("missingMember", "Operations/0/bulkId")),
        Map.entry(Uploads.of(good, good), List.of("duplicateBulkId", "Operations/1/bulkId")),
        Map.entry(
            Uploads.of(good.replace("\"schemas\":[\"x\"],", "")),
            List.of("missingMember", "Operations/0/data/schemas")),
        Map.entry(
            Uploads.of(good.replace(",\"externalId\":\"1\"", "")),
            List.of("missingMember", "Operations/0/data/externalId")),
        Map.entry(
            Uploads.of(good.replace("\"1\"}", "\"\"}")),
            List.of("invalidMember", "Operations/0/data/externalId")),
        Map.entry(
            Uploads.of(good.replace("\"1\"}", "\"" + "x".repeat(256) + "\"}")),
            List.of("invalidMember", "Operations/0/data/externalId")),
        Map.entry(
            Uploads.of(good.replace("\"1\"}", "1}")),
            List.of("invalidMember", "Operations/0/data/externalId")),
        Map.entry(
            Uploads.of(
                good,
                Uploads.user(
                    "{\"schemas\":[\"x\"],\"externalId\":\"1\",\"urn:contoso:employee\":{}}")),
            List.of("unlistedSchema", "Operations/1/data/urn:contoso:employee")),
        Map.entry(
            Uploads.of(good).replace("\"failOnErrors\":null", "\"failOnErrors\":\"no\""),
            List.of("invalidMember", "failOnErrors")),
        Map.entry(
            Uploads.of(good).replace("\"failOnErrors\":null", "\"x\":1"),
            List.of("unknownMember", "x")),
        Map.entry(
            Uploads.of(good.replace("\"path\"", "\"version\":\"1\",\"path\"")),
            List.of("unknownMember", "Operations/0/version")));
    refusals.forEach(
        (body, refusal) -> send(body).assertRefused(400, refusal.get(0), refusal.get(1)));

    send(Uploads.body("1") + " ".repeat(1 << 20)).assertRefused(413, "requestTooLarge", "");
    assertThat(ids(0)).as("nothing of what was refused is kept").isEmpty();
  }
}
