package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Storable;
import io.syncjobs.server.job.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;

/**
 * Response of a SCIM service.
 *
 * @param body its JSON; a missing node if there is none, a null node if the body is something else
 * @param text its text, or its title, if it is not JSON; empty if it is JSON
 * @param location where it redirects to; null if it doesn't say
 * @param etag version of the resource by the header; null if it doesn't say
 * @param retryAfter how long the service asks to be left alone; null if it doesn't say
 * @param secrets that the service may repeat and nobody else may see
 */
record ScimResponse(
    int status,
    JsonNode body,
    String text,
    @Nullable String location,
    @Nullable String etag,
    @Nullable Duration retryAfter,
    Collection<String> secrets) {

  private static final String LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

  private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

  private static final String NUL = "\\u0000";
  private static final int MAX_QUOTE = 200;

  /** Parses the body of a response. */
  static ScimResponse read(
      HttpResult result, JsonMapper json, Collection<String> secrets, Instant now) {
    JsonNode body = parse(withoutNul(result.body()), json);
    String text = body.isNull() ? new String(result.body(), result.charset()) : "";
    if (body.isNull() && result.status() >= 400) {
      // A reason is read even if some of its characters are broken.
      body = parse(text.getBytes(UTF_8), json);
    }
    return new ScimResponse(
        result.status(),
        body,
        body.isNull() ? Reasons.of(text) : "",
        result.location(),
        result.etag(),
        RetryAfter.parse(result.retryAfter(), now),
        secrets);
  }

  /** A body whose texts can be stored. No service needs the character NUL, which is an escape in JSON. */
  private static byte[] withoutNul(byte[] body) {
    String raw = new String(body, ISO_8859_1);
    return raw.contains(NUL) ? raw.replace(NUL, "\\ufffd").getBytes(ISO_8859_1) : body;
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

  /** True if the service says that it does not have the resource, or no longer. */
  boolean isMissing() {
    return status == 404 || status == 410;
  }

  /** True for a status of 404 in the standard's own form, which no gateway or web server sends. */
  boolean saysNotFound() {
    return status == 404 && has(ERROR);
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
      throw unavailable();
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
    // Any web server answers 500 and 404, but these only one that is there and busy.
    if (status == 408 || status == 429 || status > 501 || (status == 500 && body.isObject())) {
      throw unavailable();
    }
    if (status != 200 || !has(LIST_RESPONSE)) {
      throw notScim();
    }
  }

  private boolean has(String schema) {
    return body.path("schemas").valueStream().anyMatch(each -> each.asString("").equals(schema));
  }

  /**
   * Entries of a list in which a service describes itself; empty if the service doesn't have the list.
   *
   * @throws TargetException if the service can't be used, or isn't a SCIM service
   */
  Optional<JsonNode> description() {
    if (status == 404 || status == 405 || status == 501) {
      return Optional.empty();
    }
    requireList();
    return Optional.of(JsonNodeFactory.instance.arrayNode().addAll(resources()));
  }

  private void requireAccess() {
    if (status == 401) {
      throw TargetException.atRequest(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The target answered 401.",
          "It doesn't take the SecretToken: get a new one from its administrator.",
          said());
    }
    if (status == 403) {
      throw TargetException.atRequest(
          Problem.REJECTED_CREDENTIALS,
          Secret.SECRET_TOKEN,
          "The target answered 403.",
          "It doesn't permit this to the owner of the SecretToken: have its administrator permit it.",
          said());
    }
  }

  private TargetException unavailable() {
    String reason = switch (status) {
      case 408 -> "the request reached it too slowly.";
      case 429 -> "it gets too many requests.";
      case 501 -> "it doesn't support the request.";
      default -> "it is overloaded or out of order.";
    };
    String what = "The target answered " + status + ": " + reason;
    // One that asks for a pause does so for all entries.
    return retryAfter == null
        ? TargetException.atRequest(Problem.UNAVAILABLE, null, what, "", said())
        : new TargetException(Problem.UNAVAILABLE, null, retryAfter, what + said());
  }

  TargetException notScim() {
    String reason = status >= 300 && status < 400
        ? ", a redirect" + redirection() + ", which isn't followed."
        : saysNotFound()
            ? ": it has nothing at the address of the request."
            : ", and not as a SCIM 2.0 service does.";
    return TargetException.atRequest(
        Problem.NOT_SCIM,
        Secret.BASE_ADDRESS,
        "The target answered " + status + reason,
        "Correct the BaseAddress.",
        said());
  }

  /** The kind of error in the standard's own terms; empty if the service doesn't say. */
  String scimType() {
    String type = AttributeName.member(body, "scimType").asString("");
    return type.matches("[A-Za-z_-]{1,30}") ? type : "";
  }

  /** The kind of error in small letters alone, as services spell it in several ways; empty if the service doesn't say. */
  String scimKind() {
    return scimType().replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
  }

  /** The service's own words about an error, without the token; empty if there are none. */
  String words() {
    // A page is quoted whatever its status, as the title tells a login page.
    return isError() || !text.isBlank() ? masked(text.isBlank() ? Reasons.of(body) : text) : "";
  }

  private String masked(String said) {
    String line = Storable.shown(said.replaceAll("[\\p{Cntrl}\\s]+", " "));
    return SecretMask.mask(line, secrets).strip();
  }

  /** Address to which the service redirects, without its query and user, which may be secret. */
  private String redirection() {
    if (location == null || location.isBlank()) {
      return "";
    }
    String address = location
        .replaceFirst("[?#].*", "")
        .replaceFirst("^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]*@", "$1//");
    return address.isBlank() ? "" : " to " + Quoted.of(masked(address));
  }

  /** Resources of a list. A single one may come without a list around it. */
  List<JsonNode> resources() {
    JsonNode resources = AttributeName.member(body, "Resources");
    List<JsonNode> all =
        resources.isObject() ? List.of(resources) : resources.valueStream().toList();
    if (!all.stream().allMatch(JsonNode::isObject)) {
      throw notScim();
    }
    return all;
  }

  private String said() {
    return quoted(words());
  }

  /** A sentence that quotes words of the service, with a space before it; empty if there are none. */
  static String quoted(String words) {
    String quote = Quoted.cut(words, MAX_QUOTE);
    return quote.isEmpty() ? "" : " It says: '" + quote + "'";
  }
}
