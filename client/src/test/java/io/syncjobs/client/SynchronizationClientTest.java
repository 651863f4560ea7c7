package io.syncjobs.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.ConflictException;
import io.syncjobs.client.error.ConnectionException;
import io.syncjobs.client.error.ForbiddenException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.error.PreconditionFailedException;
import io.syncjobs.client.error.ServerErrorException;
import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.error.TokenException;
import io.syncjobs.client.error.UnauthorizedException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationStatusCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the client sends, and its handling of odd and faulty answers. The server's tests use the client with a real server. */
class SynchronizationClientTest extends WithFaultyServer {

  @Test
  void sendsPathAndHeaders() {
    server.answer(200, JOB, "ETag", "W/\"1\"");

    Versioned<SynchronizationJob> job = jobs.get("scim.ü'1");

    assertThat(job.etag()).isEqualTo("W/\"1\"");
    FaultyServer.Request request = server.requests().get(0);
    assertThat(request.target())
        .isEqualTo("/v1.0/applications/a%20b%2Fc/synchronization/jobs/scim.%C3%BC%271");
    assertThat(request.header("Authorization")).isEqualTo("Bearer the-token");
    assertThat(request.header("Accept")).isEqualTo("application/json");
    assertThat(request.header("client-request-id")).hasSize(36);
  }

  @Test
  void addressesServicePrincipals() {
    server.answer(200, JOB);

    client().build().servicePrincipal("x").jobs().get("y");

    assertThat(server.requests().get(0).target())
        .isEqualTo("/v1.0/servicePrincipals/x/synchronization/jobs/y");
  }

  @Test
  void sendsOnlyMembersThatAreSet() {
    server.answer(201, JOB);

    jobs.create(new SynchronizationJobCreate().templateId("schön").schedule(null));

    FaultyServer.Request request = server.requests().get(0);
    assertThat(request.body()).isEqualTo("{\"templateId\":\"schön\",\"schedule\":null}");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void sendsListingsAsQueryParameters() {
    server.answer(200, "{\"@odata.context\":\"x\",\"value\":[]}");

    jobs.list(JobListing.ALL
        .where("templateId eq 'a&b'")
        .orderedBy("id desc")
        .selecting("id", "status")
        .inPagesOf(5)
        .counted());

    assertThat(server.requests().get(0).target())
        .endsWith(
            "/jobs?$top=5&$count=true&$select=id,status&$filter=templateId%20eq%20%27a%26b%27&$orderby=id%20desc");
  }

  @Test
  void readsUnknownMembersAndValues() {
    server.answer(200, """
        {"id":"1","new":{"x":[]},"status":{"code":"Hibernating","progress":[],"new":1}}
        """);

    SynchronizationJob job = jobs.get("1").value();

    SynchronizationStatusCode code = Objects.requireNonNull(job.getStatus()).getCode();
    assertThat(code.isKnown()).isFalse();
    assertThat(code.getValue()).isEqualTo("Hibernating");
    assertThat(code).isEqualTo(SynchronizationStatusCode.fromValue("Hibernating"));
    assertThat(SynchronizationStatusCode.fromValue("Paused"))
        .isSameAs(SynchronizationStatusCode.PAUSED);
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(400, BadRequestException.class),
        Arguments.of(401, UnauthorizedException.class),
        Arguments.of(403, ForbiddenException.class),
        Arguments.of(404, NotFoundException.class),
        Arguments.of(409, ConflictException.class),
        Arguments.of(412, PreconditionFailedException.class),
        Arguments.of(418, ServiceException.class),
        Arguments.of(500, ServerErrorException.class),
        Arguments.of(302, ServiceException.class));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void throwsAnExceptionPerStatusWithoutRetry(int status, Class<ServiceException> type) {
    server.answer(status, ERROR.formatted("jobNotFound"), "request-id", "the id");

    assertThatThrownBy(() -> jobs.get("1"))
        .isExactlyInstanceOf(type)
        .isInstanceOfSatisfying(ServiceException.class, e -> {
          assertThat(e.status()).isEqualTo(status);
          assertThat(e.code()).contains(ErrorCode.JOB_NOT_FOUND);
          assertThat(e.target()).contains("a/b");
          assertThat(e.details()).hasSize(1);
          assertThat(e.requestId()).contains("the id");
          assertThat(e).hasMessageContaining("What is wrong.");
          assertThat(e.toString()).doesNotContain("the token");
        });
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void errorsOutsideTheContractHaveNoCode() {
    server.answer(502, "<html>Bad gateway</html>").answer(404, "{}").answer(404, "");

    assertThatThrownBy(() -> jobs.get("1"))
        .isInstanceOfSatisfying(
            ServerErrorException.class, e -> assertThat(e.code()).isEmpty());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> jobs.get("1")).isInstanceOfSatisfying(NotFoundException.class, e -> {
        assertThat(e.code()).isEmpty();
        assertThat(e.details()).isEmpty();
      });
    }
  }

