package io.syncjobs.server.scim;

import io.syncjobs.server.scim.TargetException.Problem;
import io.syncjobs.server.secret.Secret;
import io.syncjobs.server.secret.SecretSet;
import io.syncjobs.server.startup.SyncJobsProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SCIM 2.0 services (RFC 7644), named by an address and a token. Safe for use by many threads. */
@Component
public class ScimTarget {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

  private record Answer(int status, String body) {}

  private final HttpClient http = HttpClient.newBuilder()
      .connectTimeout(TIMEOUT)
      .followRedirects(HttpClient.Redirect.NEVER)
      .build();
  private final JsonMapper json;
  private final boolean privateAllowed;

  ScimTarget(JsonMapper json, SyncJobsProperties properties) {
    this.json = json;
    this.privateAllowed = properties.privateTargets();
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
    checkAllowed(address);
    HttpRequest request = HttpRequest.newBuilder(URI.create(
            address + "/Users?filter=userName%20eq%20%22" + UUID.randomUUID() + "%22&count=1"))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/scim+json, application/json")
        .build();
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

  private void checkAllowed(URI address) {
    try {
      for (InetAddress resolved : InetAddress.getAllByName(address.getHost())) {
        if (!privateAllowed && isPrivate(resolved)) {
          throw new TargetException(
              Problem.NOT_ALLOWED,
              Secret.BASE_ADDRESS,
              "The host "
                  + address.getHost()
                  + " has a private address. Let the server's operator set syncjobs.private-targets if that is meant.");
        }
      }
    } catch (UnknownHostException e) {
      throw new TargetException(
          Problem.NOT_FOUND,
          Secret.BASE_ADDRESS,
          "There is no host " + address.getHost() + " in DNS. Correct the BaseAddress.");
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal;
  }

  private Answer send(HttpRequest request) {
    CompletableFuture<HttpResponse<InputStream>> exchange =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response = exchange.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      try (InputStream body = response.body()) {
        // Closing the stream ends a read that waits for a body which never comes.
        return new Answer(
            response.statusCode(),
            CompletableFuture.supplyAsync(() -> beginning(body))
                .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
      }
    } catch (ExecutionException e) {
      throw translate(request.uri(), e.getCause());
    } catch (TimeoutException | IOException e) {
      exchange.cancel(true);
      throw translate(request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.cancel(true);
      throw translate(request.uri(), e);
    }
  }

  private static String beginning(InputStream body) {
    try {
      return new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static TargetException translate(URI address, @Nullable Throwable failure) {
    String host = address.getHost();
    if (failure instanceof TimeoutException
        || failure instanceof HttpTimeoutException
        || failure instanceof InterruptedException) {
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
