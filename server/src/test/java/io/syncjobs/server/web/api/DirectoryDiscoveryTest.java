package io.syncjobs.server.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.client.model.AttributeDefinition;
import io.syncjobs.client.model.DirectoryDefinition;
import io.syncjobs.client.model.ObjectDefinition;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The attributes of a target come from its own description, and everything else of the definition stays as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ClientTest
class DirectoryDiscoveryTest {

  private static final String LIST =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":1,\"Resources\":[%s]}";

  private static final String TYPES = LIST.formatted("""
      {"name": "User", "schema": "urn:ietf:params:scim:schemas:core:2.0:User",
       "schemaExtensions": [{"schema": "urn:contoso:2.0:Badge", "required": false}]},
      {"name": "Device", "schema": "urn:contoso:2.0:Device"}
      """);

  private static final String SCHEMAS = LIST.formatted("""
      {"id": "urn:ietf:params:scim:schemas:core:2.0:User", "attributes": [
        {"name": "userName", "type": "string", "caseExact": true, "required": true},
        {"name": "name", "type": "complex", "subAttributes": [{"name": "honorificPrefix", "type": "string"}]},
        {"name": "emails", "type": "complex", "multiValued": true, "subAttributes": [
          {"name": "value", "type": "string"}, {"name": "verified", "type": "boolean"}, {"name": "primary", "type": "boolean"},
          {"name": "type", "type": "string", "canonicalValues": ["work", "home", "a\\" or b"]}]},
        {"name": "ims", "type": "complex", "multiValued": true, "subAttributes": [{"name": "value", "type": "string"}]},
        {"name": "groups", "type": "complex", "multiValued": true, "mutability": "readOnly", "subAttributes": [
          {"name": "value", "type": "string"}, {"name": "$ref", "type": "reference", "referenceTypes": ["Group"]}]}]},
      {"id": "urn:contoso:2.0:Badge", "attributes": [
        {"name": "number", "type": "integer", "mutability": "immutable"}, {"name": "issued", "type": "dateTime"}, {"name": 7}]},
      {"id": "urn:contoso:2.0:Device", "attributes": [{"name": "tags", "type": "string", "multiValued": true}]}
      """);

  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final String container = "/v1.0/applications/" + application + "/synchronization";
  private TestServer server;
  private HttpServer target;
  private Raw raw;
  private String directories;

