package io.syncjobs.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.engine.Completed;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.DirectoryEntries;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.Uploads;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tenants are isolated from each other in every operation, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
class TenantsTest {

  private static final String MARK = "only-the-first-tenant-knows";

  private final TestServer server;
  private final String first = TestServer.newId();
  private final String second = TestServer.newId();
  private final String application = TestServer.newId();
  private final String nowhere = TestServer.newId();
  private final String jobId = "scim." + first.replace("-", "") + "." + application;

  private final String cycleId = TestServer.newId();
  private String uploadId = TestServer.newId();
  private String eventId = "none";
  private final String user;
  private final String group;

  TenantsTest(Database database) {
    server = database.server();
    user = DirectoryEntries.user(server, first, MARK);
    group = DirectoryEntries.group(server, first, MARK, user);
  }

  private String path(Operation operation, String owner, String job) {
    return "/v1.0"
        + operation
            .path()
            .replace("{applicationsId}", owner)
            .replace("{servicePrincipalId}", owner)
            .replace("{templateId}", "scim")
            .replace("{directoryId}", operation.path().contains("{templateId}") ? "aad" : MARK)
            .replace("{provisioningObjectSummaryId}", eventId)
            .replace("{cycleId}", cycleId)
            .replace("{snapshotName}", "before")
            .replace("{uploadId}", uploadId)
            .replace("{userId}", user)
            .replace("{groupId}", group)
            .replace("{jobId}", job);
  }

  private static Answer call(Raw raw, Operation operation, String path, String... headers) {
    if (operation.body() == null) {
      return raw.send(operation.method(), path, headers);
    }
    List<String> all = new ArrayList<>(List.of("Content-Type", operation.body().mediaType()));
    all.addAll(List.of(headers));
    String id = operation.id();
    String body = id.startsWith("create")
        ? "{\"templateId\":\"scim\"}"
        : id.contains("Secrets")
            ? "{\"value\":[]}"
            : id.endsWith("Upload") ? Uploads.body("1") : "{}";
    return raw.send(
        operation.method(), path, BodyPublishers.ofString(body), all.toArray(String[]::new));
  }

  /** Creates a resource of every kind for the first tenant. */
  private void createAll() {
    Raw raw = Raw.of(server, first);
    String jobs = Raw.jobs(application);
    assertThat(raw.post(jobs, """
        {"templateId":"scim","synchronizationJobSettings":[{"name":"%s","value":"a"}]}
        """.formatted(MARK)).status()).isEqualTo(201);
    ObjectNode schema =
        (ObjectNode) raw.send("GET", jobs + "/" + jobId + "/schema").json();
    schema.remove("@odata.context");
    ObjectNode directory = ((ObjectNode) schema.path("directories").get(0)).deepCopy();
    directory.put("id", MARK).put("name", MARK);
    schema.withArray("directories").add(directory);
    assertThat(put(raw, jobs + "/" + jobId + "/schema", schema.toString())).isEqualTo(204);
    assertThat(put(raw, jobs.replace("/jobs", "/secrets"), """
        {"value":[{"key":"BaseAddress","value":"https://%s.example"}]}
        """.formatted(MARK))).isEqualTo(204);
    ProvisioningEvent event = Events.of(first).created(MARK);
    server.bean(AuditLog.class).add(List.of(event));
    eventId = event.id();
    uploadId = Completed.upload(server, first, application, jobId);
    Completed.cycle(server, first, application, jobId, cycleId);
    Completed.webhook(server, first, application, jobId, "https://%s.example".formatted(MARK));
  }

  private static int put(Raw raw, String path, String body) {
    return raw.send("PUT", path, BodyPublishers.ofString(body), "Content-Type", "application/json")
        .status();
  }

