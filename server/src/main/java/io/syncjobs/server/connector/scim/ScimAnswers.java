package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Looks at the answers of services before the client library does, and refuses those that are about the service as a whole, and what isn't SCIM. Safe
 * for use by many threads.
 */
final class ScimAnswers implements ClientResponseFilter {

  private static final String SCIM = "application/scim+json";
  private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  /** What a service has against a request; by its own status, whatever the body says of that. */
  static final class ErrorAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;

    ErrorAnswer(int status, String detail) {
      this.status = status;
      this.detail = detail;
    }

    int status() {
      return status;
    }

    String detail() {
      return detail;
    }
  }

  private final JsonMapper json;

  ScimAnswers(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void filter(ClientRequestContext request, ClientResponseContext response)
      throws IOException {
    int status = response.getStatus();
    boolean write = !request.getMethod().equals("GET");
    boolean aboutEntry = write && (status == 403 || status == 500 || status == 501);
    if (!aboutEntry) {
      requireAccess(status);
    }
    if (status == 408 || status == 429 || (status >= 500 && !aboutEntry)) {
      throw new TargetException(
          Problem.UNAVAILABLE,
          null,
          wait(response.getHeaderString(HttpHeaders.RETRY_AFTER), Instant.now()),
          "The target answered " + status + ": it has too much to do, or is out of order.");
    }
    byte[] body = response.hasEntity() ? response.getEntityStream().readAllBytes() : new byte[0];
    if (status == 304 || status >= 400) {
      JsonNode detail = AttributeName.member(read(json, body), "detail");
      throw new ErrorAnswer(status, detail.asString(""));
    }
    if (status < 200 || status >= 300 || (body.length > 0 && !read(json, body).isObject())) {
      throw notScim(status);
    }
    response.setEntityStream(new ByteArrayInputStream(body));
    response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, SCIM);
  }

  private static JsonNode read(JsonMapper json, byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** Refuses an answer that isn't a list of resources. */
  static void requireList(JsonMapper json, int status, String body) {
    requireAccess(status);
    boolean list = status == 200
        && read(json, body.getBytes(UTF_8))
            .path("schemas")
            .valueStream()
            .anyMatch(schema -> schema.asString("").equals(LIST_RESPONSE));
    if (!list) {
      throw notScim(status);
    }
  }

  static TargetException notScim(int status) {
    return new TargetException(
        Problem.NOT_SCIM,
        Secret.BASE_ADDRESS,
        "The target answered "
            + status
            + ", and not as a SCIM 2.0 service does. Correct the BaseAddress.");
  }

  private static void requireAccess(int status) {
    if (status == 401 || status == 403) {
      throw new TargetException(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The target answered "
              + status
              + ": it doesn't take the SecretToken. Get a new one from its administrator.");
    }
  }

  /** What a Retry-After asks for (RFC 9110 §10.2.3), at most a day; null if it can't be read. */
  static @Nullable Duration wait(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    try {
      Duration asked = text.matches("\\d{1,9}")
          ? Duration.ofSeconds(Long.parseLong(text))
          : Duration.between(
              now,
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      Duration ahead = asked.isNegative() ? Duration.ZERO : asked;
      return ahead.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : ahead;
    } catch (DateTimeParseException e) {
      return text.matches("\\d+") ? LONGEST_WAIT : null;
    }
  }
}
