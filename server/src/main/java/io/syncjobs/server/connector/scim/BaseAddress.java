package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Base address of a SCIM service.
 *
 * @param host its name in ASCII, or its IP address
 * @param url in ASCII, without a slash at its end and without a query
 */
record BaseAddress(String host, String url) {

  private static final int MAX_SHOWN = 100;

  /** Flags that Microsoft's guides append to ask Entra for requests by the standard. Requests from here always are. */
  private static final Pattern FLAGS = Pattern.compile(
      "(?:&|(?:aadOptscim062020|AzureAdScimPatch062020)(?:=[^&]*)?(?=&|$))*",
      Pattern.CASE_INSENSITIVE);

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^\\[\\]:]+)(?::(?<port>[0-9]{0,5}))?");
  /** Characters of formats, such as zero-width spaces, byte order marks and marks of a direction, and others without a width. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cf}\\u115F\\u1160\\u3164\\uFFA0\\x{FE00}-\\x{FE0F}]");

  private static final Pattern HOST =
      Pattern.compile("\\[.+]|[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?");

  /**
   * Reads an address as administrators paste it.
   *
   * @throws TargetException if it can't be used
   */
  static BaseAddress parse(String text) {
    String stripped = text.strip();
    URI uri;
    try {
      uri = new URI(stripped);
    } catch (URISyntaxException e) {
      throw refused(
          stripped,
          "is no URL: " + e.getReason().toLowerCase(Locale.ROOT) + " at position "
              + (e.getIndex() + 1));
    }
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw refused(stripped, "doesn't begin with https:// or http://");
    }
    String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
    if (authority.contains("@")) {
      throw refused(stripped, "has a user name before its host, which is never sent");
    }
    if (uri.getRawFragment() != null) {
      throw refused(stripped, "has a fragment (#), which is never sent");
    }
    String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
    if (!FLAGS.matcher(query).matches()) {
      throw refused(stripped, "has a query other than the flag aadOptscim062020");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      throw refused(stripped, authority.isEmpty() ? "has no host" : "has no valid host and port");
    }
    String host = ascii(parts.group("host"), stripped);
    String port = Objects.requireNonNullElse(parts.group("port"), "");
    if (!port.isEmpty() && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
      throw refused(stripped, "has a port that isn't between 1 and 65535");
    }
    String origin = scheme + "://" + host + (port.isEmpty() ? "" : ":" + Integer.parseInt(port));
    String path = uri.getRawPath().replaceAll("/+$", "");
    return new BaseAddress(host, URI.create(origin + path).toASCIIString());
  }

  /**
   * Makes sure that an address has no character that nobody sees and that came with it from where it was copied. It is for new addresses; in a host, such
   * characters are dropped.
   *
   * @throws TargetException if it has one
   */
  static void requireVisible(String text) {
    String stripped = text.strip();
    Matcher invisible = INVISIBLE.matcher(stripped);
    if (invisible.find()) {
      throw refused(
          stripped,
          "has the invisible character U+%04X at position %d, which may come from where it was copied. Type it anew"
              .formatted(stripped.codePointAt(invisible.start()), invisible.start() + 1));
    }
  }

  private static String ascii(String host, String text) {
    try {
      String ascii = host.startsWith("[") ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
      if (HOST.matcher(ascii).matches() && ascii.length() <= 254) {
        return ascii;
      }
    } catch (IllegalArgumentException e) {
      // No international name either.
    }
    throw refused(text, "has a host that can't be a name in DNS");
  }

  private static TargetException refused(String text, String reason) {
    return new TargetException(
        Problem.ADDRESS_INVALID,
        Secret.BASE_ADDRESS,
        "The BaseAddress " + shown(text) + reason
            + ". Write the address of the service like https://scim.example/v2.");
  }

  /** An address without what may be secret in it: user info and values in a query. A text without a scheme may be a token that was pasted in its place. */
  private static String shown(String text) {
    if (!text.contains("://")) {
      return "";
    }
    String visible = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ")
        .replaceFirst("//[^/?#]*@", "//…@")
        .replaceAll("=[^&#]+", "=…");
    return "'" + (visible.length() > MAX_SHOWN ? visible.substring(0, MAX_SHOWN) + "…" : visible)
        + "' ";
  }
}
