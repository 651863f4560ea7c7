package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.scim.http.GuardedHttp;
import io.syncjobs.server.connector.scim.http.Unreachable;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.HttpEntity;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.apache5.connector.Apache5HttpClientBuilderConfigurator;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.RequestEntityProcessing;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** SCIM 2.0 services (RFC 7644), named by an address and a token. Safe for use by many threads. */
@Component
public class ScimTargets implements DisposableBean {

  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_CHECK_BYTES = 1 << 20;
  private static final int MAX_CALL_BYTES = 10 << 20;

  private final JsonMapper json;
  private final Duration timeout;
  private final GuardedHttp checkConnections;
  private final CloseableHttpClient checks;
  private final GuardedHttp callConnections;
  private final Client calls;

  @Autowired
  ScimTargets(JsonMapper json, SyncJobsProperties properties) {
    this(json, properties.privateTargets(), properties.targetTimeout());
  }

  ScimTargets(JsonMapper json, boolean privateAllowed, Duration timeout) {
    this.json = json;
    this.timeout = timeout;
    // Apart from the others, so that callers who try bad addresses keep no job from working.
    checkConnections = new GuardedHttp(privateAllowed, CHECK_TIMEOUT, MAX_CHECK_BYTES);
    checks = checkConnections
        .configure(HttpClients.custom())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .build();
    callConnections = new GuardedHttp(privateAllowed, timeout, MAX_CALL_BYTES);
    calls = ClientBuilder.newClient(new ClientConfig()
        .connectorProvider(new Apache5ConnectorProvider())
        .property(ClientProperties.REQUEST_ENTITY_PROCESSING, RequestEntityProcessing.BUFFERED)
        .register((Apache5HttpClientBuilderConfigurator) callConnections::configure)
        .register(new ScimAnswers(json)));
  }

  @Override
  public void destroy() throws IOException {
    calls.close();
    callConnections.close();
    checks.close();
    checkConnections.close();
  }

  /**
   * A service to write entries to. Connections are made when they are needed.
   *
   * @throws TargetException if the credentials can't be used
   */
  public Target open(SecretSet credentials) {
    Credentials used = Credentials.of(credentials);
    ClientRequestFilter authorize =
        request -> request.getHeaders().putSingle("Authorization", used.authorization());
    return new ScimTarget(calls.target(used.address()).register(authorize), json, used, timeout);
  }

  /**
   * Tries credentials: asks the service for a user that it can't have, as Graph does, and wants an empty list.
   *
   * @throws TargetException if that isn't what comes
   */
  public void check(SecretSet credentials) {
    Credentials used = Credentials.of(credentials);
    HttpGet request = new HttpGet(URI.create(
        used.address() + "/Users?filter=userName%20eq%20%22" + UUID.randomUUID() + "%22&count=1"));
    request.setHeader("Authorization", used.authorization());
    request.setHeader("Accept", "application/scim+json, application/json");
    try {
      checks.execute(request, response -> {
        HttpEntity body = response.getEntity();
        String text = body == null
            ? ""
            : new String(body.getContent().readAllBytes(), StandardCharsets.UTF_8);
        ScimAnswers.requireList(json, response.getCode(), text);
        return text;
      });
    } catch (IOException e) {
      throw Unreachable.because(used.address().getHost(), e, CHECK_TIMEOUT);
    }
  }
}
