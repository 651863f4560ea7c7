package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests of Graph's callers, and the exact answers. */
class GoodInputTest {

  private final TestServer server = Database.SQLITE.server();
  private final String tenant = TestServer.newId();
  private final Raw raw = Raw.of(server, tenant);
  private final String application = TestServer.newId();
  private final String jobs = Raw.jobs(application);

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The body of Graph's documentation, with its real values.
        """
        {"@odata.type":"#microsoft.graph.synchronizationJob","id":"ignored","templateId":"scim",
         "schedule":{"@odata.type":"microsoft.graph.synchronizationSchedule"},
         "status":{"@odata.type":"microsoft.graph.synchronizationStatus"},
         "synchronizationJobSettings":[{"@odata.type":"microsoft.graph.keyValuePair"}]}
        """,
        // A body of an older client.
        """
        {"schedule":{"state":"Disabled"},"templateId":"scim"}
        """,
        // A job that a service read and sends back, with nulls and annotations.
        """
        {"@odata.context":"https://x/$metadata#y","id":null,"templateId":"scim","schedule":null,"status":null,
         "synchronizationJobSettings":null,"x@odata.navigationLink":"z"}
        """,
        """
        {"templateId":"scim","status":{"code":"Active","progress":[{"units":[1,{"a":null}]}]}}
        """,
        """
        {"templateId":"scim","schedule":{"state":"Paused","interval":null,"expiration":null}}
        """,
        """
        {"templateId":"scim","schedule":{"state":null}}
        """,
        // A body of version 5 of Microsoft's SDK for Java, which writes values of enumerations in
        // its own case.
        """
        {"templateId":"scim","schedule":{"state":"disabled"},"status":{"code":"paused"}}
        """
      })
  void acceptsBodiesOfOtherClients(String body) {
    JsonNode job = raw.post(jobs, body).json();

    assertThat(job.path("id").stringValue())
        .isEqualTo("scim." + tenant.replace("-", "") + "." + application);
    assertThat(job.path("schedule").toString())
        .isEqualTo("{\"expiration\":null,\"interval\":\"PT40M\",\"state\":\"Disabled\"}");
    assertThat(job.at("/status/code").stringValue()).isEqualTo("Paused");
    assertThat(job.path("synchronizationJobSettings")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT1M", "PT60S", "P31D", "PT40M", "P1DT2H3M4S", "P10675199DT2H48M5.4775807S"})
  void acceptsIntervalsAtTheLimits(String interval) {
    Answer answer = raw.post(
        jobs, "{\"templateId\":\"scim\",\"schedule\":{\"interval\":\"" + interval + "\"}}");
    assertThat(answer.json().at("/schedule/interval").stringValue()).isEqualTo(interval);
  }

  @Test
  void acceptsFlagsInAnyCase() {
    String job = jobs + "/"
        + raw.post(jobs, "{\"templateId\":\"scim\"}").json().path("id").stringValue();

    Answer answer =
        raw.post(job + "/restart", "{\"criteria\":{\"resetScope\":\"escrows, watermark\"}}");

    assertThat(answer.status()).isEqualTo(204);
    raw.post(job + "/restart", "{\"criteria\":{\"resetScope\":\"escrows,all\"}}")
        .assertRefused(400, "invalidMember", "criteria/resetScope");
  }

  @Test
  void answersACreateWithAllMembersInGraphsOrder() {
    Answer answer = raw.post(jobs, "{\"templateId\":\"scim\"}");
    String id = "scim." + tenant.replace("-", "") + "." + application;

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo(server.origin() + jobs + "/" + id);
    assertThat(answer.header("ETag")).matches("W/\"[0-9a-f-]{36}\"");
    assertThat(answer.header("Repeatability-Result")).isEmpty();
    assertThat(answer.header("Content-Length"))
        .as("sent in one piece")
        .isEqualTo(String.valueOf(answer.response().body().length));
    assertThat(answer.json().toString()).isEqualTo("""
            {"@odata.context":"%s/v1.0/$metadata#applications('%s')/synchronization/jobs/$entity",\
            "id":"%s","templateId":"scim",\
            "schedule":{"expiration":null,"interval":"PT40M","state":"Disabled"},\
            "status":{"countSuccessiveCompleteFailures":0,"escrowsPruned":false,"code":"Paused",\
            "lastExecution":null,"lastSuccessfulExecution":null,"lastSuccessfulExecutionWithExports":null,\
            "quarantine":null,"steadyStateFirstAchievedTime":"0001-01-01T00:00:00Z",\
            "steadyStateLastAchievedTime":"0001-01-01T00:00:00Z","troubleshootingUrl":null,\
            "progress":[],"synchronizedEntryCountByType":[]},\
            "synchronizationJobSettings":[\
            {"name":"AzureIngestionAttributeOptimization","value":"False"},\
            {"name":"LookaheadQueryEnabled","value":"False"}]}""".formatted(server.origin(), application, id));
    assertThat(raw.send("GET", answer.header("Location")).json()).isEqualTo(answer.json());
  }

  @Test
  void returnsRequestIds() {
    Answer with = raw.send("GET", jobs, "client-request-id", "my id");
    Answer without = raw.send("GET", jobs);
    Answer error = raw.send("GET", jobs + "/x", "client-request-id", "my id");

    assertThat(with.header("client-request-id")).isEqualTo("my id");
    assertThat(without.header("client-request-id")).isEmpty();
    assertThat(with.header("request-id")).isNotEqualTo(without.header("request-id"));
    assertThat(error.json().at("/error/innerError/client-request-id").stringValue())
        .isEqualTo("my id");
    assertThat(error.json().at("/error/innerError/request-id").stringValue())
        .isEqualTo(error.header("request-id"));
  }

  @Test
  void answers304ForACurrentETag() {
    Answer created = raw.post(jobs, "{\"templateId\":\"scim\"}");
    String location = created.header("Location");

    assertThat(
            raw.send("GET", location, "If-None-Match", created.header("ETag")).status())
        .isEqualTo(304);
    assertThat(raw.send(
                "GET",
                location.replace("applications", "servicePrincipals"),
                "If-None-Match",
                "\"x\", " + created.header("ETag"))
            .status())
        .isEqualTo(304);
    assertThat(raw.send("GET", location, "If-None-Match", "W/\"x\"").status()).isEqualTo(200);
    assertThat(raw.send("HEAD", location).header("ETag")).isEqualTo(created.header("ETag"));
  }

  @Test
  void supportsTheRequestsOfAnOlderGoClient() {
    Answer created =
        raw.post(jobs, "{\"schedule\":{\"state\":\"Disabled\"},\"templateId\":\"dataBricks\"}");
    assertThat(created.status()).isEqualTo(201);
    String job = jobs + "/" + created.json().path("id").stringValue();

    assertThat(raw.send("GET", job).status()).isEqualTo(200);
    assertThat(raw.send("POST", job + "/start").status()).isEqualTo(204);
    assertThat(raw.send("GET", jobs).status()).isEqualTo(200);
    assertThat(raw.send("POST", job + "/pause").status()).isEqualTo(204);
    assertThat(
            raw.post(job + "/restart", "{\"criteria\":{\"resetScope\":\"\"}}").status())
        .isEqualTo(204);
    assertThat(raw.send("DELETE", job).status()).isEqualTo(204);
  }

  @Test
  void honoursIfMatchOnDelete() {
    Answer created = raw.post(jobs, "{\"templateId\":\"scim\"}");
    String location = created.header("Location");

    Answer stale = raw.send("DELETE", location, "If-Match", "W/\"x\", \"y\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.target()).isEqualTo("If-Match");
    assertThat(raw.send("DELETE", jobs + "/x", "If-Match", "*").status()).isEqualTo(404);
    assertThat(raw.send("DELETE", location, "If-Match", "W/\"x\", " + created.header("ETag"))
            .status())
        .isEqualTo(204);
    String again = raw.post(jobs, "{\"templateId\":\"scim\"}").header("Location");
    assertThat(raw.send("DELETE", again, "If-Match", "*").status()).isEqualTo(204);
  }

  @Test
  void keepsOptionsInSignedNextLinks() {
    raw.post(jobs, "{\"templateId\":\"scim\"}");
    raw.post(jobs, "{\"templateId\":\"aws\"}");

    JsonNode page = raw.send(
            "GET",
            jobs
                + "?$top=1&$count=true&$select=id,templateId&$filter=templateId%20eq%20'scim'%20or%20templateId%20eq%20'aws'")
        .json();
    String next = page.path("@odata.nextLink").stringValue();
    assertThat(page.path("@odata.count").intValue()).isEqualTo(2);
    assertThat(page.at("/value/0").propertyNames()).containsExactly("id", "templateId");
    assertThat(next).startsWith(server.origin() + jobs + "?");

    JsonNode last = raw.send("GET", next).json();
    assertThat(last.at("/value/0/templateId").stringValue()).isEqualTo("scim");
    assertThat(last.has("@odata.nextLink")).isFalse();
    assertThat(last.has("@odata.count")).isFalse();

    // The token is valid for this list only.
    for (String other : new String[] {
      next.replace("'aws'", "'API2AAD'").replace("%27aws%27", "%27API2AAD%27"),
      next.replace("$orderby=id", "$orderby=templateId"),
      next.replace(application, TestServer.newId()),
      next.replaceAll("(skiptoken=.{5})(.)", "$1-$2"),
      next.substring(0, next.length() - 1)
    }) {
      assertThat(raw.send("GET", other).code()).as(other).isEqualTo("invalidSkiptoken");
    }
    assertThat(Raw.of(server, TestServer.newId()).send("GET", next).code())
        .isEqualTo("invalidSkiptoken");
  }

  @Test
  void ignoresTheCaseOfGuids() {
    String id = raw.post(
            Raw.jobs(application.toUpperCase(java.util.Locale.ROOT)), "{\"templateId\":\"scim\"}")
        .json()
        .path("id")
        .stringValue();

    assertThat(id).isEqualTo("scim." + tenant.replace("-", "") + "." + application);
    assertThat(raw.send("GET", jobs + "/" + id).status()).isEqualTo(200);
  }
}
