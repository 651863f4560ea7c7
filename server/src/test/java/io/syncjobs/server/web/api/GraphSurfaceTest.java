package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.Uploads;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Operations that Graph's metadata and generated SDKs have and its pages don't describe. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class GraphSurfaceTest {

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final String container = "/v1.0/applications/" + application + "/synchronization";
  private final Raw raw;

  GraphSurfaceTest(Database database) {
    server = database.server();
    raw = Raw.of(server, tenant);
  }

  private Answer send(String method, String path, String body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return raw.send(method, path, BodyPublishers.ofString(body), all);
  }

  /** Creates a job and returns its path. */
  private String job(String templateId) {
    String id = raw.post(container + "/jobs", "{\"templateId\":\"" + templateId + "\"}")
        .json()
        .path("id")
        .stringValue();
    return container + "/jobs/" + id;
  }

  @Test
  void readsTheContainerWithMaskedSecrets() {
    send(
        "PUT",
        container + "/secrets",
        "{\"value\":[{\"key\":\"BaseAddress\",\"value\":\"https://scim.example\"}]}");

    JsonNode read = raw.send("GET", container).json();

    assertThat(read.path("id").stringValue()).isEqualTo(application);
    assertThat(read.path("@odata.context").stringValue())
        .endsWith("$metadata#applications('" + application + "')/synchronization");
    assertThat(read.at("/secrets/0/value").stringValue()).isEqualTo("*");
  }

  @Test
  void countsTemplatesAndDirectories() {
    String job = job("scim");
    String template = container + "/templates/scim/schema";

    assertThat(raw.send("GET", container + "/templates/$count").json().intValue())
        .isEqualTo(6);
    for (String directories : List.of(job + "/schema/directories", template + "/directories")) {
      assertThat(raw.send("GET", directories + "/$count").json().intValue()).isEqualTo(2);
      JsonNode list = raw.send("GET", directories).json();
      assertThat(list.path("value")).hasSize(2);
      assertThat(raw.send("GET", directories + "('aad')").json())
          .isEqualTo(list.at("/value/0"))
          .isEqualTo(
              raw.send("GET", directories + "/Azure%20Active%20Directory").json());
    }
    assertThat(raw.send("GET", container + "/templates/none/schema/directories").code())
        .isEqualTo("templateNotFound");
    assertThat(raw.send("GET", template + "/directories/none").code())
        .isEqualTo("directoryNotFound");
    assertThat(raw.send("GET", template + "/functions").json().path("value"))
        .isEqualTo(raw.send("GET", job + "/schema/functions").json().path("value"));
    assertThat(raw.send("GET", template + "/filterOperators").json().path("value"))
        .isEqualTo(raw.send("GET", job + "/schema/filterOperators").json().path("value"));
  }

  @Test
  void patchReplacesTheMembersThatItHas() {
    String schema = job("scim") + "/schema";
    Answer before = raw.send("GET", schema);
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    patch.put("@odata.type", "#microsoft.graph.synchronizationSchema");
    patch.put("id", "another").put("version", "another");
    patch.set("synchronizationRules", before.json().path("synchronizationRules").deepCopy());
    ((ObjectNode) patch.at("/synchronizationRules/0")).put("name", "Renamed");

    send("PATCH", schema, patch.toString(), "If-Match", "W/\"old\"")
        .assertRefused(412, "preconditionFailed", "If-Match");
    Answer changed = send("PATCH", schema, patch.toString(), "If-Match", before.header("ETag"));

    assertThat(changed.status()).isEqualTo(200);
    Answer after = raw.send("GET", schema);
    assertThat(after.json()).isEqualTo(changed.json());
    assertThat(after.header("ETag"))
        .isEqualTo(changed.header("ETag"))
        .isNotEqualTo(before.header("ETag"));
    assertThat(after.json().at("/synchronizationRules/0/name").stringValue()).isEqualTo("Renamed");
    assertThat(after.json().path("directories")).isEqualTo(before.json().path("directories"));
    assertThat(after.json().path("id")).isEqualTo(before.json().path("id"));

    send("PATCH", schema, "{\"directories\":[{\"id\":\"x\",\"name\":\"x\"}]}")
        .assertRefused(400, "unknownReference", "synchronizationRules/0/sourceDirectoryName");
    assertThat(raw.send("GET", schema).json()).as("nothing was changed").isEqualTo(after.json());
  }

  @Test
  void addsChangesAndDeletesDirectories() {
    String directories = job("scim") + "/schema/directories";

    Answer added = send("POST", directories, "{\"id\":\"hr\",\"name\":\"HR\",\"objects\":[]}");
    Answer named = send("POST", directories, "{\"name\":\"Payroll\"}");

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo(server.origin() + directories + "/hr");
    assertThat(raw.send("GET", added.header("Location")).json()).isEqualTo(added.json());
    assertThat(named.json().path("id").stringValue()).hasSize(36);
    send("POST", directories, "{\"name\":\"HR\"}")
        .assertRefused(409, "directoryAlreadyExists", "name");
    send("POST", directories, "{\"id\":\"hr\",\"name\":\"x\"}")
        .assertRefused(409, "directoryAlreadyExists", "id");

    Answer changed = send("PATCH", directories + "/hr", "{\"name\":\"People\",\"id\":\"x\"}");
    assertThat(changed.json().path("id").stringValue()).isEqualTo("hr");
    assertThat(changed.json().path("name").stringValue()).isEqualTo("People");
    assertThat(changed.json().path("objects").isArray()).as("is kept").isTrue();
    assertThat(send("PATCH", directories + "/Payroll", "{\"name\":\"Pay\"}").json())
        .isEqualTo(raw.send("GET", directories + "/Pay").json());

    assertThat(raw.send("DELETE", directories + "/hr").status()).isEqualTo(204);
    assertThat(raw.send("DELETE", directories + "/hr").code()).isEqualTo("directoryNotFound");
    raw.send("DELETE", directories + "/aad")
        .assertRefused(400, "unknownReference", "synchronizationRules/0/sourceDirectoryName");
    assertThat(raw.send("GET", directories + "/$count").json().intValue()).isEqualTo(3);
  }

  @Test
  void takesUploadsAsAStream() {
    String job = job("API2AAD");

    Answer stored = raw.send(
        "PUT",
        job + "/bulkUpload/$value",
        BodyPublishers.ofString(Uploads.body("1")),
        "Content-Type",
        "application/octet-stream");

    assertThat(stored.status()).isEqualTo(202);
    assertThat(stored.header("Location")).startsWith(server.origin() + job + "/uploads/");
    assertThat(raw.send("GET", stored.header("Location")).json().path("operations"))
        .hasSize(1);
    raw.send(
            "PUT",
            job + "/bulkUpload/$value",
            BodyPublishers.ofByteArray(new byte[] {1, 2}),
            "Content-Type",
            "application/octet-stream")
        .assertRefused(400, "malformedJson", "");
    assertThat(send("PUT", job + "/bulkUpload/$value", Uploads.body("1")).status())
        .isEqualTo(415);
  }

  @Test
  void readsAndCountsEntriesOfTheLog() {
    Events events = Events.of(tenant);
    ProvisioningEvent ann = events.created("Ann");
    server.bean(AuditLog.class).add(List.of(ann, events.failed("Bob")));
    String log = "/v1.0/auditLogs/provisioning";

    JsonNode read = raw.send("GET", log + "/" + ann.id()).json();

    assertThat(read.at("/sourceIdentity/displayName").stringValue()).isEqualTo("Ann");
    assertThat(raw.send("GET", log + "('" + ann.id() + "')").json()).isEqualTo(read);
    assertThat(raw.send("GET", log + "/$count").json().intValue()).isEqualTo(2);
    assertThat(raw.send("GET", log + "/$count?$filter=statusInfo/status%20eq%20'failure'")
            .json()
            .intValue())
        .isEqualTo(1);
    assertThat(
            server.client(tenant).auditLogs().get(ann.id()).getSourceIdentity().getDisplayName())
        .isEqualTo("Ann");
    assertThat(server.client(tenant).auditLogs().count()).isEqualTo(2);
    raw.send("GET", log + "/none")
        .assertRefused(404, "provisioningEventNotFound", "provisioningObjectSummaryId");
    assertThat(
            Raw.of(server, TestServer.newId()).send("GET", log + "/" + ann.id()).status())
        .as("another tenant")
        .isEqualTo(404);
  }

  @Test
  void refusesTheRestAsTheMapOfParitySays() throws IOException {
    String job = job("scim");
    JsonNode refused =
        new YAMLMapper().readTree(Path.of("../api-spec/graph.yaml")).path("refused");

    assertThat(refused.properties()).isNotEmpty().allSatisfy(entry -> {
      String[] operation = entry.getKey().split(" ", 2);
      String path = (operation[1].startsWith("/synchronization")
              ? container.replace("/synchronization", "")
              : "/v1.0")
          + operation[1]
              .replace("{jobId}", job.substring(job.lastIndexOf('/') + 1))
              .replace("{templateId}", "scim")
              .replace("{directoryId}", "aad")
              .replace("{provisioningObjectSummaryId}", "1");
      Answer answer = operation[0].equals("GET") || operation[0].equals("DELETE")
          ? raw.send(operation[0], path)
          : send(operation[0], path, "{}");
      assertThat(String.valueOf(answer.status()))
          .as(entry.getKey())
          .isEqualTo(entry.getValue().stringValue().substring(0, 3));
      assertThat(answer.code()).isIn("methodNotAllowed", "resourceNotFound");
    });
  }
}
