package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SandboxFault;
import io.syncjobs.client.model.SandboxGroup;
import io.syncjobs.client.model.SandboxRequest;
import io.syncjobs.client.model.SandboxResource;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxTarget;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.client.model.SynchronizationTaskExecution;
import io.syncjobs.client.model.SynchronizationTaskExecutionResult;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The SCIM service of a tenant, which records requests and misbehaves. The server may not call any other private address. */
@ClientTest
class SandboxTargetTest {

  private static final String APPLICATION = TestServer.newId();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestServer server;

  private SynchronizationClient client;
  private SandboxTarget target;
  private String job;

  @BeforeAll
  static void start() {
    server =
        TestServer.start("--syncjobs.engine.enabled=true", "--db-scheduler.polling-interval=100ms");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void createTenant() {
    client = server.client(TestServer.newId());
    target = client.sandbox().target();
    job = client
        .application(APPLICATION)
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    client
        .application(APPLICATION)
        .secrets()
        .replace(List.of(
            new SynchronizationSecretKeyStringValuePair()
                .key(SynchronizationSecret.BASE_ADDRESS)
                .value(target.getBaseAddress()),
            new SynchronizationSecretKeyStringValuePair()
                .key(SynchronizationSecret.SECRET_TOKEN)
                .value(target.getSecretToken())));
  }

  private SynchronizationTaskExecution run() {
    return Objects.requireNonNull(
        client.sandbox().runCycle(APPLICATION, job).getCycles().get(0).getExecution());
  }

  private void seed(SandboxUser... users) {
    client.sandbox().seed(new SandboxSeed().users(List.of(users)));
  }

  private static SandboxUser user(String name) {
    return new SandboxUser()
        .userPrincipalName(name + "@example.com")
        .otherMember("displayName", name)
        .otherMember("mail", name + "@mail.example")
        .otherMember("mailNickname", name);
  }

  private JsonNode only(List<SandboxResource> resources) {
    assertThat(resources).hasSize(1);
    return scim(
            "GET",
            "/" + (resources.get(0).getUserName() == null ? "Groups/" : "Users/")
                + resources.get(0).getId(),
            "")
        .body();
  }

  private record Answer(int status, JsonNode body) {}

  private Answer scim(String method, String path, String body) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(target.getBaseAddress() + path))
        .header("Authorization", "Bearer " + target.getSecretToken())
        .method(method, BodyPublishers.ofString(body))
        .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.body().isEmpty()
              ? JsonMapper.shared().nullNode()
              : JsonMapper.shared().readTree(response.body()));
    } catch (IOException e) {
      return new Answer(0, JsonMapper.shared().nullNode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void takesUsersAndGroupsOfJobs() {
    client
        .sandbox()
        .seed(new SandboxSeed()
            .addUsersItem(user("ada"))
            .addUsersItem(user("kim").manager("ada@example.com"))
            .addGroupsItem(new SandboxGroup()
                .displayName("Team")
                .addMembersItem("ada@example.com")
                .addMembersItem("kim@example.com")));

    assertThat(run().getState()).isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);

    SandboxTarget filled = client.sandbox().target();
    assertThat(filled.getUsers())
        .extracting(SandboxResource::getUserName)
        .containsExactlyInAnyOrder("ada@example.com", "kim@example.com");
    assertThat(only(filled.getGroups()).path("members").size()).isEqualTo(2);
    JsonNode kim = scim("GET", "/Users?filter=userName%20eq%20%22KIM%40example.com%22", "")
        .body()
        .at("/Resources/0");
    assertThat(kim.at("/emails/0/value").asString()).isEqualTo("kim@mail.example");
    assertThat(kim.at("/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value")
            .asString())
        .isEqualTo(scim("GET", "/Users?filter=externalId%20eq%20%22ada%22", "")
            .body()
            .at("/Resources/0/id")
            .asString());

    seed(
        user("ada").otherMember("mail", "ada@new.example").otherMember("jobTitle", "Lead"),
        user("kim").otherMember("IsSoftDeleted", true));
    run();

    assertThat(scim(
                "GET",
                "/Users?filter=emails%5Btype%20eq%20%22work%22%20and%20value%20eq%20%22ada%40new.example%22%5D",
                "")
            .body()
            .at("/Resources/0/title")
            .asString())
        .isEqualTo("Lead");
    assertThat(scim("GET", "/Users/" + kim.path("id").asString(), "")
            .body()
            .path("active")
            .asBoolean(true))
        .isFalse();
    assertThat(client.sandbox().requests()).anySatisfy(request -> {
      assertThat(request.getMethod()).isEqualTo("PATCH");
      assertThat(request.getBody()).contains("ada@new.example");
      assertThat(request.getStatus()).isEqualTo(200);
    });
  }

  @Test
  void misbehavesOnDemand() {
    seed(user("ada"));
    client
        .sandbox()
        .order(
            new SandboxFault().method("POST").times(1).status(503).retryAfterSeconds(0),
            new SandboxFault().method("POST").path("/Users").times(1).cut(true));

    SynchronizationTaskExecution first = run();

    assertThat(client.sandbox().requests())
        .filteredOn(request -> request.getMethod().equals("POST"))
        .extracting(SandboxRequest::getStatus)
        .startsWith(503, 0);
    // The connection was cut after the user had been created.
    assertThat(first.getState()).isNotEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);
    assertThat(client.sandbox().target().getUsers()).hasSize(1);
    client.sandbox().order();
    client.sandbox().advanceClock(Duration.ofHours(7));
    assertThat(client
            .application(APPLICATION)
            .jobs()
            .get(job)
            .value()
            .getStatus()
            .getCode()
            .getValue())
        .isEqualTo("Active");
    assertThat(client.sandbox().target().getUsers()).hasSize(1);
  }

  @Test
  void ordersFaultsForAWhileAndByRate() {
    client
        .sandbox()
        .order(
            new SandboxFault()
                .until(client
                    .sandbox()
                    .advanceClock(Duration.ofSeconds(1))
                    .getDateTime()
                    .plusHours(1))
                .status(200)
                .body("<html>"),
            new SandboxFault().method("GET").delayMilliseconds(200),
            new SandboxFault().method("DELETE").requestsPerSecond(2).status(429));
    assertThat(catchJson("/Users")).isEqualTo("<html>");

    client.sandbox().advanceClock(Duration.ofHours(2));

    long start = System.nanoTime();
    assertThat(scim("GET", "/Users", "").status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    long refused = 0;
    for (int i = 0; i < 20; i++) {
      refused += scim("DELETE", "/Users/1", "").status() == 429 ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aCutConnectionHasNoAnswer() {
    client.sandbox().order(new SandboxFault().method("GET").times(1).cut(true));

    assertThat(scim("GET", "/Users", "").status()).as("none").isZero();
    assertThat(scim("GET", "/Users", "").status()).isEqualTo(200);
  }

  @Test
  void aCycleAfterAFailedOneWritesWhatWasSeededMeanwhile() {
    seed(user("ada"));
    client.sandbox().order(new SandboxFault().status(401));
    assertThat(run().getState()).isNotEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);

    seed(user("kim"));
    client.sandbox().order();
    assertThat(run().getState()).isEqualTo(SynchronizationTaskExecutionResult.SUCCEEDED);

    assertThat(client.sandbox().target().getUsers())
        .extracting(SandboxResource::getUserName)
        .containsExactlyInAnyOrder("ada@example.com", "kim@example.com");
  }

  private String catchJson(String path) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(target.getBaseAddress() + path))
                  .header("Authorization", "Bearer " + target.getSecretToken())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isAScimService() {
    assertThat(scim("GET", "/ServiceProviderConfig", "")
            .body()
            .at("/patch/supported")
            .asBoolean())
        .isTrue();
    assertThat(scim("GET", "/ResourceTypes", "").body().path("totalResults").asInt())
        .isEqualTo(2);
    assertThat(scim("GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "")
            .body()
            .path("name")
            .asString())
        .isEqualTo("User");
    assertThat(scim("POST", "/Users", "{}").body().path("scimType").asString())
        .isEqualTo("invalidValue");
    Answer created = scim(
        "POST", "/Users", "{\"userName\":\"bo\",\"emails\":[{\"type\":\"work\",\"value\":\"a\"}]}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(scim("POST", "/Users", "{\"userName\":\"BO\"}").status()).isEqualTo(409);
    String bo = "/Users/" + created.body().path("id").asString();
    assertThat(patch(bo, "replace", "emails[type eq \"work\"].value", "\"b\"")
            .at("/emails/0/value")
            .asString())
        .isEqualTo("b");
    assertThat(patch(bo, "add", "emails[type eq \"home\"].value", "\"c\"")
            .path("emails")
            .size())
        .isEqualTo(2);
    assertThat(patch(bo, "remove", "emails[type eq \"home\"]", "null")
            .path("emails")
            .size())
        .isEqualTo(1);
    assertThat(
            patch(bo, "add", "name.givenName", "\"Bo\"").at("/name/givenName").asString())
        .isEqualTo("Bo");
    String id = scim(
            "POST",
            "/Groups",
            "{\"displayName\":\"G\",\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}")
        .body()
        .path("id")
        .asString();
    assertThat(patch("/Groups/" + id, "remove", "members[value eq \"1\"]", "null")
            .path("members")
            .size())
        .isEqualTo(1);
    assertThat(scim("GET", "/Groups/" + id + "?excludedAttributes=members", "")
            .body()
            .has("members"))
        .isFalse();
    assertThat(scim("PATCH", bo, "{\"Operations\":[{\"op\":\"move\"}]}").status())
        .isEqualTo(400);
    assertThat(scim("GET", "/Users?filter=userName%20co%20%22b%22", "")
            .body()
            .path("scimType")
            .asString())
        .isEqualTo("invalidFilter");
    assertThat(scim("GET", "/Users?count=x", "").status()).isEqualTo(400);
    assertThat(scim("GET", "/Devices", "").status()).isEqualTo(404);
    assertThat(scim("GET", "", "").status()).isEqualTo(404);
    assertThat(scim("POST", "/", "{}").status()).isEqualTo(404);
    assertThat(scim("PUT", bo, "nonsense").status()).isEqualTo(400);
    assertThat(scim("DELETE", bo, "").status()).isEqualTo(204);
    assertThat(scim("GET", bo, "").status()).isEqualTo(404);
    target.secretToken("other");
    assertThat(scim("GET", "/Users", "").status()).isEqualTo(401);
  }

  private JsonNode patch(String path, String op, String attribute, String value) {
    return scim("PATCH", path, """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"%s","path":"%s","value":%s}]}
        """.formatted(op, attribute.replace("\"", "\\\""), value))
        .body();
  }
}
