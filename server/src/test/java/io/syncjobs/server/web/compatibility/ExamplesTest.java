package io.syncjobs.server.web.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.engine.Completed;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.DirectoryEntries;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.target.HangingTarget;
import io.syncjobs.server.support.target.ScimService;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Examples of the contract work unchanged, and their answers have the form of the examples of answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {

  /** Examples that need a value from the server, with their expected status. */
  private static final Map<String, Integer> OF_BEFORE = Map.of(
      "$skiptoken",
      400,
      "If-Match",
      412,
      "Repeatability-Request-ID",
      400,
      "Repeatability-First-Sent",
      400);

  /** Members that only longer or counted lists have. */
  private static final Set<String> OF_LONG_LISTS = Set.of("@odata.count", "@odata.nextLink");

  private final Contract contract = Contract.load();
  private final JsonNode document = contract.document();
  private TestServer server;
  private HangingTarget target;
  private ScimService service;

  @BeforeAll
  void start() {
    server = Database.SQLITE.server("--syncjobs.private-targets=true");
    target = new HangingTarget();
    target.answer();
    service = ScimService.GOLDFISH.start();
  }

  @AfterAll
  void stop() {
    target.close();
    service.close();
  }

  /** All operations but those of a sandbox, which this server has not, since it runs no jobs. */
  private Stream<Operation> operations() {
    return contract.operations().stream()
        .filter(operation -> !operation.path().startsWith("/sandbox/"));
  }

  @TestFactory
  Stream<DynamicTest> bodies() {
    return operations()
        .filter(operation -> operation.body() != null)
        .flatMap(operation -> resolve(node(operation).path("requestBody"))
            .at(content(operation) + "/examples")
            .properties()
            .stream()
            .map(example -> DynamicTest.dynamicTest(
                operation.id() + ": " + example.getKey(),
                () -> call(operation, resolve(example.getValue()).path("value")))));
  }

  @TestFactory
  Stream<DynamicTest> callsWithoutBody() {
    return operations()
        .filter(operation -> operation.body() == null)
        .map(operation -> DynamicTest.dynamicTest(operation.id(), () -> call(operation, null)));
  }

  @TestFactory
  Stream<DynamicTest> optionalParameters() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Operation operation : operations().toList()) {
      for (JsonNode reference : node(operation).path("parameters")) {
        JsonNode parameter = resolve(reference);
        String name = parameter.path("name").stringValue();
        if (!parameter.path("in").stringValue().equals("path") && parameter.has("example")) {
          tests.add(DynamicTest.dynamicTest(
              operation.id() + ": " + name, () -> callWith(operation, parameter)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(20);
    return tests.stream();
  }

  private void call(Operation operation, JsonNode body) {
    Fixture place = new Fixture(operation);

    Answer answer = place.send("", body);

    JsonNode responses = node(operation).path("responses");
    String status = responses.propertyNames().stream()
        .filter(name -> name.startsWith("2"))
        .findFirst()
        .orElseThrow();
    assertThat(answer.status())
        .as(answer.response().toString())
        .isEqualTo(Integer.parseInt(status));
    for (JsonNode example :
        resolve(responses.path(status)).at("/content/application~1json/examples")) {
      assertSameForm(resolve(example).path("value"), answer.json(), "");
    }
  }

  private void callWith(Operation operation, JsonNode parameter) {
    String name = parameter.path("name").stringValue();
    JsonNode example = parameter.path("example");
    String value = example.isArray()
        ? example.valueStream().map(JsonNode::stringValue).collect(Collectors.joining(","))
        : example.asString("");
    JsonNode body = operation.body() == null
        ? null
        : resolve(resolve(node(operation).path("requestBody"))
                .at(content(operation) + "/examples")
                .iterator()
                .next())
            .path("value");
    Fixture place = new Fixture(operation);

    Answer answer = parameter.path("in").stringValue().equals("query")
        ? place.send("?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8), body)
        : place.send("", body, name, value);

    assertThat(answer.status())
        .as(() -> answer.message())
        .isIn(
            OF_BEFORE.containsKey(name) ? Set.of(OF_BEFORE.get(name)) : Set.of(200, 201, 202, 204));
  }

  /** Asserts that the answer has every member of the example, with a value of the same type or null. */
  private static void assertSameForm(JsonNode example, JsonNode answer, String place) {
    if (answer.isNull() || example.isNull()) {
      return;
    }
    assertThat(answer.getNodeType()).as(place).isEqualTo(example.getNodeType());
    for (Map.Entry<String, JsonNode> member : example.properties()) {
      if (OF_LONG_LISTS.contains(member.getKey())) {
        continue;
      }
      assertThat(answer.has(member.getKey())).as(place + "/" + member.getKey()).isTrue();
      assertSameForm(
          member.getValue(), answer.path(member.getKey()), place + "/" + member.getKey());
    }
    if (example.isArray() && !example.isEmpty() && !answer.isEmpty()) {
      assertSameForm(example.path(0), answer.path(0), place + "/0");
    }
    if (example.asString("").startsWith("[{\"") && answer.asString("").startsWith("[{\"")) {
      JsonMapper json = JsonMapper.shared();
      assertSameForm(
          json.readTree(example.stringValue()),
          json.readTree(answer.stringValue()),
          place + "/(text)");
    }
  }

  /** Pointer to the request body in the contract. */
  private static String content(Operation operation) {
    return "/content/" + mediaType(operation).replace("/", "~1");
  }

  private static String mediaType(Operation operation) {
    return Objects.requireNonNull(operation.body()).mediaType();
  }

  private JsonNode node(Operation operation) {
    return document
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT));
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }

  /** A new application with the job and the secrets that the operation needs. */
  private final class Fixture {
    private final Operation operation;
    private final String tenant = TestServer.newId();
    private final Raw raw = Raw.of(server, tenant);
    private final String path;

    Fixture(Operation operation) {
      this.operation = operation;
      String owner = "/v1.0/applications/" + TestServer.newId();
      String job = "";
      if (operation.path().contains("{jobId}") || operation.id().startsWith("list")) {
        String template = operation.id().endsWith("Upload") ? "API2AAD" : "scim";
        job = raw.post(
                owner + "/synchronization/jobs", "{\"templateId\":\"%s\"}".formatted(template))
            .json()
            .path("id")
            .asString("");
      }
      if (operation.callsTarget() || operation.id().contains("Secrets")) {
        String secrets = operation.id().matches(".*(OnDemand|Directory)")
            ? credentials()
            : target.credentials().replace("credentials", "value");
        Answer saved = raw.send(
            "PUT",
            owner + "/synchronization/secrets",
            BodyPublishers.ofString(secrets),
            "Content-Type",
            "application/json");
        assertThat(saved.status()).isEqualTo(204);
      }
      if (operation.path().startsWith("/$") || operation.path().startsWith("/synchronization/")) {
        path = "/v1.0" + operation.path();
        return;
      }
      if (operation.path().startsWith("/auditLogs")) {
        ProvisioningEvent event = Events.of(tenant).created("User4");
        server.bean(AuditLog.class).add(List.of(event));
        path = "/v1.0" + operation.path().replace("{provisioningObjectSummaryId}", event.id());
        return;
      }
      if (operation.path().matches("/(users|groups).*")) {
        String user = DirectoryEntries.user(server, tenant, "kim@contoso.example");
        String group = DirectoryEntries.group(server, tenant, "Tour guides", user);
        path = "/v1.0" + operation.path().replace("{userId}", user).replace("{groupId}", group);
        return;
      }
      if (operation.path().endsWith("/webhook") && operation.body() == null) {
        String application = owner.substring(owner.lastIndexOf('/') + 1);
        Completed.webhook(server, tenant, application, job, "https://hooks.contoso.com/cycles");
      }
      path = owner.replace(
              "applications", operation.path().substring(1, operation.path().indexOf('/', 1)))
          + operation
              .path()
              .substring(operation.path().indexOf('}') + 1)
              .replace("{jobId}", job)
              .replace("{cycleId}", done(owner, job))
              .replace("{uploadId}", done(owner, job))
              .replace("{templateId}", template(owner))
              .replace("{directoryId}", directory(raw, owner, job));
    }

    /** Id of a template; one of the application's own if the operation changes it. */
    private String template(String owner) {
      if (!operation.path().contains("{templateId}")
          || operation.method().equals("GET")
          || operation.bound()) {
        return "scim";
      }
      raw.post(owner + "/synchronization/templates", "{\"id\":\"own\"}");
      return "own";
    }

    private String credentials() {
      return """
          {"value": [{"key": "BaseAddress", "value": "%s"}, {"key": "SecretToken", "value": "%s"}]}
          """.formatted(service.baseAddress(), service.token());
    }

    /** Id of a cycle or upload of the job, if the operation needs one. */
    private String done(String owner, String job) {
      String application = owner.substring(owner.lastIndexOf('/') + 1);
      String id = TestServer.newId();
      if (operation.path().endsWith("{cycleId}") || operation.id().endsWith("Cycles")) {
        Completed.cycle(server, tenant, application, job, id);
      }
      return operation.path().endsWith("{uploadId}")
          ? Completed.upload(server, tenant, application, job)
          : id;
    }

    private String directory(Raw raw, String owner, String job) {
      if (operation.method().equals("DELETE")) {
        // Rules refer to the directories of the template.
        String directories = owner
            + "/synchronization/"
            + (job.isEmpty() ? "templates/own" : "jobs/" + job)
            + "/schema/directories";
        return raw.post(directories, "{}").json().path("id").asString("");
      }
      return raw.send("GET", owner + "/synchronization/templates/scim/schema")
          .json()
          .at(operation.callsTarget() ? "/directories/1/id" : "/directories/0/id")
          .asString("");
    }

    /** Creates an entry in the tenant's directory, which assigns its id. */
    private String entry(String type) {
      Map<String, JsonNode> values = Map.of(
          "displayName", StringNode.valueOf("Example"),
          "userPrincipalName", StringNode.valueOf(tenant + "@example.com"));
      return server.bean(Directory.class).target(tenant).create(type, values);
    }

    Answer send(String query, JsonNode body, String... headers) {
      if (body == null) {
        return raw.send(operation.method(), path + query, headers);
      }
      String[] all = Stream.concat(
              Stream.of(headers), Stream.of("Content-Type", mediaType(operation)))
          .toArray(String[]::new);
      JsonNode ours = body.deepCopy();
      for (JsonNode subject : ours.findParents("objectTypeName")) {
        ((ObjectNode) subject)
            .put("objectId", entry(subject.path("objectTypeName").stringValue()));
      }
      // The targets of the examples don't exist.
      String json =
          ours.toString().replaceAll("https://[a-z.]*example[a-z./0-9]*", target.address());
      return raw.send(operation.method(), path + query, BodyPublishers.ofString(json), all);
    }
  }
}