  /** Reads everything of the first tenant. */
  private Map<String, String> everything() {
    Raw raw = Raw.of(server, first);
    Map<String, String> answers = new TreeMap<>();
    for (Operation operation : Contract.load().operations()) {
      if (operation.method().equals("GET") && !operation.path().startsWith("/sandbox/")) {
        Answer answer = raw.send("GET", path(operation, application, jobId));
        assertThat(answer.status()).as(operation.id()).isEqualTo(200);
        answers.put(operation.id(), answer.header("ETag") + text(answer));
      }
    }
    return answers;
  }

  private static String text(Answer answer) {
    return new String(answer.response().body(), StandardCharsets.UTF_8);
  }

  /** Drops the parts of an answer that always change or repeat the address. */
  private String stableParts(Answer answer) {
    return (answer.status() + " " + answer.header("ETag") + " " + text(answer))
        .replaceAll("W/\"[-0-9a-f]{36}\"", "")
        .replaceAll("\"innerError\":\\{[^}]*}", "")
        .replace(first.replace("-", ""), "")
        .replace(nowhere.replace("-", ""), "")
        .replace(application, "")
        .replace(nowhere, "");
  }

  @Test
  void isolatesTenantsInEveryOperation() {
    createAll();
    Map<String, String> before = everything();
    Raw stranger = Raw.of(server, second);
    String elsewhere = "scim." + first.replace("-", "") + "." + nowhere;

    for (Operation operation : Contract.load().operations()) {
      String at = operation.id();
      Answer there = call(stranger, operation, path(operation, application, jobId));
      Answer where = call(stranger, operation, path(operation, nowhere, elsewhere));
      assertThat(stableParts(there))
          .as(at)
          .isEqualTo(stableParts(where))
          .doesNotContain(MARK + "\"");
      if (!at.contains("Template")) { // the same for all tenants
        assertThat(before.values())
            .as(at)
            .noneMatch(
                read -> !there.header("ETag").isEmpty() && read.startsWith(there.header("ETag")));
      }
      assertThat(call(stranger, operation, path(operation, application, jobId), "If-Match", "*")
              .status())
          .as(at)
          .isEqualTo(call(stranger, operation, path(operation, nowhere, elsewhere), "If-Match", "*")
              .status());
      if (at.startsWith("create") || at.contains("Secrets")) {
        // Removes what the other tenant created there.
        for (String owner : List.of(application, nowhere)) {
          stranger.send(
              "DELETE", Raw.jobs(owner) + "/scim." + second.replace("-", "") + "." + owner);
        }
      }
    }

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void isolatesTokensAndRepeatedRequests() {
    createAll();
    Raw owner = Raw.of(server, first);
    Raw stranger = Raw.of(server, second);
    String jobs = Raw.jobs(application);
    String[] repeatable = {
      "Repeatability-Request-ID",
      TestServer.newId(),
      "Repeatability-First-Sent",
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .format(ZonedDateTime.now(ZoneOffset.UTC))
    };
    Answer created = owner.post(jobs, "{\"templateId\":\"aws\"}", repeatable);
    Answer same = stranger.post(jobs, "{\"templateId\":\"aws\"}", repeatable);
    Answer other = stranger.post(jobs, "{\"templateId\":\"scim\"}", repeatable);

    assertThat(same.status()).isEqualTo(201);
    assertThat(same.header("ETag")).isNotEqualTo(created.header("ETag"));
    assertThat(same.json().path("id")).isNotEqualTo(created.json().path("id"));
    other.assertRefused(400, "repeatabilityMismatch", "Repeatability-Request-ID");

    String next =
        owner.send("GET", jobs + "?$top=1").json().path("@odata.nextLink").stringValue();
    Answer page = stranger.send("GET", next);
    page.assertRefused(400, "invalidSkiptoken", "$skiptoken");
    for (JsonNode job : stranger.send("GET", jobs).json().path("value")) {
      assertThat(job.path("id").stringValue()).contains(second.replace("-", ""));
    }
    assertThat(text(stranger.send("GET", jobs + "/$count"))).isEqualTo("1");
  }
}
