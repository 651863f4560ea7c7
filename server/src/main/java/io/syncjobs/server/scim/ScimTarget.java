package io.syncjobs.server.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.secret.Secret;
import io.syncjobs.server.secret.SecretSet;
import io.syncjobs.server.startup.SyncJobsProperties;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SCIM 2.0 services (RFC 7644), named by an address and a token. Safe for use by many threads. */
@Component
public class ScimTarget implements DisposableBean {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_CONNECTIONS = 1000;
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

  private record Answer(int status, String body) {}

  private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
      new CustomizableThreadFactory("target deadlines "));
  private final CloseableHttpClient http;
  private final JsonMapper json;

  ScimTarget(JsonMapper json, SyncJobsProperties properties) {
    this.json = json;
    http = HttpClients.custom()
        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(new PublicAddresses(properties.privateTargets()))
            .setMaxConnTotal(MAX_CONNECTIONS)
            .setMaxConnPerRoute(MAX_CONNECTIONS)
            .setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(TIMEOUT))
                .setSocketTimeout(Timeout.of(TIMEOUT))
                .build())
            .build())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  @Override
  public void destroy() throws IOException {
    http.close();
    deadlines.shutdownNow();
  }

  /**
   * Tries credentials: asks the service for a user that it can't have, as Graph does, and wants an empty list.
   *
   * @throws TargetException if that isn't what comes
   */
  public void check(SecretSet credentials) {
    URI address = address(credentials);
    String token = require(credentials, Secret.SECRET_TOKEN);
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new TargetException(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The SecretToken has blanks or line ends in it, which no header can carry. Correct it.");
    }
    HttpGet request = new HttpGet(URI.create(
        address + "/Users?filter=userName%20eq%20%22" + UUID.randomUUID() + "%22&count=1"));
    request.setHeader("Authorization", "Bearer " + token);
    request.setHeader("Accept", "application/scim+json, application/json");
    judge(send(request));
  }

  private static String require(SecretSet credentials, String key) {
    return credentials
        .value(key)
        .orElseThrow(() -> new TargetException(
            Problem.CREDENTIALS_MISSING,
            key,
            "The target needs " + key + ", and there is none. Send it, or save it first."));
  }

  private static URI address(SecretSet credentials) {
    String text = require(credentials, Secret.BASE_ADDRESS);
    try {
      URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Refused below like an address of another kind.
    }
    throw new TargetException(
        Problem.ADDRESS_INVALID,
        Secret.BASE_ADDRESS,
        "The BaseAddress isn't an absolute URL of http or https without a query. Correct it.");
  }

  private Answer send(HttpGet request) {
    ScheduledFuture<?> end =
        deadlines.schedule(request::cancel, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return http.execute(request, response -> new Answer(response.getCode(), beginning(response)));
    } catch (IOException e) {
      throw translate(host(request), request.isCancelled() ? new SocketTimeoutException() : e);
    } finally {
      end.cancel(false);
    }
  }

  private static String host(HttpGet request) {
    return request.getAuthority().getHostName();
  }

  private static String beginning(ClassicHttpResponse response) throws IOException {
    HttpEntity body = response.getEntity();
    return body == null
        ? ""
        : new String(body.getContent().readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
  }

  private static TargetException translate(String host, IOException failure) {
    if (failure instanceof PublicAddresses.PrivateAddressException) {
      return new TargetException(
          Problem.NOT_ALLOWED,
          Secret.BASE_ADDRESS,
          "The host "
              + host
              + " has a private address. Let the server's operator set syncjobs.private-targets if that is meant.");
    }
    if (failure instanceof UnknownHostException) {
      return new TargetException(
          Problem.NOT_FOUND,
          Secret.BASE_ADDRESS,
          "There is no host " + host + " in DNS. Correct the BaseAddress.");
    }
    if (failure instanceof SocketTimeoutException || failure instanceof ConnectTimeoutException) {
      return new TargetException(
          Problem.TIMEOUT,
          Secret.BASE_ADDRESS,
          host
              + " didn't answer within "
              + TIMEOUT.toSeconds()
              + " seconds. See whether a firewall is between, or the service overloaded.");
    }
    if (failure instanceof SSLException) {
      return new TargetException(
          Problem.TLS_FAILED,
          Secret.BASE_ADDRESS,
          "There is no trusted TLS connection to " + host
              + ". Have its certificate mended, or correct the BaseAddress.");
    }
    return new TargetException(
        Problem.CONNECTION_REFUSED,
        Secret.BASE_ADDRESS,
        host
            + " refuses connections, or breaks them. Correct the BaseAddress, or have the service started.");
  }

  private void judge(Answer answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      throw new TargetException(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The target answered "
              + answer.status()
              + ": it doesn't take the SecretToken. Get a new one from its administrator.");
    }
    if (answer.status() != 200 || !isListResponse(answer.body())) {
      throw new TargetException(
          Problem.NOT_SCIM,
          Secret.BASE_ADDRESS,
          "The target answered "
              + answer.status()
              + ", and not with a list of users as a SCIM 2.0 service does. Correct the BaseAddress.");
    }
  }

  private boolean isListResponse(String body) {
    try {
      JsonNode answer = json.readTree(body);
      return answer
          .path("schemas")
          .valueStream()
          .anyMatch(schema -> schema.asString("").equals(LIST_RESPONSE));
    } catch (JacksonException e) {
      return false;
    }
  }
}
