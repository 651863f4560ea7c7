package io.syncjobs.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Creates that are sent again under the same request id, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
class RepeatedCreateTest {

  private static final String ID = "Repeatability-Request-ID";
  private static final String FIRST_SENT = "Repeatability-First-Sent";
  private static final String RESULT = "Repeatability-Result";
  private static final String SCIM = "{\"templateId\":\"scim\"}";

  private final TestServer server;
  private final Raw raw;
  private final String jobs = Raw.jobs(TestServer.newId());
  private final String requestId = TestServer.newId();
  private final String now = httpDate(Duration.ZERO);

  RepeatedCreateTest(Database database) {
    server = database.server();
    raw = Raw.of(server, TestServer.newId());
  }

  private static String httpDate(Duration ago) {
    return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
        .format(ZonedDateTime.now(ZoneOffset.UTC).minus(ago));
  }

  @Test
  void theSameRequestGetsTheSameAnswer() {
    Raw.Answer first = raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, now);
    Raw.Answer second =
        raw.post(jobs, SCIM, ID, requestId.toUpperCase(Locale.ROOT), FIRST_SENT, now);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.header(RESULT)).isEqualTo("accepted");
  }

  @Test
  void theAnswerOutlivesTheJob() {
    Raw.Answer first = raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, now);
    raw.send("DELETE", first.header("Location"));

    assertThat(raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, now).json()).isEqualTo(first.json());
    assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
  }

  @Test
  void manyAtOnceCreateOneJob() {
    List<CompletableFuture<Raw.Answer>> all = IntStream.range(0, 8)
        .mapToObj(i -> CompletableFuture.supplyAsync(
            () -> raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, now)))
        .toList();

    assertThat(all).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(201));
    assertThat(all.stream().map(answer -> answer.join().header("ETag")).distinct())
        .hasSize(1);
  }

  @Test
  void anotherRequestUnderTheSameIdIsRefused() {
    raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, now);

    Raw.Answer other = raw.post(jobs, "{\"templateId\":\"aws\"}", ID, requestId, FIRST_SENT, now);

    assertThat(other.status()).isEqualTo(400);
    assertThat(other.code()).isEqualTo("repeatabilityMismatch");
    assertThat(other.target()).isEqualTo(ID);
    assertThat(other.header(RESULT)).isEqualTo("rejected");
    assertThat(raw.send("GET", jobs).json().path("value")).hasSize(1);
  }

  @Test
  void anotherTenantMayUseTheSameId() {
    raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, now);
    Raw other = Raw.of(server, TestServer.newId());

    Raw.Answer answer =
        other.post(jobs, "{\"templateId\":\"aws\"}", ID, requestId, FIRST_SENT, now);

    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void refusesRequestsOlderThanTheirRecord() {
    Raw.Answer old =
        raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, httpDate(Duration.ofHours(25)));

    assertThat(old.status()).isEqualTo(412);
    assertThat(old.code()).isEqualTo("repeatabilityWindowPassed");
    assertThat(old.header(RESULT)).isEqualTo("rejected");
    assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
  }

  @Test
  void theHeadersGoTogetherAndMustBeReadable() {
    Raw.Answer alone = raw.post(jobs, SCIM, ID, requestId);
    Raw.Answer unreadable = raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, "yesterday");
    Raw.Answer impossible =
        raw.post(jobs, SCIM, ID, requestId, FIRST_SENT, "Mon, 31 Feb 2026 10:00:00 GMT");
    Raw.Answer notAnId = raw.post(jobs, SCIM, ID, "1", FIRST_SENT, now);

    assertThat(alone.code()).isEqualTo("missingParameter");
    assertThat(alone.target()).isEqualTo(FIRST_SENT);
    assertThat(unreadable.code()).isEqualTo("invalidParameter");
    assertThat(impossible.code()).isEqualTo("invalidParameter");
    assertThat(impossible.target()).isEqualTo(FIRST_SENT);
    assertThat(notAnId.target()).isEqualTo(ID);
    assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
  }
}
