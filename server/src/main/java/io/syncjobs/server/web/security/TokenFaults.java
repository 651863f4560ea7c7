package io.syncjobs.server.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Describes why a token isn't accepted, in place of the words of the libraries that find it out. */
public final class TokenFaults {

  /** Description that {@link BearerHeader} gives to a header without a token. */
  static final String NO_TOKEN = "No token";

  private static final String SCHEME = "Bearer";

  /** The claim that a validator names, or the time of one that expired or isn't valid yet. */
  private static final Pattern CLAIM = Pattern.compile("The (?:required )?(\\w+) claim .*");

  private static final Pattern EXPIRED = Pattern.compile("Jwt expired at (\\S+)");
  private static final Pattern EARLY = Pattern.compile("Jwt used before (\\S+)");

  private static final String UNTRUSTED =
      "The access token isn't signed by a key of the issuer that this server trusts. Get a new one from that issuer.";

  private TokenFaults() {}

  /** Sentences about the header {@code Authorization} of a request: the fault and its remedy. */
  public static String describe(AuthenticationException e, HttpServletRequest request) {
    String header = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "")
        .strip();
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return "The header Authorization has another scheme than Bearer. Send 'Authorization: Bearer {token}'.";
    }
    String description = e instanceof OAuth2AuthenticationException oauth
        ? Objects.requireNonNullElse(oauth.getError().getDescription(), "")
        : "";
    if (description.equals(NO_TOKEN)) {
      return "The header Authorization has no token after Bearer. Send 'Authorization: Bearer {token}'.";
    }
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JwtValidationException validation) {
        return validation.getErrors().stream()
            .map(OAuth2Error::getDescription)
            .map(text -> ofClaim(Objects.requireNonNullElse(text, "")))
            .findFirst()
            .orElse(UNTRUSTED);
      }
      if (cause instanceof ParseException) {
        return "The access token isn't a signed JWT. Send the access_token of the issuer's answer, unchanged.";
      }
    }
    return UNTRUSTED;
  }

  private static String ofClaim(String description) {
    Matcher expired = EXPIRED.matcher(description);
    if (expired.matches()) {
      return "The access token expired at " + expired.group(1) + ". Get a new one.";
    }
    Matcher early = EARLY.matcher(description);
    if (early.matches()) {
      return "The access token is valid only from " + early.group(1)
          + ". Wait, or correct the clock of its issuer or of this server.";
    }
    Matcher claim = CLAIM.matcher(description);
    return switch (claim.matches() ? claim.group(1) : "") {
      case "iss" ->
        "The access token is of another issuer (claim iss). Get one from the issuer that this server trusts.";
      case "aud" ->
        "The access token is for another audience (claim aud). Get one for the audience of this server.";
      case "tid" ->
        "The access token is of no tenant: its claim tid isn't a GUID. Get one from the issuer of a tenant.";
      default ->
        "The access token has a claim that this server doesn't accept. Get a new one from the issuer that it trusts.";
    };
  }
}