  @Test
  void errorsCanBeSerialized() throws Exception {
    server.answer(404, ERROR.formatted("jobNotFound"));
    Throwable thrown = catchThrowable(() -> jobs.get("1"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isInstanceOfSatisfying(NotFoundException.class, e -> {
        assertThat(e.code()).contains(ErrorCode.JOB_NOT_FOUND);
        assertThat(e.details()).isEmpty();
      });
    }
  }

  @Test
  void keepsUnknownCodes() {
    server.answer(400, ERROR.formatted("brandNew"));

    assertThatThrownBy(() -> jobs.get("1"))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code().orElseThrow().getValue()).isEqualTo("brandNew"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SECRET\n", "SEC RET", "SECRÉT"})
  void invalidTokensAreNotQuoted(String token) {
    Jobs refused =
        client().tokenProvider(TokenProvider.of(token)).build().application("a").jobs();

    assertThatThrownBy(() -> refused.get("1"))
        .isInstanceOf(TokenException.class)
        .satisfies(e -> {
          StringWriter all = new StringWriter();
          e.printStackTrace(new PrintWriter(all));
          assertThat(all.toString()).doesNotContain("SEC");
        });
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void refusesAnswersThatViolateTheContract() {
    server.answer(200, "<html></html>").answer(200, "").answer(200, "[]");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> jobs.get("1")).isInstanceOf(ConnectionException.class);
    }
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void followsPagesOnTheSameServerOnly() {
    server
        .answer(
            200,
            "{\"@odata.context\":\"x\",\"@odata.nextLink\":\"%s/v1.0/next?$skiptoken=a\",\"value\":[{\"id\":\"1\"}]}"
                .formatted(server.origin()))
        .answer(
            200,
            "{\"@odata.context\":\"x\",\"@odata.nextLink\":\"http://localhost:1/steal\",\"value\":[{\"id\":\"2\"}]}");

    Page<SynchronizationJob> second = jobs.list().next().orElseThrow();

    assertThat(server.requests().get(1).target()).isEqualTo("/v1.0/next?$skiptoken=a");
    assertThat(server.requests().get(1).header("Authorization")).isEqualTo("Bearer the-token");
    assertThat(second.items()).hasSize(1);
    assertThatThrownBy(second::next)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("http://localhost:1");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void streamsFetchPagesLazily() {
    String page =
        "{\"@odata.context\":\"x\",\"@odata.nextLink\":\"%s/next\",\"value\":[{\"id\":\"1\"},{\"id\":\"2\"}]}"
            .formatted(server.origin());
    server.answer(200, page).answer(200, page).answer(200, page);

    assertThat(jobs.list().all().limit(3)).hasSize(3);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aMissingEtagIsAnError() {
    server.answer(200, JOB);

    Versioned<SynchronizationJob> job = jobs.get("1");

    assertThat(job.value().getId()).isEqualTo("scim.1");
    assertThatThrownBy(job::etag)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("ETag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void refusesIdsThatWouldAddressAnotherResource(String id) {
    assertThatThrownBy(() -> jobs.delete(id)).isInstanceOf(IllegalArgumentException.class);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"value\":null}", "{\"value\":[null]}", "null", ""})
  void refusesMissingListsAndNullItems(String body) {
    server.answer(200, body).answer(200, body);

    assertThatThrownBy(() -> jobs.list()).isInstanceOf(ConnectionException.class);
    assertThatThrownBy(() -> client().build().application("a").templates().list())
        .isInstanceOf(ConnectionException.class);
  }

  @Test
  void acceptsMalformedUrlsInAnswers() {
    server.answer(200, "{\"@odata.context\":\"a b\",\"id\":\"1\"}");

    assertThat(jobs.get("1").value().getId()).isEqualTo("1");
  }

  @Test
  void refusesHttpClientsThatFollowRedirects() {
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    assertThatThrownBy(() -> client().httpClient(following))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesIncompleteOrInvalidSettings() {
    assertThatThrownBy(() -> SynchronizationClient.builder().build())
        .isInstanceOf(IllegalStateException.class);
    for (String url : new String[] {
      "localhost:8080", "/v1.0", "ftp://x", "http://x/?y", "http://x/#y", "http://my_host"
    }) {
      assertThatThrownBy(() -> client().baseUrl(url)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> client().attempts(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client().timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TokenProvider.of(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