  @BeforeAll
  void start() throws IOException {
    server = Database.SQLITE.server("--syncjobs.private-targets=true");
    raw = Raw.of(server, tenant);
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/", exchange -> {
      String document = documents.get(exchange.getRequestURI().getPath());
      byte[] bytes = String.valueOf(document).getBytes(UTF_8);
      exchange.sendResponseHeaders(document == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    target.start();
    directories = container + "/jobs/"
        + raw.post(container + "/jobs", "{\"templateId\":\"scim\"}")
            .json()
            .path("id")
            .stringValue()
        + "/schema/directories";
  }

  @AfterAll
  void stop() {
    target.stop(0);
  }

  private void save(String baseAddress) {
    Answer saved = raw.send(
        "PUT",
        container + "/secrets",
        BodyPublishers.ofString(
            "{\"value\":[{\"key\":\"BaseAddress\",\"value\":\"%s\"},{\"key\":\"SecretToken\",\"value\":\"t\"}]}"
                .formatted(baseAddress)),
        "Content-Type",
        "application/json");
    assertThat(saved.status()).isEqualTo(204);
  }

  private void serve(@Nullable String types, @Nullable String schemas) {
    documents.clear();
    if (types != null) {
      documents.put("/ResourceTypes", types);
    }
    if (schemas != null) {
      documents.put("/Schemas", schemas);
    }
    save("http://localhost:" + target.getAddress().getPort());
  }

  private static Map<String, AttributeDefinition> attributes(
      DirectoryDefinition directory, String object) {
    Map<String, AttributeDefinition> attributes = new HashMap<>();
    for (ObjectDefinition each : directory.getObjects()) {
      if (each.getName().equals(object)) {
        attributes.putAll(each.getAttributes().stream()
            .collect(Collectors.toMap(AttributeDefinition::getName, Function.identity())));
      }
    }
    return attributes;
  }

  private static AttributeDefinition get(Map<String, AttributeDefinition> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  @Test
  void addsWhatTheTargetDescribesAndKeepsTheRest() {
    serve(TYPES, SCHEMAS);
    String job = directories.split("/", -1)[6];
    JsonNode before = raw.send("GET", directories + "/scim").json();

    DirectoryDefinition found =
        server.client(tenant).application(application).schemas().discover(job, "scim");

    Map<String, AttributeDefinition> users = attributes(found, "User");
    assertThat(users.keySet())
        .contains(
            "name.honorificPrefix",
            "emails[type eq \"home\"].value",
            "emails[type eq \"work\"].verified",
            "urn:contoso:2.0:Badge:issued",
            "groups",
            "title")
        .noneMatch(name -> name.contains("primary") || name.contains(" or ") || name.equals("ims"));
    assertThat(get(users, "userName").getCaseExact()).as("is kept").isFalse();
    assertThat(get(users, "urn:contoso:2.0:Badge:number").getType()).hasToString("Integer");
    assertThat(get(users, "urn:contoso:2.0:Badge:number").getMutability()).hasToString("Immutable");
    assertThat(get(users, "groups").getReferencedObjects().get(0).getReferencedObjectName())
        .isEqualTo("Group");
    assertThat(get(attributes(found, "Device"), "tags").getMultivalued()).isTrue();
    assertThat(get(attributes(found, "Device"), "id").getAnchor()).isTrue();
    assertThat(attributes(found, "Group")).as("isn't described").containsKey("members");
    assertThat(found.getDiscoveryDateTime()).isNotNull();
    assertThat(raw.send("GET", directories + "/scim").json())
        .as("nothing is saved")
        .isEqualTo(before);
  }

  @Test
  void itsAnswerCanBeSaved() {
    serve(null, SCHEMAS);
    Answer found = raw.send("POST", container + "/templates/scim/schema/directories/scim/discover");

    Answer saved = raw.send(
        "PATCH",
        directories + "/scim",
        BodyPublishers.ofByteArray(found.response().body()),
        "Content-Type",
        "application/json");

    assertThat(found.json().at("/objects").findValuesAsString("name"))
        .contains("name.honorificPrefix")
        .as("belongs to no resource type")
        .doesNotContain("urn:contoso:2.0:Badge:number");
    assertThat(saved.status()).as(saved.message()).isEqualTo(200);
    assertThat(saved.json().path("version")).isEqualTo(found.json().path("version"));
  }

  @Test
  void refusesWhatCantBeDiscovered() {
    serve(TYPES, null);
    raw.send("POST", directories + "/scim/discover")
        .assertRefused(400, "notDiscoverable", "directoryId");
    serve(TYPES, "{}");
    raw.send("POST", directories + "/scim/discover")
        .assertRefused(400, "targetNotScim", "BaseAddress");
    raw.send("POST", directories + "/aad/discover")
        .assertRefused(400, "notDiscoverable", "directoryId");
    raw.send("POST", directories + "/none/discover")
        .assertRefused(404, "directoryNotFound", "directoryId");
    raw.send("POST", container + "/templates/none/schema/directories/scim/discover")
        .assertRefused(404, "templateNotFound", "templateId");
    JsonNode uploads = raw.send("GET", container + "/templates/API2AAD/schema").json();
    raw.send(
            "POST",
            container + "/templates/API2AAD/schema/directories/"
                + uploads
                    .at("/synchronizationRules/0/targetDirectoryName")
                    .stringValue()
                    .replace(" ", "%20")
                + "/discover")
        .assertRefused(400, "notDiscoverable", "directoryId");
    save("http://localhost:1");
    raw.send("POST", directories + "/scim/discover")
        .assertRefused(400, "targetConnectionRefused", "BaseAddress");
    assertThat(List.of(raw.send(
                "PUT",
                container + "/secrets",
                BodyPublishers.ofString("{\"value\":[]}"),
                "Content-Type",
                "application/json")
            .status()))
        .containsExactly(204);
    raw.send("POST", directories + "/scim/discover")
        .assertRefused(400, "credentialsMissing", "BaseAddress");
  }
}
