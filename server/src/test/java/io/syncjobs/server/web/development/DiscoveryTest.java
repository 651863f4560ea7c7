package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The issuer of development mode describes itself, and Microsoft's authentication library gets tokens with nothing changed but its authority. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private KeyStore store;
  private TestServer server;
  private TestServer plain;

  @BeforeAll
  void start() throws Exception {
    Path file = Files.createTempDirectory("discovery").resolve("localhost.p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "localhost",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            "changeit")
        .redirectErrorStream(true)
        .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    server = TestServer.start(
        "--server.ssl.key-store=" + file, "--server.ssl.key-store-password=changeit");
    plain = TestServer.start();
    for (TestServer each : Set.of(server, plain)) {
      Files.writeString(
          each.dataFolder().resolve("development-client.pem"),
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(certificate().getEncoded())
              + "\n-----END CERTIFICATE-----\n");
    }
  }

  @AfterAll
  void stop() {
    server.close();
    plain.close();
  }

  private X509Certificate certificate() throws Exception {
    return (X509Certificate) store.getCertificate("localhost");
  }

  private PrivateKey key() throws Exception {
    return (PrivateKey) store.getKey("localhost", PASSWORD);
  }

  private SSLContext trustingTheServer() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("localhost", certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static JsonNode client(TestServer of) throws Exception {
    return JsonMapper.shared()
        .readTree(Files.readString(of.dataFolder().resolve("development-client.json")));
  }

  /** Gets a token by Microsoft's library and reads jobs with it. */
  private String token(IClientCredential credential, boolean asOidc) throws Exception {
    String origin = "https://localhost:" + URI.create(server.origin()).getPort();
    String tenant = client(server).path("tenant_id").stringValue();
    ConfidentialClientApplication.Builder builder = ConfidentialClientApplication.builder(
            client(server).path("client_id").stringValue(), credential)
        .sslSocketFactory(trustingTheServer().getSocketFactory());
    if (asOidc) {
      builder.oidcAuthority(origin + "/" + tenant + "/v2.0");
    } else {
      builder.authority(origin + "/" + tenant).instanceDiscovery(false);
    }
    IAuthenticationResult result = builder
        .build()
        .acquireToken(
            ClientCredentialParameters.builder(Set.of("https://graph.microsoft.com/.default"))
                .build())
        .get();
    HttpClient http = HttpClient.newBuilder().sslContext(trustingTheServer()).build();
    int status = http.send(
            HttpRequest.newBuilder(URI.create(origin + Raw.jobs(TestServer.newId())))
                .header("Authorization", "Bearer " + result.accessToken())
                .build(),
            BodyHandlers.discarding())
        .statusCode();
    assertThat(status).isEqualTo(200);
    return result.accessToken();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void msalGetsTokensWithTheSecret(boolean asOidc) throws Exception {
    String secret = client(server).path("client_secret").stringValue();

    assertThat(token(ClientCredentialFactory.createFromSecret(secret), asOidc)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void msalGetsTokensWithACertificate(boolean asOidc) throws Exception {
    assertThat(token(ClientCredentialFactory.createFromCertificate(key(), certificate()), asOidc))
        .isNotEmpty();
  }

  private Answer post(String tenant, String form, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/x-www-form-urlencoded";
    return Raw.with(plain, "")
        .send("POST", "/" + tenant + "/oauth2/v2.0/token", BodyPublishers.ofString(form), all);
  }

  @Test
  void publishesItsAddressesAndKeys() throws Exception {
    Raw anybody = Raw.with(plain, "");
    String tenant = TestServer.newId();
    JsonNode metadata = anybody
        .send("GET", "/" + tenant + "/v2.0/.well-known/openid-configuration")
        .json();
    JsonNode client = client(plain);

    Answer issued = Raw.with(plain, "")
        .send(
            "POST",
            metadata.path("token_endpoint").stringValue(),
            BodyPublishers.ofString("grant_type=client_credentials"),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((client.path("client_id").stringValue()
                            + ":"
                            + client.path("client_secret").stringValue())
                        .getBytes(UTF_8)));

    assertThat(metadata.path("issuer").stringValue())
        .isEqualTo(plain.origin() + "/" + tenant + "/v2.0");
    String token = issued.json().path("access_token").stringValue();
    SignedJWT jwt = SignedJWT.parse(token);
    JWKSet keys = JWKSet.parse(
        anybody.send("GET", metadata.path("jwks_uri").stringValue()).json().toString());
    assertThat(keys.containsNonPublicKeys()).isFalse();
    assertThat(jwt.verify(
            new ECDSAVerifier(keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
        .isTrue();
    assertThat(jwt.getJWTClaimsSet().getIssuer())
        .isEqualTo(metadata.path("issuer").stringValue());
    assertThat(jwt.getJWTClaimsSet().getStringClaim("tid")).isEqualTo(tenant);
    assertThat(Raw.with(plain, token).send("GET", Raw.jobs(TestServer.newId())).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"common", "organizations"})
  void commonNamesStandForTheTenantOfTheClient(String name) throws Exception {
    Raw anybody = Raw.with(plain, "");

    JsonNode metadata = anybody
        .send("GET", "/" + name + "/v2.0/.well-known/openid-configuration")
        .json();
    JsonNode instance = anybody
        .send(
            "GET",
            "/" + name + "/discovery/instance?api-version=1.1&authorization_endpoint="
                + URLEncoder.encode(plain.origin() + "/common/oauth2/v2.0/authorize", UTF_8))
        .json();

    assertThat(metadata.path("issuer").stringValue())
        .contains(client(plain).path("tenant_id").stringValue());
    assertThat(anybody
            .send("GET", instance.path("tenant_discovery_endpoint").stringValue())
            .json())
        .isEqualTo(metadata);
    assertThat(instance.at("/metadata/0/aliases/0").stringValue())
        .isEqualTo(URI.create(plain.origin()).getAuthority());
  }

  @Test
  void refusesOtherTenantsAndHosts() {
    Raw anybody = Raw.with(plain, "");

    for (String path :
        Set.of("/nix/v2.0/.well-known/openid-configuration", "/nix/discovery/v2.0/keys")) {
      Answer refused = anybody.send("GET", path);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("error").stringValue()).isEqualTo("invalid_tenant");
    }
    assertThat(anybody
            .send("GET", "/common/discovery/instance?authorization_endpoint=https://elsewhere/x")
            .json()
            .path("error")
            .stringValue())
        .isEqualTo("invalid_instance");
  }

  @Test
  void refusesAssertionsThatAreNotTheClients() throws Exception {
    String client = client(plain).path("client_id").stringValue();
    String endpoint = plain.origin() + "/common/oauth2/v2.0/token";
    String right = Assertions.sign(key(), client, endpoint, 60);
    String[] parts = right.split("[.]", -1);

    assertThat(assertion(right).status()).isEqualTo(200);
    assertRefused(assertion(Assertions.sign(key(), client, endpoint, -120)), "expired");
    assertRefused(assertion(Assertions.sign(key(), "x", endpoint, 60)), "iss and sub");
    assertRefused(assertion(Assertions.sign(key(), client, "https://elsewhere", 60)), endpoint);
    assertRefused(
        assertion(Assertions.sign(Assertions.otherKey(), client, endpoint, 60)), "signed");
    assertRefused(assertion(parts[0] + "." + parts[1] + "."), "signed");
    assertRefused(assertion("x"), "JWT");
    assertRefused(
        post("common", "grant_type=client_credentials&client_assertion=" + right),
        "client_assertion_type");
    assertRefused(
        post("common", "grant_type=client_credentials", "Authorization", "Basic x"), "client_id");
  }

  private Answer assertion(String assertion) {
    return post(
        "common",
        "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
            + assertion);
  }

  private static void assertRefused(Answer answer, String part) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error").stringValue()).isEqualTo("invalid_client");
    assertThat(answer.json().path("error_description").stringValue())
        .contains(part)
        .endsWith(".");
  }
}
