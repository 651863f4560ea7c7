package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.syncjobs.server.web.development.UserTokens.Consent;
import io.syncjobs.server.web.development.signin.People;
import io.syncjobs.server.web.development.signin.Person;
import io.syncjobs.server.web.development.signin.Redirect;
import io.syncjobs.server.web.development.signin.SignIn;
import io.syncjobs.server.web.development.signin.SignIn.Decision;
import io.syncjobs.server.web.development.signin.SignInRequest;
import io.syncjobs.server.web.development.signin.SignIns;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Component;

/**
 * Grants with which applications get tokens on behalf of a user: device code (RFC 8628, with Entra's names of errors), authorization code (RFC 6749 and
 * RFC 7636) and refresh token.
 */
@Component
@Conditional(DevelopmentMode.class)
class UserGrants {

  private final SignIns signIns;
  private final People people;
  private final UserTokens tokens;
  private final DevelopmentIssuer issuer;
  private final DevelopmentTokens ours;

  UserGrants(
      SignIns signIns,
      People people,
      UserTokens tokens,
      DevelopmentIssuer issuer,
      DevelopmentTokens ours) {
    this.signIns = signIns;
    this.people = people;
    this.tokens = tokens;
    this.issuer = issuer;
    this.ours = ours;
  }

  ResponseEntity<Map<String, Object>> deviceCode(String tenant, Map<String, String> form) {
    Optional<SignIn> found = find(form.get("device_code"), false);
    if (found.isEmpty()) {
      return OAuthAnswer.refusal(
          "bad_verification_code",
          "No sign-in has this device_code, or its tokens have been issued. Get a new one from "
              + issuer.deviceCodeEndpoint(tenant)
              + ".");
    }
    SignIn signIn = found.get();
    if (!isOf(signIn, tenant, form)) {
      return invalidGrant(
          "The client_id and the tenant in the path must be those with which the device_code was requested.");
    }
    if (signIn.decision() == Decision.DECLINED) {
      return OAuthAnswer.refusal(
          "authorization_declined",
          "The user declined the sign-in. Don't ask again for the result.");
    }
    if (signIns.isExpired(signIn)) {
      return OAuthAnswer.refusal(
          "expired_token",
          "Nobody signed in within %d minutes. Get a new device_code from %s."
              .formatted(SignIns.LIFETIME.toMinutes(), issuer.deviceCodeEndpoint(tenant)));
    }
    if (signIn.decision() == Decision.PENDING) {
      return signIns.poll(signIn)
          ? OAuthAnswer.refusal(
              "authorization_pending",
              "The user has not signed in yet. Ask again after %d second."
                  .formatted(SignIns.INTERVAL.toSeconds()))
          : OAuthAnswer.refusal(
              "slow_down",
              "The device_code was sent too often. Wait %d second before each request."
                  .formatted(SignIns.INTERVAL.toSeconds()));
    }
    return redeem(signIn, null);
  }

  ResponseEntity<Map<String, Object>> authorizationCode(String tenant, Map<String, String> form) {
    Optional<SignIn> found = find(form.get("code"), true)
        .filter(signIn -> signIn.decision() == Decision.APPROVED && !signIns.isExpired(signIn));
    if (found.isEmpty()) {
      return invalidGrant(
          "The code is unknown or expired, or its tokens have been issued. Sign in again.");
    }
    SignIn signIn = found.get();
    Redirect redirect = Objects.requireNonNull(signIn.request().redirect());
    if (!isOf(signIn, tenant, form)
        || !redirect.uri().toString().equals(form.get("redirect_uri"))) {
      return invalidGrant(
          "The client_id, the redirect_uri and the tenant in the path must be those of the request for the code.");
    }
    if (redirect.challenge() != null
        && !redirect.challenge().equals(challenge(form.get("code_verifier")))) {
      return invalidGrant(
          "The code_verifier must be the text whose SHA-256 was the code_challenge of the request for the code.");
    }
    return redeem(signIn, redirect.nonce());
  }

  private Optional<SignIn> find(@Nullable String code, boolean redirected) {
    return Optional.ofNullable(code)
        .flatMap(signIns::find)
        .filter(signIn -> (signIn.request().redirect() != null) == redirected);
  }

  private boolean isOf(SignIn signIn, String tenant, Map<String, String> form) {
    return signIn.request().tenantId().equalsIgnoreCase(issuer.tenantId(tenant))
        && signIn.request().clientId().equalsIgnoreCase(form.get("client_id"));
  }

  private static String challenge(@Nullable String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256")
              .digest((verifier == null ? "" : verifier).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Each Java has it.
    }
  }

  private ResponseEntity<Map<String, Object>> redeem(SignIn signIn, @Nullable String nonce) {
    Person person = Objects.requireNonNull(signIn.person());
    if (!signIns.redeem(signIn)) {
      return invalidGrant("The tokens of this sign-in have just been issued. Sign in again.");
    }
    SignInRequest request = signIn.request();
    return OAuthAnswer.ok(tokens.answer(
        new Consent(request.tenantId(), request.clientId(), person.id(), request.permissions()),
        person,
        new Scopes(request.permissions(), request.scope()),
        nonce));
  }

  ResponseEntity<Map<String, Object>> refreshToken(String tenant, Map<String, String> form) {
    Optional<Consent> found = Optional.ofNullable(form.get("refresh_token"))
        .flatMap(tokens::consent)
        .filter(consent -> consent.tenantId().equalsIgnoreCase(issuer.tenantId(tenant))
            && consent.clientId().equalsIgnoreCase(form.get("client_id")));
    if (found.isEmpty()) {
      return invalidGrant(
          "The refresh_token is expired or not one that this server issued for the client_id and the tenant in the path. Sign in again.");
    }
    Consent consent = found.get();
    Optional<Person> person = people.get(consent.tenantId(), consent.userId());
    if (person.isEmpty()) {
      return invalidGrant(
          "The user of the refresh_token has been deleted or disabled. Sign in another user.");
    }
    Optional<Scopes> scopes = Scopes.parse(form.get("scope"), consent.permissions());
    if (scopes.isEmpty()) {
      return Scopes.parse(form.get("scope"), ours.permissions()).isEmpty()
          ? OAuthAnswer.refusal(
              OAuth2ErrorCodes.INVALID_SCOPE, Scopes.advice(consent.permissions()))
          : OAuthAnswer.refusal(
              HttpStatus.BAD_REQUEST,
              OAuth2ErrorCodes.INVALID_GRANT,
              "The user has not been asked for all of these permissions. Sign in again with this scope.",
              "consent_required");
    }
    return OAuthAnswer.ok(tokens.answer(consent, person.get(), scopes.get(), null));
  }

  private static ResponseEntity<Map<String, Object>> invalidGrant(String description) {
    return OAuthAnswer.refusal(OAuth2ErrorCodes.INVALID_GRANT, description);
  }
}
