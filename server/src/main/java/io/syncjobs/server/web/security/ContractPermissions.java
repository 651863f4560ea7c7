package io.syncjobs.server.web.security;

import io.syncjobs.server.web.address.Call;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Grants operations by the contract's security requirements. Addresses and methods outside the contract need a valid token only, and are refused
 * later.
 */
@Component
class ContractPermissions implements AuthorizationManager<RequestAuthorizationContext> {

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    if (!(authentication.get() instanceof JwtAuthenticationToken token)) {
      return new AuthorizationDecision(false);
    }
    Set<String> enough = Call.find(context.getRequest())
        .map(call -> call.operation().permissions())
        .orElse(Set.of());
    return new AuthorizationDecision(enough.isEmpty()
        || token.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .anyMatch(enough::contains));
  }
}
