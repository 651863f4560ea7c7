package io.syncjobs.server.web.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;

/** Access to the endpoints for operators. */
class EndpointAccessTest {

  private static final List<String> HEALTH =
      List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");

  @ParameterizedTest
  @EnumSource(Database.class)
  void showsOnlyTheHealthToEverybody(Database database) {
    Endpoints endpoints = Endpoints.of(database.server());

    for (String path : HEALTH) {
      HttpResponse<String> answer = endpoints.get(path, "X-Forwarded-For", "192.0.2.7");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"status\":\"UP\"").doesNotContain("components", "db");
    }
    assertThat(endpoints.get("/actuator/health", "Authorization", "Bearer x").statusCode())
        .as("a token, which makes no difference")
        .isEqualTo(200);
    assertThat(endpoints.get("/actuator/health/db").statusCode()).isEqualTo(404);
  }

  @Test
  void showsMetricsToAddressesOfOperators() {
    TestServer loopback = Database.SQLITE.server();
    try (TestServer network = TestServer.start(
            "--syncjobs.operator-addresses=192.0.2.0/24",
            "--server.forward-headers-strategy=native");
        TestServer nobody = TestServer.start(
            "--syncjobs.operator-addresses=", "--spring.main.cloud-platform=kubernetes")) {
      HttpResponse<String> answer = Endpoints.of(loopback).get("/actuator/prometheus");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
      assertThat(Endpoints.of(loopback)
              .get("/actuator/prometheus", "X-Forwarded-For", "127.0.0.1")
              .statusCode())
          .as("forwarded by a proxy on the same machine")
          .isEqualTo(404);
      for (TestServer other : List.of(network, nobody)) {
        assertHidden(other, "");
        assertHidden(other, other.token(TestServer.newId(), TestServer.READ_WRITE));
        assertThat(Endpoints.of(other)
                .get("/actuator/prometheus", "X-Forwarded-For", "192.0.2.7")
                .statusCode())
            .as("an address that a caller made up")
            .isEqualTo(404);
      }
      assertThat(contextOf(network)).startsWith("https://sync.example/");
      assertThat(contextOf(nobody)).startsWith(nobody.origin() + "/");
    }
  }

  /** Beginning of the links in an answer to a request with the headers of a proxy. */
  private static String contextOf(TestServer server) {
    return Raw.of(server, TestServer.newId())
        .send(
            "GET",
            Raw.jobs(TestServer.newId()),
            "X-Forwarded-For",
            "192.0.2.7",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "sync.example")
        .json()
        .path("@odata.context")
        .stringValue();
  }

  /** Checks the answer against the contract as well. */
  private static void assertHidden(TestServer server, String token) {
    Raw.with(server, token)
        .send("GET", "/actuator/prometheus")
        .assertRefused(404, "resourceNotFound", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/metrics",
        "/actuator/loggers",
        "/actuator/shutdown",
        "/actuator/none"
      })
  void hasNoOtherEndpoints(String path) {
    TestServer server = Database.SQLITE.server();
    Raw.with(server, "").send("GET", path).assertRefused(401, "InvalidAuthenticationToken", "");
    Raw.of(server, TestServer.newId()).send("GET", path).assertRefused(404, "resourceNotFound", "");
    Raw.of(server, TestServer.newId())
        .send("POST", path)
        .assertRefused(404, "resourceNotFound", "");
  }

  /** The path where the server makes the answers to requests that fail early. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
  void hasNoResourceForErrors(String method) {
    Answer answer = Raw.with(Database.SQLITE.server(), "").send(method, "/error");

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void opensASeparatePortToEverybody() {
    try (TestServer server = TestServer.start(
        "--management.server.port=0", "--syncjobs.operator-addresses=192.0.2.0/24")) {
      Endpoints apart = Endpoints.atSeparatePort(server);
      for (String path : HEALTH) {
        assertThat(apart.get(path).statusCode()).isEqualTo(200);
      }
      assertThat(apart.get("/actuator/prometheus").statusCode()).isEqualTo(200);
      assertThat(apart.get("/actuator/env").statusCode()).isIn(401, 404);
      assertThat(apart.get(Raw.jobs(TestServer.newId())).statusCode()).isIn(401, 404);

      Raw.with(server, "")
          .send("GET", "/actuator/health")
          .assertRefused(401, "InvalidAuthenticationToken", "");
      Raw.of(server, TestServer.newId())
          .send("GET", "/actuator/prometheus")
          .assertRefused(404, "resourceNotFound", "");
      assertThat(server.bean(ManagementServerProperties.class).getAddress())
          .as("development mode")
          .matches(InetAddress::isLoopbackAddress);
    }
  }

  @Test
  void keepsTheSeparatePortOnThisMachineInDevelopmentMode() {
    assertRefused(
        "management.server.address",
        "--management.server.port=0",
        "--management.server.address=0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "10.0.0.0/99", "example.com", "10.0.0.1;10.0.0.2"})
  void refusesInvalidAddresses(String address) {
    assertThatThrownBy(() -> EndpointAccess.matcher(address))
        .isInstanceOfSatisfying(
            SetupException.class, cause -> assertThat(cause.remedy()).contains("commas"));
  }

  @Test
  void refusesToStartWithInvalidAddresses() {
    assertRefused("commas", "--syncjobs.operator-addresses=nonsense");
  }

  private static void assertRefused(String remedy, String... settings) {
    Throwable failure = catchThrowable(() -> TestServer.start(settings).close());
    while (failure != null && !(failure instanceof SetupException)) {
      failure = failure.getCause();
    }
    assertThat(failure)
        .isInstanceOfSatisfying(
            SetupException.class, cause -> assertThat(cause.remedy()).contains(remedy));
  }
}
