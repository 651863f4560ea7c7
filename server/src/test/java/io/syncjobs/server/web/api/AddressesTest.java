package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All addresses of a resource behave alike. */
class AddressesTest {

  private final TestServer server = Database.SQLITE.server();
  private final Raw raw = Raw.of(server, TestServer.newId());
  private final String owner = TestServer.newId();

  static Stream<String> containers() {
    List<String> containers = new ArrayList<>();
    for (String version : List.of("v1.0", "beta")) {
      for (String root : List.of("applications", "servicePrincipals")) {
        for (String key : List.of("/%s", "('%s')", "(%%27%s%%27)", "(appId='%s')")) {
          containers.add("/" + version + "/" + root + key + "/synchronization");
        }
      }
    }
    return containers.stream();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void createsChangesAndDeletesAJob(String container) {
    String base = container.formatted(owner);
    String canonical = container.replaceAll("\\(.*\\)", "/%s").formatted(owner);
    String context = server.origin()
        + container.replaceAll("^(/[^/]+)/([A-Za-z]+).*", "$1/\\$metadata#$2")
        + "('"
        + owner
        + "')/synchronization/";

    Answer created = raw.post(base + "/jobs", "{\"templateId\":\"scim\"}");
    assertThat(created.status()).isEqualTo(201);
    String id = created.json().path("id").stringValue();
    assertThat(created.header("Location")).isEqualTo(server.origin() + canonical + "/jobs/" + id);
    assertThat(created.json().path("@odata.context").stringValue())
        .isEqualTo(context + "jobs/$entity");

    for (String key : List.of("/" + id, "('" + id + "')", "(%27" + id + "%27)", "/" + id + "/")) {
      Answer read = raw.send("GET", base + "/jobs" + key);
      assertThat(read.json()).as(key).isEqualTo(created.json());
    }
    assertThat(raw.post(base + "/jobs/", "{\"templateId\":\"scim\"}").status()).isEqualTo(409);

    Answer list = raw.send("GET", base + "/jobs/?$count=true");
    assertThat(list.json().path("@odata.context").stringValue()).isEqualTo(context + "jobs");
    assertThat(list.json().path("@odata.count").intValue()).isEqualTo(1);

    raw.post(base + "/jobs", "{\"templateId\":\"aws\"}");
    String next =
        raw.send("GET", base + "/jobs?$top=1").json().path("@odata.nextLink").stringValue();
    assertThat(next).startsWith(server.origin() + canonical + "/jobs?");
    assertThat(raw.send("GET", next).json().at("/value/0/id").stringValue()).isEqualTo(id);

    assertThat(
            raw.send("GET", base + "/templates").json().path("@odata.context").stringValue())
        .isEqualTo(context + "templates");
    for (String key : List.of("/scim", "('scim')")) {
      assertThat(raw.send("GET", base + "/templates" + key)
              .json()
              .path("@odata.context")
              .stringValue())
          .isEqualTo(context + "templates/$entity");
    }

    assertThat(raw.send("DELETE", base + "/jobs('" + id + "')/").status()).isEqualTo(204);
    assertThat(raw.send("GET", base + "/jobs/" + id).status()).isEqualTo(404);
    assertThat(raw.send("PUT", base + "/jobs").status()).isEqualTo(405);
    assertThat(raw.send("GET", base + "/nix").code()).isEqualTo("resourceNotFound");
  }

  @ParameterizedTest
  @MethodSource("containers")
  void namesActionsAndFunctionsWithTheirNamespaceAsWell(String container) {
    String base = container.formatted(owner);
    String job =
        raw.post(base + "/jobs", "{\"templateId\":\"scim\"}").json().path("id").stringValue();
    List<Operation> bound = Contract.load().operations().stream()
        .filter(operation -> operation.bound() && operation.path().startsWith("/applications"))
        .toList();
    assertThat(bound).extracting(Operation::id).contains("startJob", "listFunctions");

    for (Operation operation : bound) {
      String path = base
          + operation
              .path()
              .replaceAll("^.*?/synchronization", "")
              .replace("{jobId}", job)
              .replace("{templateId}", "scim")
              .replace("{directoryId}", "scim");
      Answer plain = call(operation, path);
      assertThat(plain.code()).as(path).isNotEqualTo("resourceNotFound");
      String qualified = path.replaceAll("/([A-Za-z]+)$", "/microsoft.graph.$1");
      for (String address : List.of(qualified, qualified + "()", qualified + "/", path + "()")) {
        Answer answer = call(operation, address);
        assertThat(answer.status()).as(address).isEqualTo(plain.status());
        assertThat(answer.code()).as(address).isEqualTo(plain.code());
      }
    }
    assertThat(raw.send("POST", base + "/jobs/" + job + "/microsoft.graph.stop").code())
        .isEqualTo("resourceNotFound");
    assertThat(
            raw.send("GET", base + "/jobs/microsoft.graph.validateCredentials").status())
        .isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /V1.0/Applications/%1$s/Synchronization/JOBS/%2$s, 200",
    "GET, /BETA/SERVICEPRINCIPALS('%1$s')/synchronization/Jobs('%2$s')/SCHEMA, 200",
    "GET, /v1.0/serviceprincipals/%1$s/synchronization/templates/SCIM, 404",
    "POST, /v1.0/applications/%1$s/synchronization/jobs/%2$s/Pause, 204",
    "POST, /v1.0/applications/%1$s/synchronization/jobs/%2$s/Microsoft.Graph.START, 204",
    "GET, /v1.0/applications/%1$s/synchronization/Jobs/ValidateCredentials, 405",
    "GET, /v1.0/AuditLogs/provisioning, 200",
    "GET, /v1.0/$METADATA, 200",
    "GET, /v1.0/Applications/%1$s/synchronization/nix, 404",
  })
  void takesNamesInAnyCase(String method, String address, int status) {
    String base = "/v1.0/applications/" + owner + "/synchronization/jobs";
    String job = raw.post(base, "{\"templateId\":\"scim\"}").json().path("id").stringValue();
    raw.post(base + "/" + job + "/start", "");

    assertThat(raw.send(method, address.formatted(owner, job)).status()).isEqualTo(status);
  }

  private Answer call(Operation operation, String path) {
    return operation.method().equals("GET") ? raw.send("GET", path) : raw.post(path, "{}");
  }
}
