package io.syncjobs.server.web.security;

import io.syncjobs.server.contract.Contract;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/** Refuses tokens without a tenant. */
@Component
class TenantClaim implements OAuth2TokenValidator<Jwt> {

  private final Contract contract;

  TenantClaim(Contract contract) {
    this.contract = contract;
  }

  @Override
  public OAuth2TokenValidatorResult validate(Jwt token) {
    Object tenant = token.getClaims().get(Caller.TENANT);
    return tenant instanceof String text && contract.isGuid(text)
        ? OAuth2TokenValidatorResult.success()
        : OAuth2TokenValidatorResult.failure(
            new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The tid claim is not a GUID", null));
  }
}
