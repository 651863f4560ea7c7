package io.syncjobs.server.web.development.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Way back to an application that sent its user's browser (RFC 6749, section 4.1, with RFC 7636).
 *
 * @param uri address of the application on this machine
 * @param state text that the application gets back; null for none
 * @param isForm whether the browser posts the answer as a form instead of following a link
 * @param challenge SHA-256 of the verifier with which the application must redeem the code, in base64; null for none
 * @param nonce text that the id token repeats; null for none
 */
public record Redirect(
    URI uri,
    @Nullable String state,
    boolean isForm,
    @Nullable String challenge,
    @Nullable String nonce) {

  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Reads an address on this machine; empty for any other, to which codes must not be sent. */
  public static Optional<URI> address(@Nullable String text) {
    try {
      URI uri = new URI(text == null ? "" : text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean own =
          uri.getHost() != null && OWN_NAMES.contains(uri.getHost().toLowerCase(Locale.ROOT));
      return web && own && uri.getRawFragment() == null && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Scheme, host and port of the address. */
  String origin() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
