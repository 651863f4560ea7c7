package io.syncjobs.server.web.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.progress.Quarantine;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers have the members and types of recorded answers of Graph, and null where Graph has null. */
class WireSamplesTest {

  private final TestServer server = Database.SQLITE.server();
  private final String tenant = TestServer.newId();
  private final String owner = TestServer.newId();
  private final Raw raw = Raw.of(server, tenant);
  private final String root = "/v1.0/servicePrincipals/" + owner + "/synchronization";

  private static JsonNode sample(String name) throws IOException {
    try (InputStream in = WireSamplesTest.class.getResourceAsStream("/graph/" + name + ".json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    }
  }

  private static void assertAlike(String path, JsonNode ours, JsonNode theirs) {
    assertThat(ours.getNodeType()).as(path).isEqualTo(theirs.getNodeType());
    if (theirs.isObject()) {
      Set<String> members = new TreeSet<>(ours.propertyNames());
      assertThat(members).as(path).isEqualTo(new TreeSet<>(theirs.propertyNames()));
      theirs
          .propertyNames()
          .forEach(name -> assertAlike(path + "/" + name, ours.path(name), theirs.path(name)));
    }
    if (theirs.isArray() && !theirs.isEmpty()) {
      assertThat(ours).as(path).isNotEmpty();
      ours.forEach(element -> assertAlike(path + "/0", element, theirs.path(0)));
    }
  }

  @Test
  void newJob() throws IOException {
    JsonNode created =
        raw.post(root + "/jobs", "{\"templateId\":\"Azure2Azure\"}").json();
    JsonNode sample = sample("job-created");

    assertAlike("", created, sample);
    for (String same : new String[] {"schedule", "status", "synchronizationJobSettings"}) {
      assertThat(created.path(same)).isEqualTo(sample.path(same));
    }
  }

  @Test
  void startedJob() throws IOException {
    String location =
        raw.post(root + "/jobs", "{\"templateId\":\"Azure2Azure\"}").header("Location");
    raw.send("POST", location + "/start");
    JsonNode started = raw.send("GET", location).json();
    JsonNode sample = sample("job-started");

    assertAlike("", started, sample);
    for (String same : new String[] {"schedule", "status", "synchronizationJobSettings"}) {
      assertThat(started.path(same)).isEqualTo(sample.path(same));
    }
  }

  @Test
  void quarantine() throws IOException {
    JsonNode sample = sample("quarantine");
    JsonNode created = raw.post(root + "/jobs", "{\"templateId\":\"scim\"}").json();
    String id = created.path("id").stringValue();
    Quarantine quarantine = new Quarantine(
        sample.path("reason").stringValue(),
        sample.at("/error/code").stringValue(),
        sample.at("/error/message").stringValue(),
        true,
        Instant.parse(sample.path("seriesBegan").stringValue()),
        1,
        Instant.parse(sample.path("currentBegan").stringValue()),
        Instant.parse(sample.path("nextAttempt").stringValue()));
    server
        .bean(JobStore.class)
        .change(
            new JobKey(new Owner(tenant, owner), id),
            job -> job.inState(
                Schedule.State.ACTIVE, Progress.NONE.started().withQuarantine(quarantine, 1)));

    JsonNode job = raw.send("GET", root + "/jobs/" + id).json();

    assertThat(job.at("/status/quarantine")).isEqualTo(sample);
    assertThat(job.at("/status/code").stringValue()).isEqualTo("Quarantine");
    assertThat(job.at("/status/countSuccessiveCompleteFailures").intValue()).isEqualTo(1);
    assertThat(job.at("/status/troubleshootingUrl").stringValue()).isEmpty();
  }

  @Test
  void template() throws IOException {
    JsonNode sample = sample("template");
    for (JsonNode template : raw.send("GET", root + "/templates").json().path("value")) {
      assertThat(new TreeSet<>(template.propertyNames()))
          .isEqualTo(new TreeSet<>(sample.propertyNames()));
      for (String member : new String[] {
        "id",
        "applicationId",
        "default",
        "discoverable",
        "factoryTag",
        "metadata",
        "schema@odata.context"
      }) {
        assertAlike(member, template.path(member), sample.path(member));
      }
      assertContains("schema", template.path("schema"), sample.path("schema"));
    }
  }

  /** The recorded schema is shortened, so the answer may have more. */
  private static void assertContains(String path, JsonNode ours, JsonNode theirs) {
    assertThat(ours.getNodeType()).as(path).isEqualTo(theirs.getNodeType());
    theirs
        .properties()
        .forEach(entry -> assertContains(
            path + "/" + entry.getKey(), ours.path(entry.getKey()), entry.getValue()));
    if (theirs.isArray() && !theirs.isEmpty()) {
      assertContains(path + "/0", ours.path(0), theirs.path(0));
    }
  }

  @Test
  void secrets() throws IOException {
    JsonNode sample = sample("secrets");

    assertThat(raw.send(
                "PUT",
                root + "/secrets",
                BodyPublishers.ofString(sample.toString()),
                "Content-Type",
                "application/json")
            .status())
        .isEqualTo(204);

    JsonNode listed = raw.send("GET", root + "/secrets").json().path("value");
    assertAlike("value", listed, sample.path("value"));
    assertThat(listed.valueStream().map(pair -> pair.path("key").stringValue()))
        .containsExactlyElementsOf(sample
            .path("value")
            .valueStream()
            .map(pair -> pair.path("key").stringValue())
            .toList());
  }
}
