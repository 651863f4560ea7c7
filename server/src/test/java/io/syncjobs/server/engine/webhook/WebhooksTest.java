package io.syncjobs.server.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.Webhooks;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationCycle;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.secret.Webhook;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Since;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Messages about cycles, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class WebhooksTest {

  private static final byte[] KEY =
      "thirty-two bytes that are a key!".getBytes(StandardCharsets.UTF_8);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  /** A message as it arrived. */
  private record Received(
      Instant time, String id, String timestamp, String signature, String body) {}

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
  private final HttpServer receiver = receiver();
  private final String application = TestServer.newId();
  private final SynchronizationClient client;
  private final Sandbox sandbox;
  private final Webhooks webhooks;
  private final String job;

  WebhooksTest(Database database) {
    client = database.server(TestServer.RUNNING).client(TestServer.newId());
    sandbox = client.sandbox();
    webhooks = client.application(application).webhooks();
    Jobs jobs = client.application(application).jobs();
    job = jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
    client.application(application).secrets().replace(sandbox.credentials());
  }

  private HttpServer receiver() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext("/", exchange -> {
        Instant time = Instant.now();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer status = statuses.poll();
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
        received.add(new Received(
            time,
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            body));
      });
      http.start();
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private String url() {
    return "http://localhost:" + receiver.getAddress().getPort() + "/cycles?token=abc";
  }

  private SynchronizationCycle run() {
    sandbox.runCycle(application, job);
    return client.application(application).cycles().list(job).items().get(0);
  }

  private Received next() throws InterruptedException {
    return Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "No message came");
  }

  @Test
  void tellsTheEndOfEachCycleSignedAndWithinASecond()
      throws InterruptedException, GeneralSecurityException {
    webhooks.set(job, url(), SECRET);
    sandbox.seed(new SandboxSeed()
        .addUsersItem(new SandboxUser()
            .userPrincipalName("kim@example.com")
            .otherMember("mailNickname", "kim")));

    SynchronizationCycle cycle = run();
    Received message = next();

    JsonNode body = JsonMapper.shared().readTree(message.body);
    assertThat(body.path("id").stringValue()).isEqualTo(cycle.getId());
    assertThat(body.path("state").stringValue()).isEqualTo("Succeeded");
    assertThat(body.path("countExported").longValue()).isEqualTo(1);
    assertThat(Duration.between(
            Objects.requireNonNull(cycle.getTimeEnded()).toInstant(), message.time))
        .isLessThan(Duration.ofSeconds(1));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed = message.id + "." + message.timestamp + "." + message.body;
    assertThat(message.signature)
        .isEqualTo("v1,"
            + Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    assertThat(Instant.ofEpochSecond(Long.parseLong(message.timestamp)))
        .isBetween(message.time.minusSeconds(2), message.time.plusSeconds(1));
  }

  @Test
  void sendsAMessageAgainUntilItIsConfirmed() throws InterruptedException {
    webhooks.set(job, url(), SECRET);
    statuses.add(500);
    statuses.add(302);

    run();
    Received first = next();
    Received second = next();
    Received third = next();

    assertThat(second.id).isEqualTo(first.id);
    assertThat(third.id).isEqualTo(first.id);
    assertThat(third.body).isEqualTo(first.body);
    run();
    assertThat(next().id).isNotEqualTo(first.id);
  }

  @Test
  void keepsTheSecretAndRefusesWhatCannotBeCalled() {
    webhooks.set(job, url(), SECRET);
    assertThat(webhooks.url(job)).isEqualTo(url());
    for (String bad : new String[] {"http://a b/", "http://user:pass@localhost/", "http:///x#y"}) {
      assertThatThrownBy(() -> webhooks.set(job, bad, SECRET))
          .isInstanceOf(BadRequestException.class)
          .satisfies(
              e -> assertThat(((BadRequestException) e).code()).contains(ErrorCode.INVALID_MEMBER))
          .satisfies(e -> assertThat(((BadRequestException) e).target()).contains("url"));
    }
    assertThatThrownBy(() -> webhooks.set(job, url(), "whsec_" + "A".repeat(33)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageNotContaining("AAAA");
    webhooks.delete(job);
    assertThatThrownBy(() -> webhooks.url(job))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no webhook");
    assertThatThrownBy(() -> webhooks.delete(job)).isInstanceOf(NotFoundException.class);
    run();
    assertThat(received).isEmpty();
  }

  @Test
  @Since("1.1.0")
  void showsTheBeginningOfAUrlThatIsTooLong() {
    String beginning = "https://hooks.example/" + "x".repeat(70);
    assertThatThrownBy(() -> webhooks.set(job, beginning + "y".repeat(2000), SECRET))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("must have from 10 to 2048 characters, not 2092: '" + beginning)
        .hasMessageContaining("…'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, 99_999})
  void refusesPortsThatNoHostHas(int port) {
    WebhookSender sender = new WebhookSender(true, Clock.systemUTC());

    assertThatThrownBy(
            () -> sender.requireUsable(new Webhook("https://hooks.example:" + port + "/", SECRET)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.target()).isEqualTo("url"))
        .hasMessageContaining("between 1 and 65535");
    sender.destroy();
  }

  @Test
  void refusesPrivateAddressesAsForTargets() {
    WebhookSender sender = new WebhookSender(false, Clock.systemUTC());
    Webhook webhook = new Webhook("http://169.254.169.254/latest", SECRET);

    assertThatThrownBy(() -> sender.requireUsable(webhook)).hasMessageContaining("private address");
    assertThat(sender.send(webhook, "id", "{}")).contains("targetNotAllowed");
    sender.destroy();
  }
}
