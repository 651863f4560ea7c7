package io.syncjobs.server.engine.webhook;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.scim.http.GuardedHttp;
import io.syncjobs.server.connector.scim.http.Unreachable;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.secret.Webhook;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Sends signed messages to webhooks. Safe for use by many threads.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
@Component
public class WebhookSender implements DisposableBean {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_PORT = 65_535;
  private static final int MAX_ANSWER = 1 << 16;
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SECRET_PREFIX = "whsec_";

  private final GuardedHttp http;
  private final Clock clock;

  @Autowired
  WebhookSender(SyncJobsProperties properties, Clock clock) {
    this(properties.privateTargets(), clock);
  }

  WebhookSender(boolean privateAllowed, Clock clock) {
    http = GuardedHttp.unpooled(privateAllowed, TIMEOUT, MAX_ANSWER);
    this.clock = clock;
  }

  /**
   * Makes sure that a webhook can be used, as far as that can be known without a connection.
   *
   * @throws Refusal if it can't; the message is for whoever sent the webhook
   */
  public void requireUsable(Webhook webhook) {
    URI url;
    try {
      url = new URI(webhook.url());
      key(webhook.secret());
    } catch (URISyntaxException e) {
      throw refused(
          "url", "The url is none: " + e.getReason() + " at position " + (e.getIndex() + 1) + ".");
    } catch (IllegalArgumentException e) {
      throw refused("secret", "The secret isn't base64 after whsec_.");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw refused(
          "url", "The url needs a host, and may have neither a user name nor a fragment.");
    }
    if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
      throw refused("url", "The url has a port that isn't between 1 and 65535.");
    }
    if (http.refuses(url.getHost())) {
      throw new Refusal(
          ErrorCode.TARGET_NOT_ALLOWED,
          "url",
          "The host " + url.getHost()
              + " has a private address. Let the server's operator set syncjobs.private-targets if that is meant.");
    }
  }

  private static Refusal refused(String member, String reason) {
    return new Refusal(
        ErrorCode.INVALID_MEMBER,
        member,
        reason
            + " Write them like https://hooks.example/cycles and whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.");
  }

  /**
   * Sends a message.
   *
   * @param id the same each time that the message is sent
   * @return reason why it wasn't confirmed; empty if it was
   */
  Optional<String> send(Webhook webhook, String id, String body) {
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    URI url = URI.create(webhook.url());
    HttpPost request = new HttpPost(url);
    request.setHeader("webhook-id", id);
    request.setHeader("webhook-timestamp", timestamp);
    request.setHeader("webhook-signature", "v1," + sign(webhook.secret(), id, timestamp, body));
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    try {
      int status = http.execute(request).status();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of("the answer was " + status);
    } catch (IOException e) {
      TargetException failure = Unreachable.because(url, e, TIMEOUT);
      return Optional.of(failure.code().value());
    }
  }

  private static byte[] key(String secret) {
    return Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
  }

  private static String sign(String secret, String id, String timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(secret), ALGORITHM));
      byte[] signature =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform provides " + ALGORITHM, e);
    }
  }

  @Override
  public void destroy() {
    http.close();
  }
}
