package io.syncjobs.server.web.development;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints a token and the address of the server after a start in development mode. */
@Component
@Conditional(DevelopmentMode.class)
class DevelopmentGreeting {

  private static final Logger log = LoggerFactory.getLogger(DevelopmentGreeting.class);
  private static final Duration LIFETIME = Duration.ofHours(24);

  private final DevelopmentTokens tokens;
  private final DevelopmentHttps https;

  DevelopmentGreeting(DevelopmentTokens tokens, DevelopmentHttps https) {
    this.tokens = tokens;
    this.https = https;
  }

  @EventListener
  void greet(WebServerInitializedEvent started) {
    log.info(
        """
        Development mode: no issuer of tokens is configured, so this machine alone can reach the server, at \
        {}://localhost:{}
        A token of tenant {} for the next {} hours of its clock, which /v1.0/sandbox/advanceClock moves:

        export TOKEN={}
        """,
        https.isOn() ? "https" : "http",
        started.getWebServer().getPort(),
        tokens.client().tenantId(),
        LIFETIME.toHours(),
        tokens.issue(tokens.client().tenantId(), tokens.permissions(), LIFETIME));
    if (https.isOn()) {
      log.info(
          "Programs trust the server's certificate after one of these lines:\n\n{}", https.trust());
    }
  }
}
