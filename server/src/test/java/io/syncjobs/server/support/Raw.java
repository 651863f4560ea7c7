package io.syncjobs.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests without the Java client. Answers are checked against the contract. */
public final class Raw {

  private final String origin;
  private final String token;
  private final Duration timeout;

  private Raw(String origin, String token, Duration timeout) {
    this.origin = origin;
    this.token = token;
    this.timeout = timeout;
  }

  /** Requests with a token. */
  public static Raw with(TestServer server, String token) {
    return at(server.origin(), token);
  }

  /** Requests with a token to the server at an address. */
  static Raw at(String origin, String token) {
    return new Raw(origin, token, Duration.ofSeconds(30));
  }

  /** The same requests with a timeout. */
  public Raw within(Duration time) {
    return new Raw(origin, token, time);
  }

  /** Requests with all permissions in a tenant. */
  public static Raw of(TestServer server, String tenantId) {
    return with(server, server.token(tenantId, TestServer.ALL));
  }

  /** The path of an application's jobs. */
  public static String jobs(String applicationId) {
    return "/v1.0/applications/" + applicationId + "/synchronization/jobs";
  }

  /** An answer. */
  public record Answer(HttpResponse<byte[]> response) {
    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      return JsonMapper.shared().readTree(response.body());
    }

    public String code() {
      return json().at("/error/code").asString("");
    }

    public String target() {
      return json().at("/error/target").asString("");
    }

    public String message() {
      return json().at("/error/message").asString("");
    }

    /** Asserts a refusal with a status, code and target, and a message that tells the caller what to do. */
    public void assertRefused(int status, String code, String target) {
      assertThat(code()).as(message()).isEqualTo(code);
      assertThat(status()).isEqualTo(status);
      assertThat(target()).isEqualTo(target);
      assertThat(message()).hasSizeGreaterThan(20).endsWith(".");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** Sends a request without a body, with additional headers as alternating names and values. */
  public Answer send(String method, String path, String... headers) {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  /** Posts JSON. */
  public Answer post(String path, String json, String... headers) {
    return post(path, json.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Posts a text with the content type of JSON; it needn't be valid. */
  public Answer post(String path, byte[] body, String... headers) {
    return sendJson("POST", path, body, headers);
  }

  /** Puts a text with the content type of JSON; it needn't be valid. */
  public Answer put(String path, String json, String... headers) {
    return sendJson("PUT", path, json.getBytes(StandardCharsets.UTF_8), headers);
  }

  private Answer sendJson(String method, String path, byte[] body, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return send(method, path, HttpRequest.BodyPublishers.ofByteArray(body), all);
  }

  /** Sends a request. */
  public Answer send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(path.startsWith("http") ? path : origin + path))
        .timeout(timeout)
        .method(method, body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(
          TestServer.checkedHttp().send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError("No answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
