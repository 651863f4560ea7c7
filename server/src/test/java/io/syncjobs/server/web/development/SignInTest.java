package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.DirectoryEntries;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Users of a tenant's directory sign in to applications, which get tokens on their behalf. */
class SignInTest {

  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String CALLBACK = "http://localhost:3000/callback?a=1";

  private final TestServer server = Database.SQLITE.server();
  private final Raw anybody = Raw.with(server, "");
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private String user;

  @BeforeEach
  void createUser() {
    user = DirectoryEntries.user(server, tenant, "ada@example.com");
  }

  private Answer post(String path, Map<String, String> form, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/x-www-form-urlencoded";
    return anybody.send("POST", path, BodyPublishers.ofString(query(form)), all);
  }

  private static String query(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private JsonNode start(String scope) {
    Answer started = post(
        "/" + tenant + "/oauth2/v2.0/devicecode", Map.of("client_id", application, "scope", scope));
    assertThat(started.status()).isEqualTo(200);
    return started.json();
  }

  private Answer poll(JsonNode started) {
    return token(
        Map.of("grant_type", DEVICE, "device_code", started.path("device_code").stringValue()));
  }

  private Answer token(Map<String, String> form) {
    Map<String, String> all = new TreeMap<>(form);
    all.putIfAbsent("client_id", application);
    return post("/" + tenant + "/oauth2/v2.0/token", all);
  }

  private Answer decide(String userCode, String action, String userId, String... headers) {
    return post(
        "/devicelogin", Map.of("user_code", userCode, "action", action, "user", userId), headers);
  }

  private static String code(JsonNode started) {
    return started.path("user_code").stringValue();
  }

  private static String text(Answer answer) {
    return new String(answer.response().body(), UTF_8);
  }

  private static JWTClaimsSet claims(Answer answer, String member) throws Exception {
    return SignedJWT.parse(answer.json().path(member).stringValue()).getJWTClaimsSet();
  }

  private static void assertError(Answer answer, String error) {
    assertThat(answer.json().path("error").stringValue()).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error_description").stringValue()).endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {DEVICE, "device_code"})
  void aDeviceGetsTokensOfTheUserWhoIsChosen(String grant) throws Exception {
    JsonNode started =
        start("https://graph.microsoft.com/Synchronization.Read.All openid profile offline_access");
    assertError(poll(started), "authorization_pending");
    assertThat(Stream.generate(() -> poll(started).json().path("error").stringValue())
            .limit(100))
        .as("as soon as two requests follow each other fast")
        .contains("slow_down");

    Answer page = anybody.send("GET", started.path("verification_uri_complete").stringValue());
    assertThat(text(page))
        .contains(user, "ada@example.com", application, "Synchronization.Read.All");
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .contains("frame-ancestors 'none'");
    assertThat(decide(code(started).toLowerCase(Locale.ROOT).replace("-", " "), "approve", user)
            .status())
        .isEqualTo(200);
    Answer answer = token(
        Map.of("grant_type", grant, "device_code", started.path("device_code").stringValue()));

    JWTClaimsSet claims = claims(answer, "access_token");
    assertThat(claims.getStringClaim("scp")).isEqualTo("Synchronization.Read.All");
    assertThat(claims.getStringClaim("oid")).isEqualTo(user);
    assertThat(claims.getStringClaim("upn")).isEqualTo("ada@example.com");
    assertThat(claims.getStringClaim("tid")).isEqualTo(tenant);
    assertThat(claims.getStringClaim("appid")).isEqualTo(application);
    assertThat(claims(answer, "id_token").getAudience()).containsExactly(application);
    Raw delegated = Raw.with(server, answer.json().path("access_token").stringValue());
    assertThat(delegated.send("GET", Raw.jobs(TestServer.newId())).status()).isEqualTo(200);
    assertThat(delegated
            .post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}")
            .status())
        .isEqualTo(403);
    for (String other : List.of("id_token", "refresh_token")) {
      assertThat(Raw.with(server, answer.json().path(other).stringValue())
              .send("GET", Raw.jobs(TestServer.newId()))
              .status())
          .as(other)
          .isEqualTo(401);
    }
    assertError(poll(started), "bad_verification_code");
  }

  @Test
  void refreshTokensHoldWhatTheUserWasAskedFor() throws Exception {
    JsonNode started = start("Synchronization.Read.All AuditLog.Read.All");
    decide(code(started), "approve", user);
    String refresh = poll(started).json().path("refresh_token").stringValue();
    Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh);

    Answer narrower = token(with(form, "scope", "AuditLog.Read.All"));
    assertThat(claims(narrower, "access_token").getStringClaim("scp"))
        .isEqualTo("AuditLog.Read.All");
    assertThat(claims(
                token(with(
                    form, "refresh_token", narrower.json().path("refresh_token").stringValue())),
                "access_token")
            .getStringClaim("scp"))
        .isEqualTo("Synchronization.Read.All AuditLog.Read.All");
    Answer wider = token(with(form, "scope", "Synchronization.ReadWrite.All"));
    assertError(wider, "invalid_grant");
    assertThat(wider.json().path("suberror").stringValue()).isEqualTo("consent_required");
    assertError(token(with(form, "scope", "Nix.Read")), "invalid_scope");
    assertError(token(with(form, "client_id", TestServer.newId())), "invalid_grant");
    assertError(
        token(with(form, "refresh_token", server.token(tenant, TestServer.ALL))), "invalid_grant");
    assertError(
        post("/common/oauth2/v2.0/token", with(form, "client_id", application)), "invalid_grant");
    Answer wrongSecret = token(with(form, "client_secret", "x"));
    assertThat(wrongSecret.status()).isEqualTo(401);
    assertThat(wrongSecret.json().path("error").stringValue()).isEqualTo("invalid_client");
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new TreeMap<>(form);
    changed.put(name, value);
    return changed;
  }

