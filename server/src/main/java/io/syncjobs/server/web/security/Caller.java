package io.syncjobs.server.web.security;

import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who calls, by the token of the request that the thread serves. */
public final class Caller {

  /** The claim that names the tenant, as in Entra's tokens. */
  static final String TENANT = "tid";

  /** The claims that may name a caller: Entra's, then what other issuers have. */
  private static final List<String> NAMES = List.of("upn", "appid", "azp", "client_id", "sub");

  private Caller() {}

  /** Whether the request has come with a token, and it was found to be good. */
  static boolean isKnown() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken;
  }

  /**
   * The tenant on whose behalf the request is made.
   *
   * @throws IllegalStateException outside of an authenticated request
   */
  public static String tenantId() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication instanceof JwtAuthenticationToken token
        && token.getToken().getClaims().get(TENANT) instanceof String tenant) {
      return tenant;
    }
    throw new IllegalStateException("No token has been read for this request");
  }

  /** The program or the user who makes the request, by what the token tells; never empty. */
  public static String name() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication instanceof JwtAuthenticationToken token) {
      for (String claim : NAMES) {
        if (token.getToken().getClaims().get(claim) instanceof String name && !name.isEmpty()) {
          return name;
        }
      }
    }
    return "unknown";
  }
}
