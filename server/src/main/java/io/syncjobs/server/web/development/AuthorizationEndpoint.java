package io.syncjobs.server.web.development;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.web.development.signin.People;
import io.syncjobs.server.web.development.signin.Redirect;
import io.syncjobs.server.web.development.signin.SignIn;
import io.syncjobs.server.web.development.signin.SignInPage;
import io.syncjobs.server.web.development.signin.SignInRequest;
import io.syncjobs.server.web.development.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Begins sign-ins of applications that send their users' browser here (RFC 6749 section 4.1), at the path of Entra's endpoint. */
@RestController
@Conditional(DevelopmentMode.class)
class AuthorizationEndpoint {

  static final String PATH = "/{tenant}/oauth2/v2.0/authorize";

  private final DevelopmentIssuer issuer;
  private final DevelopmentTokens tokens;
  private final SignIns signIns;
  private final People people;
  private final SignInAnswers answers;
  private final Contract contract;

  AuthorizationEndpoint(
      DevelopmentIssuer issuer,
      DevelopmentTokens tokens,
      SignIns signIns,
      People people,
      SignInAnswers answers,
      Contract contract) {
    this.issuer = issuer;
    this.tokens = tokens;
    this.signIns = signIns;
    this.people = people;
    this.answers = answers;
    this.contract = contract;
  }

  @GetMapping(PATH)
  ResponseEntity<String> authorize(
      @PathVariable("tenant") String tenant,
      @RequestParam Map<String, String> query,
      HttpServletRequest request) {
    SignInPage page = new SignInPage(request.getContextPath());
    Optional<URI> address = Redirect.address(query.get("redirect_uri"));
    String clientId = query.getOrDefault("client_id", "");
    String fault = null;
    if (!issuer.isTenant(tenant)) {
      fault = DevelopmentIssuer.TENANT_ADVICE;
    } else if (!contract.isGuid(clientId)) {
      fault = DeviceCodeEndpoint.CLIENT_ADVICE;
    } else if (address.isEmpty()) {
      fault =
          "The redirect_uri %s is not an address of this machine. Send one with the host localhost or 127.0.0.1 and without a fragment."
              .formatted(Quoted.of(query.getOrDefault("redirect_uri", "")));
    }
    if (fault != null) {
      return answers.page(HttpStatus.BAD_REQUEST, page.refused(fault), null);
    }
    Redirect redirect = new Redirect(
        address.orElseThrow(),
        query.get("state"),
        "form_post".equals(query.get("response_mode")),
        query.get("code_challenge"),
        query.get("nonce"));
    fault = fault(query);
    if (fault != null) {
      return answers.back(page, redirect, "error", OAuth2ErrorCodes.INVALID_REQUEST, fault);
    }
    Optional<Scopes> scopes = Scopes.parse(query.get("scope"), tokens.permissions());
    if (scopes.isEmpty()) {
      return answers.back(
          page,
          redirect,
          "error",
          OAuth2ErrorCodes.INVALID_SCOPE,
          Scopes.advice(tokens.permissions()));
    }
    if ("none".equals(query.get("prompt"))) {
      return answers.back(
          page,
          redirect,
          "error",
          "login_required",
          "No user stays signed in. Leave out prompt=none.");
    }
    SignIn signIn = signIns.start(new SignInRequest(
        issuer.tenantId(tenant).toLowerCase(Locale.ROOT),
        clientId,
        scopes.get().permissions(),
        scopes.get().answer(),
        redirect));
    return answers.choice(
        HttpStatus.OK, page, signIn, hint(signIn, query.getOrDefault("login_hint", "")), null);
  }

  /** The user that the application suggests, if there is one. */
  private String hint(SignIn signIn, String hint) {
    return people.find(signIn.request().tenantId(), hint).isEmpty() ? "" : hint;
  }

  private static @Nullable String fault(Map<String, String> query) {
    String type = query.getOrDefault("response_type", "");
    if (!type.equals("code")) {
      return "The response_type %s is not supported. Send response_type=code."
          .formatted(Quoted.of(type));
    }
    String mode = query.getOrDefault("response_mode", "query");
    if (!mode.equals("query") && !mode.equals("form_post")) {
      return "The response_mode %s is not supported. Send query or form_post."
          .formatted(Quoted.of(mode));
    }
    String method = query.getOrDefault("code_challenge_method", "plain");
    if (query.containsKey("code_challenge") && !method.equals("S256")) {
      return "The code_challenge_method %s is not supported. Send S256."
          .formatted(Quoted.of(method));
    }
    return null;
  }
}
