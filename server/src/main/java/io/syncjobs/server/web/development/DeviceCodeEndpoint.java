package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.web.development.signin.SignIn;
import io.syncjobs.server.web.development.signin.SignInPage;
import io.syncjobs.server.web.development.signin.SignInRequest;
import io.syncjobs.server.web.development.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Begins sign-ins of applications without a browser (RFC 8628), at the path of Entra's endpoint. */
@RestController
@Conditional(DevelopmentMode.class)
class DeviceCodeEndpoint {

  static final String PATH = "/{tenant}/oauth2/v2.0/devicecode";

  private static final int MAX_FORM_BYTES = 1 << 14;

  /** Advice for applications without an id. */
  static final String CLIENT_ADVICE =
      "Send the id of the application as client_id, a GUID; development mode accepts any.";

  private final DevelopmentIssuer issuer;
  private final DevelopmentTokens tokens;
  private final SignIns signIns;
  private final Contract contract;

  DeviceCodeEndpoint(
      DevelopmentIssuer issuer, DevelopmentTokens tokens, SignIns signIns, Contract contract) {
    this.issuer = issuer;
    this.tokens = tokens;
    this.signIns = signIns;
    this.contract = contract;
  }

  /** Spring takes a form without a media type, as MSAL for Java sends it, for a stream of bytes. */
  @PostMapping(
      path = PATH,
      consumes = {
        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Map<String, Object>> deviceCode(
      @PathVariable("tenant") String tenant,
      @RequestParam Map<String, String> parameters,
      HttpServletRequest request)
      throws IOException {
    Map<String, String> form = parameters.isEmpty() ? form(request) : parameters;
    if (!issuer.isTenant(tenant)) {
      return OAuthAnswer.refusal(OAuth2ErrorCodes.INVALID_REQUEST, DevelopmentIssuer.TENANT_ADVICE);
    }
    String clientId = form.getOrDefault("client_id", "");
    if (!contract.isGuid(clientId)) {
      return OAuthAnswer.refusal(OAuth2ErrorCodes.INVALID_REQUEST, CLIENT_ADVICE);
    }
    Optional<Scopes> scopes = Scopes.parse(form.get("scope"), tokens.permissions());
    if (scopes.isEmpty()) {
      return OAuthAnswer.refusal(
          OAuth2ErrorCodes.INVALID_SCOPE, Scopes.advice(tokens.permissions()));
    }
    SignIn signIn = signIns.start(new SignInRequest(
        issuer.tenantId(tenant).toLowerCase(Locale.ROOT),
        clientId,
        scopes.get().permissions(),
        scopes.get().answer(),
        null));
    String page = issuer.origin() + SignInPage.PATH;
    String complete = page + "?user_code=" + signIn.userCode();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user_code", signIn.userCode());
    answer.put("device_code", signIn.code());
    answer.put("verification_uri", page);
    answer.put("verification_uri_complete", complete);
    answer.put("expires_in", SignIns.LIFETIME.toSeconds());
    answer.put("interval", SignIns.INTERVAL.toSeconds());
    answer.put(
        "message",
        "To sign in, open %s in a web browser and choose a user, or open %s and enter the code %s."
            .formatted(complete, page, signIn.userCode()));
    return OAuthAnswer.ok(answer);
  }

  /** Reads a form that the container didn't read for want of a media type. */
  private static Map<String, String> form(HttpServletRequest request) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    String body = new String(request.getInputStream().readNBytes(MAX_FORM_BYTES), UTF_8);
    try {
      for (String pair : body.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        form.put(
            URLDecoder.decode(parts[0], UTF_8),
            parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
      }
    } catch (IllegalArgumentException e) {
      form.clear(); // Refused for want of its members.
    }
    return form;
  }
}
