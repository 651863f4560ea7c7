package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;

/**
 * Response of a SCIM service.
 *
 * @param body its JSON; a missing node if there is none, a null node if the body is something else
 * @param retryAfter how long the service asks to be left alone; null if it doesn't say
 */
record ScimResponse(int status, JsonNode body, @Nullable Duration retryAfter) {

  private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

  /** Parses the body of a response. */
  static ScimResponse read(HttpResult result, JsonMapper json) {
    return new ScimResponse(
        result.status(),
        parse(result.body(), json),
        RetryAfter.parse(result.retryAfter(), Instant.now()));
  }

  private static JsonNode parse(byte[] body, JsonMapper json) {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return NullNode.getInstance();
    }
  }

  boolean isError() {
    return status >= 400;
  }

  /**
   * This response, if it concerns the entry of the request and not the service as a whole.
   *
   * @param write whether the request was to change something; some services answer 403, 500 or 501 to entries that they don't take
   * @throws TargetException if the service can't be used, or isn't a SCIM service
   */
  ScimResponse aboutEntry(boolean write) {
    if (write && (status == 403 || status == 500 || status == 501)) {
      return this;
    }
    requireAccess();
    if (status == 408 || status == 429 || status >= 500) {
      throw new TargetException(
          Problem.UNAVAILABLE,
          null,
          retryAfter,
          "The target answered " + status + ": it has too much to do, or is out of order.");
    }
    boolean successful = status >= 200 && status < 300;
    boolean readable = body.isMissingNode() || body.isObject();
    if (!isError() && status != 304 && !(successful && readable)) {
      throw notScim();
    }
    return this;
  }

  /**
   * Makes sure that this is a list of resources.
   *
   * @throws TargetException if it isn't
   */
  void requireList() {
    requireAccess();
    boolean list = status == 200
        && body.path("schemas")
            .valueStream()
            .anyMatch(schema -> schema.asString("").equals(LIST_RESPONSE));
    if (!list) {
      throw notScim();
    }
  }

  private void requireAccess() {
    if (status == 401 || status == 403) {
      throw new TargetException(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The target answered "
              + status
              + ": it doesn't take the SecretToken. Get a new one from its administrator.");
    }
  }

  TargetException notScim() {
    return new TargetException(
        Problem.NOT_SCIM,
        Secret.BASE_ADDRESS,
        "The target answered "
            + status
            + ", and not as a SCIM 2.0 service does. Correct the BaseAddress.");
  }

  /** The service's own words about an error; empty if there are none. */
  String detail() {
    return AttributeName.member(body, "detail").asString("");
  }
}
