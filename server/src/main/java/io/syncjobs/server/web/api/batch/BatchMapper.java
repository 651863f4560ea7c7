package io.syncjobs.server.web.api.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.generated.model.BatchItem;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** Maps requests and answers of batches. */
@Component
class BatchMapper {

  /** Headers of a connection or a proxy, which the requests of a batch don't have. */
  private static final Set<String> OF_THE_CONNECTION = Set.of(
      "connection",
      "content-length",
      "expect",
      "forwarded",
      "host",
      "keep-alive",
      "te",
      "trailer",
      "transfer-encoding",
      "upgrade");

  private static final Set<String> MEDIA_TYPES = Set.of("accept", "content-type");

  private static final String OF_A_PROXY = "x-forwarded-";
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern NOT_RELATIVE =
      Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*|//.*|/?(v1\\.0|beta)(/.*)?");

  /** Parts of a path that no address of the contract has, and that lead elsewhere if somebody on the way normalizes them. */
  private static final Pattern AMBIGUOUS = Pattern.compile(
      "(?i)[^?]*(\\\\|%5c|%2f|;|%3b|%00|//)[^?]*(\\?.*)?|([^?]*/)?(\\.|%2e){1,2}(/[^?]*)?(\\?.*)?");

  /** Characters that stand for themselves in a path or query (RFC 3986), and the sign of encoded ones. */
  private static final String OF_URLS = "-._~!$&'()*+,;=:@/?%";

  private final JsonMapper json;

  BatchMapper(JsonMapper json) {
    this.json = json;
  }

  /**
   * Reads a request.
   *
   * @param origin address of this server
   * @param version version of the batch
   * @param index place in the batch
   * @throws Refusal if it can't be sent
   */
  InnerDispatch.Message read(BatchItem item, String origin, String version, int index) {
    String place = "requests/" + index;
    String url = relative(item.getUrl(), origin, version);
    if (NOT_RELATIVE.matcher(url).matches()) {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          place + "/url",
          "The member '%s/url' must be relative to this server or to the version of the batch, %s, such as /applications/{id}/synchronization/jobs, not %s."
              .formatted(place, version, Quoted.of(item.getUrl())));
    }
    Map<String, String> headers = headers(item, place);
    if (AMBIGUOUS.matcher(url).matches()) {
      throw new Refusal(
          ErrorCode.INVALID_REQUEST,
          place + "/url",
          "The member '%s/url' must have neither backslashes, semicolons, doubled or encoded slashes nor the parts . and .. in its path, not %s."
              .formatted(place, Quoted.of(item.getUrl())));
    }
    ByteBuffer body = ByteBuffer.wrap(body(item, headers, place));
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    return new InnerDispatch.Message(
        item.getMethod().getValue(),
        "/" + version + (path.startsWith("/") ? "" : "/") + encode(path),
        query < 0 ? null : encode(url.substring(query + 1)),
        headers,
        body);
  }

  /**
   * Removes the address of this server and the version of the batch. Microsoft's clients remove Graph's address alone: that for JavaScript leaves
   * the version of others, version 5 of that for Java all of it.
   */
  private static String relative(String url, String origin, String version) {
    String local = url.regionMatches(true, 0, origin + "/", 0, origin.length() + 1)
        ? url.substring(origin.length())
        : url;
    String prefix = "/" + version + "/";
    return local.startsWith(prefix) ? local.substring(prefix.length() - 1) : local;
  }

  private static Map<String, String> headers(BatchItem item, String place) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    @Nullable Map<String, String> sent = item.getHeaders().orElse(null);
    if (sent == null) {
      return headers;
    }
    Map<String, String> values = new HashMap<>();
    sent.forEach((name, value) -> {
      if (!HEADER_NAME.matcher(name).matches()
          || value.chars().anyMatch(character -> character < ' ' || character > '~')) {
        throw new Refusal(
            ErrorCode.INVALID_MEMBER,
            place + "/headers/" + name,
            "The member '%s/headers/%s' isn't a header of HTTP. Use a name of letters, digits and hyphens, and a value in printable ASCII."
                .formatted(place, Quoted.cut(name, 100)));
      }
      String folded = name.toLowerCase(Locale.ROOT);
      // Microsoft's SDK for Java sends Content-Type in two cases.
      String earlier = values.putIfAbsent(folded, value);
      if (earlier != null && !alike(folded, earlier, value)) {
        throw new Refusal(
            ErrorCode.DUPLICATE_NAME,
            place + "/headers/" + name,
            "The header %s occurs more than once, with different values. Send it once; the case of names has no meaning."
                .formatted(Quoted.of(name)));
      }
      if (!OF_THE_CONNECTION.contains(folded) && !folded.startsWith(OF_A_PROXY)) {
        headers.put(name, value.strip());
      }
    });
    return headers;
  }

  /** Compares two values of a header. Media types have no case, and their parameters no order and no spaces. */
  private static boolean alike(String header, String one, String other) {
    if (!MEDIA_TYPES.contains(header)) {
      return one.strip().equals(other.strip());
    }
    try {
      return MediaType.parseMediaTypes(one).equals(MediaType.parseMediaTypes(other));
    } catch (InvalidMediaTypeException e) {
      return one.equals(other);
    }
  }

  /** Reads a body, and adds its content type if the caller left it out. */
  private byte[] body(BatchItem item, Map<String, String> headers, String place) {
    @Nullable Object body = item.getBody().orElse(null);
    if (body == null) {
      return new byte[0];
    }
    String type =
        headers.computeIfAbsent(HttpHeaders.CONTENT_TYPE, name -> MediaType.APPLICATION_JSON_VALUE);
    if (isJson(type)) {
      return json.writeValueAsBytes(body);
    }
    try {
      if (body instanceof String text) {
        return isText(type) ? text.getBytes(UTF_8) : base64(text);
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like bodies that aren't texts.
    }
    throw new Refusal(
        ErrorCode.INVALID_MEMBER,
        place + "/body",
        "The member '%s/body' must be %s, because its Content-Type is %s."
            .formatted(
                place,
                isText(type) ? "a text" : "a text with the bytes in base64 for URLs",
                Quoted.of(type)));
  }

  /** Decodes base64 for URLs, and the usual one as well. */
  private static byte[] base64(String text) {
    return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
  }

  /** Writes a body as a member of the answer. */
  Object write(ByteBuffer body, @Nullable String contentType) {
    String type = contentType == null ? "" : contentType;
    if (isJson(type)) {
      return new RawValue(UTF_8.decode(body).toString());
    }
    return isText(type)
        ? UTF_8.decode(body).toString()
        : ISO_8859_1
            .decode(Base64.getUrlEncoder().withoutPadding().encode(body))
            .toString();
  }

  private static boolean isJson(String contentType) {
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      return type.isPresentIn(List.of(MediaType.APPLICATION_JSON))
          || "json".equals(type.getSubtypeSuffix());
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static boolean isText(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith("text/");
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte unit : text.getBytes(UTF_8)) {
      char character = (char) (unit & 0xff);
      boolean plain = character < 0x80
          && (Character.isLetterOrDigit(character) || OF_URLS.indexOf(character) >= 0);
      encoded.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
    }
    return encoded.toString();
  }
}