  @Test
  void declinedAndForeignDeviceCodesGetNothing() {
    JsonNode started = start("");
    assertThat(decide(code(started), "decline", "").status()).isEqualTo(200);
    assertError(poll(started), "authorization_declined");
    assertThat(decide(code(started), "approve", user).status()).isEqualTo(404);

    JsonNode other = start("");
    decide(code(other), "approve", user);
    Map<String, String> form =
        Map.of("grant_type", DEVICE, "device_code", other.path("device_code").stringValue());
    assertError(token(with(form, "client_id", TestServer.newId())), "invalid_grant");
    assertError(
        post("/common/oauth2/v2.0/token", with(form, "client_id", application)), "invalid_grant");
    assertError(token(Map.of("grant_type", DEVICE)), "bad_verification_code");
    assertError(
        token(Map.of("grant_type", "authorization_code", "code", form.get("device_code"))),
        "invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "/nix, GUID, '', invalid_request",
    "'', x, '', invalid_request",
    "'', GUID, User.Read, invalid_scope"
  })
  void refusesWrongRequestsForDeviceCodes(String path, String client, String scope, String error) {
    Answer refused = post(
        (path.isEmpty() ? "/" + tenant : path) + "/oauth2/v2.0/devicecode",
        Map.of("client_id", client.equals("GUID") ? application : client, "scope", scope));

    assertThat(refused.json().path("error").stringValue()).isEqualTo(error);
    assertThat(refused.status()).isEqualTo(400);
  }

  @Test
  void takesFormsWithoutAMediaType() {
    String path = "/" + tenant + "/oauth2/v2.0/devicecode";

    Answer started = anybody.send(
        "POST", path, BodyPublishers.ofString("client_id=" + application + "&scope=%2F.default"));

    assertThat(started.json().path("user_code").asString("")).hasSize(9);
    assertError(
        anybody.send("POST", path, BodyPublishers.ofString("client_id=%")), "invalid_request");
  }

  @Test
  void thePageTakesOnlyUsersWhoCanSignIn() {
    String disabled = DirectoryEntries.create(
        server, tenant, "User", "{'userPrincipalName':'bob@example.com','accountEnabled':false}");
    String evil = DirectoryEntries.create(
        server, tenant, "User", "{'userPrincipalName':'eve@example.com','displayName':'<script>'}");
    String elsewhere = DirectoryEntries.user(server, TestServer.newId(), "lee@example.com");
    String code = code(start(""));

    String page = text(anybody.send("GET", "/devicelogin?user_code=" + code));
    assertThat(page)
        .contains(user, evil, "&lt;script&gt;")
        .doesNotContain(disabled, "<script>", elsewhere);
    String found = text(anybody.send("GET", "/devicelogin?user_code=" + code + "&name=EVE"));
    assertThat(found).contains(evil).doesNotContain(user);
    for (String wrong : List.of(disabled, elsewhere, "", "'")) {
      assertThat(decide(code, "approve", wrong).status()).isEqualTo(400);
    }
    assertThat(decide(code, "x", user).status()).isEqualTo(400);
    Answer unknown = anybody.send("GET", "/devicelogin?user_code=%3Cb%3E" + "x".repeat(999));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(text(unknown)).contains("“&lt;b&gt;xxx").hasSizeLessThan(2_500);
    assertThat(text(anybody.send("GET", "/devicelogin"))).contains("name=\"user_code\"");
  }

