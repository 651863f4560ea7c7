package io.syncjobs.server.web.security;

import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Caller of the current thread's request, by its token. */
public final class Caller {

  /** Claim of the tenant, as in Entra's tokens. */
  static final String TENANT = "tid";

  /** Claims that name the caller: Entra's first, then those of other issuers. */
  private static final List<String> NAMES = List.of("upn", "appid", "azp", "client_id", "sub");

  private Caller() {}

  /** Tells whether the request has a verified token. */
  static boolean isKnown() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken;
  }

  /**
   * Tenant of the token.
   *
   * @throws IllegalStateException outside of an authenticated request
   */
  public static String tenantId() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication instanceof JwtAuthenticationToken token
        && token.getToken().getClaims().get(TENANT) instanceof String tenant) {
      return tenant;
    }
    throw new IllegalStateException("The request has no verified token");
  }

  /** Program or user that sent the request, by its token; never empty. */
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
