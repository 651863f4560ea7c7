package io.syncjobs.client.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Request of one operation, filled in by the generated classes. Not thread-safe. */
public final class Call {

  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private final String method;
  private String path;
  private final List<String> query = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String accept = "application/json";
  private String contentType = "application/json";
  private @Nullable Object body;

  /**
   * @param method the HTTP method
   * @param path path template of the contract, with parameters in braces
   */
  public Call(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** Formats the current time as an HTTP date (RFC 9110 section 5.6.7). */
  public static String httpDate() {
    return httpDate(LocalDateTime.now(ZoneOffset.UTC));
  }

  /** Formats a time without a DateTimeFormatter, whose locale data would slow a program's first call. */
  static String httpDate(LocalDateTime utc) {
    return DAYS.get(utc.getDayOfWeek().getValue() - 1)
        + ", "
        + twoDigits(utc.getDayOfMonth())
        + " "
        + MONTHS.get(utc.getMonthValue() - 1)
        + " "
        + utc.getYear()
        + " "
        + twoDigits(utc.getHour())
        + ":"
        + twoDigits(utc.getMinute())
        + ":"
        + twoDigits(utc.getSecond())
        + " GMT";
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }

  /**
   * Sets a path parameter.
   *
   * @throws IllegalArgumentException if the value would make the path address another resource
   */
  public void path(String name, String value) {
    if (value.isEmpty() || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException(
          "The id for " + name + " must not be empty, '.' or '..', but is '" + value + "'");
    }
    path = path.replace("{" + name + "}", encode(value));
  }

  /** Adds a query parameter; null omits it. */
  public void query(String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    String text = value instanceof List<?> items
        ? items.stream().map(item -> encode(String.valueOf(item))).collect(Collectors.joining(","))
        : encode(value.toString());
    query.add(name + "=" + text);
  }

  /** Sets a header; null omits it. */
  public void header(String name, @Nullable String value) {
    if (value != null) {
      headers.put(name.toLowerCase(Locale.ROOT), value);
    }
  }

  /** Sets the media type of the answer; the default is {@code application/json}. */
  public void accept(String mediaType) {
    accept = mediaType;
  }

  /** Sets the body and its media type, a kind of JSON; null sends no body. */
  public void body(@Nullable Object value, String mediaType) {
    body = value;
    contentType = mediaType;
  }

  String method() {
    return method;
  }

  /** Percent-encoded path and query. */
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

  /** True if carrying the call out twice has the same effect as carrying it out once. */
  boolean repeatable() {
    return method.equals("GET") || headers.containsKey("repeatability-request-id");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
