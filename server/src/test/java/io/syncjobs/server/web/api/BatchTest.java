package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.BatchAnswer;
import io.syncjobs.client.model.BatchItem;
import io.syncjobs.client.model.BatchMethod;
import io.syncjobs.client.model.BatchRequest;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.Uploads;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Batches: each request in one is answered as if it had been sent by itself. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class BatchTest extends BatchRequests {

  BatchTest(Database database) {
    super(database);
  }

  @Test
  void answersEachRequestAsIfItCameByItself() {
    addCreate("create", "scim");
    add("list", "GET", container.substring(1) + "/jobs?$filter=templateId eq 'scim'&$count=true");
    add("none", "GET", container + "/jobs/none");
    add("count", "GET", container + "/jobs/$count");
    add("wrong", "PUT", container + "/jobs");
    addCreate("second", "scim");

    List<JsonNode> answers = answers();

    assertThat(statuses(answers)).containsExactly(201, 200, 404, 200, 405, 409);
    JsonNode job = answers.get(0).path("body");
    String id = job.path("id").stringValue();
    assertThat(answers.get(0).at("/headers/Location").stringValue())
        .isEqualTo(server.origin() + "/v1.0" + container + "/jobs/" + id);
    Answer alone = raw.send("GET", "/v1.0" + container + "/jobs/" + id);
    assertThat(job).isEqualTo(alone.json());
    assertThat(answers.get(0).at("/headers/ETag").stringValue()).isEqualTo(alone.header("ETag"));
    assertThat(answers.get(1).at("/body/value/0")).isNotEmpty();
    assertThat(answers.get(1).at("/body/@odata.count").intValue()).isEqualTo(1);
    assertThat(answers.get(2).at("/body/error/code").stringValue()).isEqualTo("jobNotFound");
    assertThat(answers.get(3).path("body").stringValue()).isEqualTo("1");
    assertThat(answers.get(3).at("/headers/Content-Type").stringValue()).isEqualTo("text/plain");
    assertThat(answers.get(4).at("/headers/Allow").stringValue()).contains("GET", "POST");
    assertThat(answers.get(5).at("/body/error/code").stringValue()).isEqualTo("jobAlreadyExists");
    assertThat(answers)
        .extracting(answer -> answer.at("/headers/request-id").stringValue())
        .doesNotHaveDuplicates();
  }

  @Test
  void linksOfAnswersHaveTheVersionOfTheBatch() {
    addCreate("1", "scim");

    JsonNode answer = send(raw, "beta").json().at("/responses/0");

    assertThat(answer.at("/headers/Location").stringValue())
        .startsWith(server.origin() + "/beta/applications/");
  }

  @Test
  void runsRequestsAfterThoseOnWhichTheyDepend() {
    add("list", "GET", container + "/jobs").putArray("dependsOn").add("CREATE");
    addCreate("create", "scim");
    add("failing", "GET", container + "/jobs/none").putArray("dependsOn").add("list");
    add("start", "POST", container + "/jobs").putArray("dependsOn").add("failing");
    add("last", "DELETE", container + "/jobs/none")
        .putArray("dependsOn")
        .add("start")
        .add("list");

    List<JsonNode> answers = answers();

    assertThat(answers)
        .extracting(answer -> answer.path("id").stringValue())
        .containsExactly("list", "create", "failing", "start", "last");
    assertThat(statuses(answers)).containsExactly(200, 201, 404, 424, 424);
    assertThat(answers.get(0).at("/body/value")).hasSize(1);
    assertThat(answers.get(3).at("/body/error/code").stringValue()).isEqualTo("failedDependency");
  }

  @Test
  void checksThePermissionsOfEachRequest() {
    addCreate("write", "scim");
    add("read", "GET", container + "/jobs");
    add("log", "GET", "/auditLogs/provisioning");
    Raw reader = Raw.with(server, server.token(tenant, TestServer.READ));

    Answer answer = send(reader, "v1.0");

    assertThat(statuses(answer.json().path("responses").valueStream().toList()))
        .containsExactly(403, 200, 403);
    assertThat(answer.json().at("/responses/0/body/error/code").stringValue())
        .isEqualTo("Authorization_RequestDenied");
  }

  @Test
  void aTokenOfARequestReplacesThatOfTheBatch() {
    String other = server.token(TestServer.newId(), TestServer.ALL);
    addCreate("ours", "scim");
    add("theirs", "GET", container + "/jobs")
        .putObject("headers")
        .put("Authorization", "Bearer " + other);
    add("nobodys", "GET", container + "/jobs")
        .putObject("headers")
        .put("Authorization", "Bearer x");
    add("again", "GET", container + "/jobs");

    List<JsonNode> answers = answers();

    assertThat(statuses(answers)).containsExactly(201, 200, 401, 200);
    assertThat(answers.get(1).at("/body/value")).isEmpty();
    assertThat(answers.get(2).at("/headers/WWW-Authenticate").stringValue())
        .contains("invalid_token");
    assertThat(answers.get(3).at("/body/value")).hasSize(1);
  }

  @Test
  void checksEachRequestAgainstTheContract() {
    add("member", "POST", container + "/jobs")
        .putObject("body")
        .put("templateId", "scim")
        .put("x", 1);
    add("option", "GET", container + "/jobs?$expand=schema");
    add("owner", "GET", "/applications/1/synchronization/jobs");
    ObjectNode text = add("text", "POST", container + "/jobs");
    text.putObject("headers").put("Content-Type", "text/plain");
    text.put("body", "templateId=scim");
    ObjectNode match = add("match", "DELETE", container + "/jobs/x");
    match.putObject("headers").put("If-Match", "x");
    add("none", "POST", container + "/jobs");

    List<JsonNode> answers = answers();

    assertThat(answers)
        .extracting(answer -> answer.at("/body/error/code").stringValue())
        .containsExactly(
            "unknownMember",
            "unsupportedQueryOption",
            "invalidParameter",
            "unsupportedMediaType",
            "invalidParameter",
            "bodyRequired");
  }

  @Test
  void passesHeadersAndBodiesOn() {
    addCreate("create", "API2AAD");
    String job = "API2AAD." + tenant.replace("-", "") + "." + application;
    ObjectNode upload = add("upload", "POST", container + "/jobs/" + job + "/bulkUpload");
    upload
        .putObject("headers")
        .put("content-type", "application/scim+json")
        .put("Host", "x.example");
    upload.set("body", JSON.readTree(Uploads.body("1")));
    add("start", "POST", container + "/jobs/" + job + "/start")
        .putObject("body"); // Graph demands a body even where it has no meaning.
    ObjectNode stale = add("stale", "DELETE", container + "/jobs/" + job);
    stale.putObject("headers").put("If-Match", "W/\"x\"").put("client-request-id", "mine");

    Answer answer = send(raw, "v1.0", "client-request-id", "all");

    List<JsonNode> answers = answer.json().path("responses").valueStream().toList();
    assertThat(statuses(answers)).containsExactly(201, 202, 204, 412);
    assertThat(answers.get(1).at("/headers/Location").stringValue()).startsWith(server.origin());
    assertThat(answers.get(2).has("body")).isFalse();
    assertThat(answers.get(2).at("/headers/client-request-id").stringValue()).isEqualTo("all");
    assertThat(answers.get(3).at("/headers/client-request-id").stringValue()).isEqualTo("mine");
  }

  /** Microsoft's SDK for Java sends Content-Type so. */
  @Test
  void takesOneValueOfAHeaderInTwoCases() {
    ObjectNode create = add("1", "POST", container + "/jobs");
    create
        .putObject("headers")
        .put("content-type", "application/json")
        .put("Content-Type", "application/json");
    create.putObject("body").put("templateId", "scim");

    assertThat(statuses(answers())).containsExactly(201);
  }

  @ParameterizedTest
  @CsvSource({
    "Application/JSON, 201",
    "'application/json ', 201",
    "application/json;Charset=UTF-8, 400",
    "text/plain, 400",
    "/, 400"
  })
  void comparesMediaTypesByTheirMeaning(String other, int status) {
    ObjectNode create = add("1", "POST", container + "/jobs");
    create.putObject("headers").put("content-type", "application/json").put("Content-Type", other);
    create.putObject("body").put("templateId", "scim");

    assertThat(statuses(answers())).containsExactly(status);
  }

  @Test
  void refusesTwoValuesOfAHeader() {
    add("1", "GET", container + "/jobs")
        .putObject("headers")
        .put("If-Match", "a")
        .put("if-match", "b");

    JsonNode answer = answers().get(0);

    assertThat(answer.at("/body/error/code").stringValue()).isEqualTo("duplicateName");
    assertThat(answer.at("/body/error/target").stringValue())
        .isEqualTo("requests/0/headers/if-match");
  }

  @Test
  void bodiesOfOtherTypesAreBase64() {
    ObjectNode bytes = add("1", "POST", container + "/jobs");
    bytes.putObject("headers").put("Content-Type", "application/octet-stream");
    bytes.put("body", Base64.getUrlEncoder().encodeToString(new byte[] {-1, -2, -3}));
    ObjectNode broken = add("2", "POST", container + "/jobs");
    broken.putObject("headers").put("Content-Type", "application/octet-stream");

    assertThat(answers().get(0).at("/body/error/code").stringValue())
        .isEqualTo("unsupportedMediaType");
    broken.put("body", "*");
    assertRefused(answers().get(1), "requests/1/body");
  }

  @Test
  void refusesIdsThatOccurTwice() {
    add("a", "GET", container + "/jobs");
    add("A", "GET", container + "/jobs");

    send(raw, "v1.0").assertRefused(400, "duplicateName", "requests/1/id");
  }

  @Test
  void refusesUnknownAndCircularDependencies() {
    add("a", "GET", container + "/jobs").putArray("dependsOn").add("b");
    send(raw, "v1.0").assertRefused(400, "invalidDependency", "requests/0/dependsOn/0");

    addCreate("c", "scim");
    add("b", "GET", container + "/jobs").putArray("dependsOn").add("a");
    send(raw, "v1.0").assertRefused(400, "invalidDependency", "requests/0/dependsOn");
    assertThat(raw.send("GET", "/v1.0" + container + "/jobs").json().path("value"))
        .as("nothing was carried out")
        .isEmpty();
  }

  @Test
  void refusesHeadersThatAreNoneAndMoreThanTwentyRequests() {
    add("1", "GET", container + "/jobs").putObject("headers").put("X\ny", "z");
    assertRefused(answers().get(0), "requests/0/headers/X\ny");
    requests.removeAll();
    IntStream.range(0, 21).forEach(i -> add("" + i, "GET", container + "/jobs"));
    send(raw, "v1.0").assertRefused(400, "invalidMember", "requests");
    requests.remove(20);
    assertThat(answers()).hasSize(20).allMatch(answer -> answer.path("status").intValue() == 200);
  }

  @Test
  void answersThatAreTooLongTogetherAreLeftOut() {
    addCreate("0", "scim");
    assertThat(statuses(answers())).containsExactly(201);
    String schema =
        container + "/jobs/scim." + tenant.replace("-", "") + "." + application + "/schema";
    ObjectNode large = (ObjectNode) raw.send("GET", "/v1.0" + schema).json();
    ((ObjectNode) large.at("/directories/0/objects/0")).put("x@y.z", "x".repeat(3_000_000));
    assertThat(raw.send(
                "PUT",
                "/v1.0" + schema,
                BodyPublishers.ofString(large.toString()),
                "Content-Type",
                "application/json")
            .status())
        .isEqualTo(204);
    requests.removeAll();
    IntStream.range(0, 4).forEach(i -> add("" + i, "GET", schema));
    add("small", "GET", container + "/jobs");

    List<JsonNode> answers = answers();

    assertThat(statuses(answers)).containsExactly(200, 200, 413, 413, 200);
    assertThat(answers.get(2).at("/body/error/code").stringValue()).isEqualTo("answersTooLarge");
  }

  @Test
  void theClientSendsBatches() {
    List<BatchItem> items = IntStream.range(0, 3)
        .mapToObj(i -> new BatchItem()
            .id("" + i)
            .method(BatchMethod.POST)
            .url(container + "/jobs")
            .headers(Map.of("Content-Type", "application/json"))
            .body(Map.of("templateId", List.of("scim", "aws", "none").get(i))))
        .collect(Collectors.toList());
    items.get(2).dependsOn(List.of("0"));

    List<BatchAnswer> answers =
        server.client(tenant).batch(new BatchRequest().requests(items)).getResponses();

    assertThat(answers).extracting(BatchAnswer::getStatus).containsExactly(201, 201, 400);
    assertThat(answers.get(0).getHeaders()).containsKey("Location");
    assertThat((Map<?, ?>) answers.get(1).getBody())
        .extracting(body -> body.get("templateId"))
        .isEqualTo("aws");
  }
}
