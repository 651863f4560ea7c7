package io.syncjobs.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call of one of the contract's operations, as the generated classes fill it in. For use by one
 * thread.
 */
public final class Call {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private final String method;
  private String path;
  private final List<String> query = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String accept = "application/json";
  private String contentType = "application/json";
  private @Nullable Object body;

  /**
   * @param method the HTTP method
   * @param path the contract's path, with parameters in braces
   */
  public Call(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** The time of now, as headers have it. */
  public static String httpDate() {
    return ZonedDateTime.now(ZoneOffset.UTC).format(HTTP_DATE);
  }

  /**
   * Fills in a parameter of the path.
   *
   * @throws IllegalArgumentException if the value would address something else
   */
  public void path(String name, String value) {
    if (value.isEmpty() || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException("Not an id for " + name + ": '" + value + "'");
    }
    path = path.replace("{" + name + "}", encode(value));
  }

  /** Adds a query option; null leaves it out. */
  public void query(String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    String text = value instanceof List<?> items
        ? items.stream().map(item -> encode(String.valueOf(item))).collect(Collectors.joining(","))
        : encode(value.toString());
    query.add(name + "=" + text);
  }

  /** Sets a header; null leaves it out. */
  public void header(String name, @Nullable String value) {
    if (value != null) {
      headers.put(name.toLowerCase(Locale.ROOT), value);
    }
  }

  /** Sets the media type of the answer; {@code application/json} otherwise. */
  public void accept(String mediaType) {
    accept = mediaType;
  }

  /** Sets what to send, and as what media type of JSON; null sends nothing. */
  public void body(@Nullable Object value, String mediaType) {
    body = value;
    contentType = mediaType;
  }

  String method() {
    return method;
  }

  /** Path and query, percent-encoded. */
  String target() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  Map<String, String> headers() {
    return headers;
  }

  String accept() {
    return accept;
  }

  String contentType() {
    return contentType;
  }

  @Nullable
  Object body() {
    return body;
  }

  /** Whether carrying it out twice does no more than carrying it out once. */
  boolean repeatable() {
    return method.equals("GET") || headers.containsKey("repeatability-request-id");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
