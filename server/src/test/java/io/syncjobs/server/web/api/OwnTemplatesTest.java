package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Applications have templates of their own, from which their jobs are created. */
@ParameterizedClass
@EnumSource(Database.class)
class OwnTemplatesTest {

  private final TestServer server;
  private final Raw raw;
  private final String container = "/v1.0/applications/" + TestServer.newId() + "/synchronization";
  private final String templates = container + "/templates";

  OwnTemplatesTest(Database database) {
    server = database.server();
    raw = Raw.of(server, TestServer.newId());
  }

  private Answer send(String method, String path, String body) {
    return raw.send(
        method, path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  @Test
  void createsATemplateAndJobsOfIt() {
    Answer created = raw.post(templates, "{\"id\":\"Slack\",\"factoryTag\":\"CustomSCIM\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(server.origin() + templates + "/Slack");
    assertThat(raw.send("GET", templates + "/Slack").json()).isEqualTo(created.json());
    assertThat(created.json().at("/schema/synchronizationRules")).hasSize(1);
    assertThat(raw.send("GET", templates + "/$count").json().intValue()).isEqualTo(7);
    assertThat(raw.send("GET", templates).json().path("value").findValuesAsString("id"))
        .contains("Slack", "scim");
    Answer job = raw.post(container + "/jobs", "{\"templateId\":\"Slack\"}");
    assertThat(job.json().path("synchronizationJobSettings")).isNotEmpty();
    assertThat(raw.send("GET", job.header("Location") + "/schema").json().path("directories"))
        .isEqualTo(created.json().at("/schema/directories"));
    assertThat(
            Raw.of(server, TestServer.newId()).send("GET", templates + "/Slack").status())
        .as("another tenant")
        .isEqualTo(404);
    assertThat(raw.post(
                "/v1.0/applications/" + TestServer.newId() + "/synchronization/jobs",
                "{\"templateId\":\"Slack\"}")
            .code())
        .as("another application")
        .isEqualTo("unknownTemplate");
  }

  @Test
  void refusesATextThatNoDatabaseCanHold() {
    raw.post(
            container + "/jobs/validateCredentials",
            "{\"templateId\":\"\\u0000\",\"useSavedCredentials\":true}")
        .assertRefused(400, "invalidMember", "templateId");
  }

  @Test
  void changesATemplateAndItsSchema() {
    raw.post(templates, "{\"id\":\"own\",\"description\":\"first\"}");
    String schema = templates + "/own/schema";
    Answer job = raw.post(container + "/jobs", "{\"templateId\":\"own\"}");

    JsonNode patched = send(
            "PATCH",
            templates + "/own",
            "{\"default\":true,\"metadata\":[{\"@odata.type\":\"x\",\"key\":\"a\",\"value\":null}]}")
        .json();
    assertThat(patched.path("default").booleanValue()).isTrue();
    assertThat(patched.path("description").stringValue()).as("is kept").isEqualTo("first");
    assertThat(send("PUT", templates + "/own", "{\"factoryTag\":\"x\"}").status())
        .isEqualTo(204);
    assertThat(raw.send("GET", templates + "/own").json().path("description").isNull())
        .isTrue();

    String etag = raw.send("GET", schema).header("ETag");
    assertThat(send("POST", schema + "/directories", "{\"id\":\"hr\",\"name\":\"HR\"}")
            .status())
        .isEqualTo(201);
    assertThat(raw.send("GET", schema).header("ETag")).isNotEqualTo(etag);
    assertThat(send("PATCH", schema + "/directories/hr", "{\"name\":\"People\"}")
            .json()
            .path("name")
            .stringValue())
        .isEqualTo("People");
    assertThat(raw.send("GET", job.header("Location") + "/schema/directories/$count")
            .json()
            .intValue())
        .as("the job has the template's schema")
        .isEqualTo(3);
    assertThat(raw.send("DELETE", schema + "/directories/People").status()).isEqualTo(204);
    raw.send("DELETE", schema + "/directories/aad")
        .assertRefused(400, "unknownReference", "synchronizationRules/0/sourceDirectoryName");
    assertThat(send("PATCH", schema, "{\"synchronizationRules\":[]}").json().path("directories"))
        .hasSize(2);
    assertThat(send("PUT", schema, "{\"directories\":[]}").status()).isEqualTo(204);
    assertThat(raw.send("GET", schema + "/directories/$count").json().intValue())
        .isZero();
    assertThat(raw.send("DELETE", schema).status()).isEqualTo(204);
    assertThat(raw.send("GET", schema + "/directories/$count").json().intValue())
        .isEqualTo(2);
  }

  @Test
  void refusesWhatItCantChange() {
    raw.post(templates, "{\"id\":\"own\"}");
    String job = raw.post(container + "/jobs", "{\"templateId\":\"own\"}").header("Location");

    raw.post(templates, "{\"id\":\"own\"}").assertRefused(409, "templateAlreadyExists", "id");
    raw.post(templates, "{\"id\":\"scim\"}").assertRefused(409, "templateAlreadyExists", "id");
    raw.post(templates, "{\"id\":\"x\",\"y\":1}").assertRefused(400, "unknownMember", "y");
    raw.post(
            templates,
            "{\"id\":\"x\",\"schema\":{\"synchronizationRules\":[{\"sourceDirectoryName\":\"x\"}],\"directories\":[{\"name\":\"y\"}]}}")
        .assertRefused(400, "unknownReference", "synchronizationRules/0/sourceDirectoryName");
    send("PUT", templates + "/own/schema", "{}")
        .assertRefused(400, "missingMember", "synchronizationRules");
    send("PATCH", templates + "/scim", "{}").assertRefused(409, "templateShared", "templateId");
    raw.send("DELETE", templates + "/scim").assertRefused(409, "templateShared", "templateId");
    send("PUT", templates + "/none", "{}").assertRefused(404, "templateNotFound", "templateId");
    send("PATCH", templates + "/own", "{\"id\":\"x\"}").assertRefused(400, "invalidMember", "id");
    raw.send("DELETE", templates + "/own").assertRefused(409, "templateInUse", "templateId");
    raw.send("DELETE", job);
    assertThat(raw.send("DELETE", templates + "/own").status()).isEqualTo(204);
    assertThat(raw.send("GET", templates + "/own").status()).isEqualTo(404);
    for (int i = 0; i < 20; i++) {
      assertThat(raw.post(templates, "{\"id\":\"t%d\"}".formatted(i)).status()).isEqualTo(201);
    }
    raw.post(templates, "{\"id\":\"t20\"}").assertRefused(409, "templateAlreadyExists", "");
  }
}