  @Test
  void otherSitesCannotSignInAnybody() {
    String code = code(start(""));

    for (String origin : List.of("https://evil.example", "null", "http://localhost:1")) {
      assertThat(decide(code, "approve", user, "Origin", origin).status()).isEqualTo(403);
    }
    String byAddress = server.origin().replace("localhost", "127.0.0.1");
    assertThat(decide(code, "approve", user, "Origin", byAddress).status()).isEqualTo(403);
    assertThat(decide(code, "approve", user, "Origin", server.origin()).status())
        .isEqualTo(200);
  }

  private Answer authorize(Map<String, String> changes) {
    Map<String, String> query = new TreeMap<>(Map.of(
        "client_id", application,
        "response_type", "code",
        "redirect_uri", CALLBACK,
        "scope", "Synchronization.Read.All openid",
        "state", "a&b",
        "nonce", "n",
        "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method", "S256"));
    query.putAll(changes);
    return anybody.send("GET", "/" + tenant + "/oauth2/v2.0/authorize?" + query(query));
  }

  private static String hidden(Answer page, String name) {
    Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(text(page));
    assertThat(field.find()).as(text(page)).isTrue();
    return field.group(1);
  }

  @Test
  void anApplicationGetsTokensByRedirection() throws Exception {
    Answer page = authorize(Map.of("login_hint", "nobody"));
    assertThat(page.header("Content-Security-Policy"))
        .contains("form-action 'self' http://localhost:3000;");

    Answer back = decide(hidden(page, "user_code"), "approve", user);

    assertThat(back.status()).isEqualTo(302);
    String location = back.header("Location");
    assertThat(location).startsWith(CALLBACK + "&code=").endsWith("&state=a%26b");
    Map<String, String> form = Map.of(
        "grant_type",
        "authorization_code",
        "code",
        location.replaceAll(".*code=([^&]+).*", "$1"),
        "redirect_uri",
        CALLBACK,
        // The example of RFC 7636.
        "code_verifier",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assertError(token(with(form, "code_verifier", "x")), "invalid_grant");
    assertError(token(with(form, "redirect_uri", "http://localhost:3000/")), "invalid_grant");
    assertError(token(with(form, "client_id", TestServer.newId())), "invalid_grant");
    Answer answer = token(form);
    assertThat(claims(answer, "access_token").getStringClaim("upn")).isEqualTo("ada@example.com");
    assertThat(claims(answer, "id_token").getStringClaim("nonce")).isEqualTo("n");
    assertError(token(form), "invalid_grant");
  }

  @Test
  void anApplicationCanGetTheCodeAsAForm() {
    Answer page = authorize(Map.of("response_mode", "form_post"));

    Answer form = decide(hidden(page, "user_code"), "approve", user);

    assertThat(text(form)).contains("action=\"" + CALLBACK + "\"");
    assertThat(hidden(form, "state")).isEqualTo("a&amp;b");
    assertThat(hidden(form, "code")).hasSize(43);
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, invalid_request",
    "response_mode, fragment, invalid_request",
    "code_challenge_method, plain, invalid_request",
    "scope, User.Read, invalid_scope",
    "prompt, none, login_required",
  })
  void tellsTheApplicationAboutItsErrors(String name, String value, String error) {
    String location = authorize(Map.of(name, value)).header("Location");

    assertThat(URI.create(location).getQuery()).contains("error=" + error, "state=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://evil.example/",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/",
        "//localhost/",
        "javascript:alert(1)",
        "http://localhost/#x",
        "http://user@localhost/",
        "http://local host/",
      })
  void codesStayOnThisMachine(String redirectUri) {
    Answer refused = authorize(Map.of("redirect_uri", redirectUri));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(text(refused)).contains("role=\"alert\"", "redirect_uri");
  }
}
