package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.syncjobs.client.Synchronization;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.CredentialsValidation;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Since;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials are really tried, and each way in which they don't work has a code of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ClientTest
class CredentialsTest {

  private static final String EMPTY_LIST =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0,\"Resources\":[]}";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private TestServer server;
  private HttpServer target;
  private String address;
  private Synchronization synchronization;
  private Synchronization otherRoot;
  private int status;
  private String body;

  @BeforeAll
  void startServer() {
    server = Database.SQLITE.server("--syncjobs.private-targets=true");
  }

  @BeforeEach
  void startTarget() throws IOException {
    status = 200;
    body = EMPTY_LIST;
    String tenant = TestServer.newId();
    String owner = TestServer.newId();
    synchronization = server.client(tenant).application(owner);
    otherRoot = server.client(tenant).servicePrincipal(owner);
    target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/scim", exchange -> {
      asked.add(
          exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    target.start();
    address = "http://localhost:" + target.getAddress().getPort() + "/scim";
  }

  @AfterEach
  void stopTarget() {
    target.stop(0);
    asked.clear();
  }

  private static List<SynchronizationSecretKeyStringValuePair> credentials(
      @Nullable String address, @Nullable String token) {
    List<SynchronizationSecretKeyStringValuePair> credentials = new ArrayList<>();
    if (address != null) {
      credentials.add(new SynchronizationSecretKeyStringValuePair()
          .key(SynchronizationSecret.BASE_ADDRESS)
          .value(address));
    }
    if (token != null) {
      credentials.add(new SynchronizationSecretKeyStringValuePair()
          .key(SynchronizationSecret.SECRET_TOKEN)
          .value(token));
    }
    return credentials;
  }

  private void validate(@Nullable String address, @Nullable String token) {
    synchronization
        .jobs()
        .validateCredentials(new CredentialsValidation()
            .templateId("scim")
            .useSavedCredentials(false)
            .credentials(credentials(address, token)));
  }

  private void assertRefused(
      @Nullable String address, @Nullable String token, ErrorCode code, String... words) {
    assertThatThrownBy(() -> validate(address, token))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(code);
          assertThat(e.target()).isPresent();
          assertThat(e.getMessage()).doesNotContain("the-token");
          assertThat(words).allSatisfy(word -> assertThat(e.getMessage()).contains(word));
        });
  }

  @Test
  void credentialsThatWork() {
    validate(address, "the-token");
    validate(address + "/", "the-token");

    assertThat(asked)
        .hasSize(2)
        .allMatch(request -> request.matches(
            "/scim/Users\\?filter=userName%20eq%20%22[0-9a-f-]{36}%22&count=1 Bearer the-token"));
  }

  @Test
  void savedOnesAreTriedForAJobOrWithoutOne() {
    synchronization.secrets().replace(credentials(address, "the-token"));
    String id = synchronization
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    CredentialsValidation saved = new CredentialsValidation().useSavedCredentials(true);

    synchronization.jobs().validateCredentials(saved);
    synchronization.jobs().validateCredentials(id, saved);
    otherRoot.jobs().validateCredentials(saved);
    otherRoot.jobs().validateCredentials(id, saved);
    assertThat(asked).hasSize(4);
    assertThatThrownBy(() -> synchronization.jobs().validateCredentials("scim.x", saved))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> synchronization
            .jobs()
            .validateCredentials(new CredentialsValidation().templateId("nix")))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.UNKNOWN_TEMPLATE));
  }

  @Test
  void whatIsMissingOrNoAddress() {
    assertRefused(null, "the-token", ErrorCode.CREDENTIALS_MISSING);
    assertRefused(address, null, ErrorCode.CREDENTIALS_MISSING);
    assertRefused(address, "", ErrorCode.CREDENTIALS_MISSING);
    for (String bad : List.of(
        "localhost",
        "ftp://localhost",
        "http://",
        "http://a b",
        "http://u:p@localhost",
        "http://localhost?x=1")) {
      assertRefused(bad, "the-token", ErrorCode.TARGET_ADDRESS_INVALID);
    }
    assertRefused(address, "the-token\n", ErrorCode.TARGET_REJECTED_CREDENTIALS);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?aadOptscim062020",
        "/?aadOptscim062020",
        "?aadOptSCIM062020=true",
        "//",
        "?AzureAdScimPatch062020"
      })
  void flagsAndSlashesBehindTheAddressAreNotSent(String end) {
    synchronization.secrets().replace(credentials(address + end, "the-token"));
    synchronization
        .jobs()
        .validateCredentials(new CredentialsValidation().useSavedCredentials(true));

    assertThat(asked).hasSize(1).allMatch(request -> request.startsWith("/scim/Users?filter="));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      localhost                 |
      ftp://localhost           | ftp://localhost
      http://                   | http://
      http://a b                | http://a b
      http://u:p@localhost      | http://…@localhost
      http://localhost?x=1      | http://localhost?x=…
      http://localhost/scim#x   | http://localhost/scim#x
      http://localhost:70000    | http://localhost:70000
      *                         |
      """)
  void addressesThatCannotBeUsedAreNotSaved(String bad, @Nullable String shown) {
    // What isn't even like an address may be a token.
    String named = shown == null ? "BaseAddress doesn't" : "'" + shown + "'";
    synchronization.secrets().replace(credentials(address, "the-token"));

    assertThatThrownBy(() -> synchronization.secrets().replace(credentials(bad, "another-token")))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.TARGET_ADDRESS_INVALID);
          assertThat(e.target()).contains("value/0/value");
          assertThat(e.getMessage()).contains(named).doesNotContain("another-token");
        });
    synchronization
        .jobs()
        .validateCredentials(new CredentialsValidation().useSavedCredentials(true));
    assertThat(asked).hasSize(1).allMatch(request -> request.endsWith(" Bearer the-token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"the-token\n", "Bearer the-token", " the-token", "the-token\u00e9"})
  void tokensThatNoHeaderCarriesAreNotSaved(String bad) {
    assertThatThrownBy(() -> synchronization.secrets().replace(credentials(address, bad)))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.INVALID_MEMBER);
          assertThat(e.target()).contains("value/1/value");
          assertThat(e.getMessage()).contains("position").doesNotContain("the-token");
        });
    assertThat(synchronization.secrets().count()).isZero();
  }

  @Test
  void hostsThatDoNotExist() {
    assertRefused("https://nowhere.invalid", "the-token", ErrorCode.TARGET_NOT_FOUND);
  }

  @Test
  void hostsThatRefuseOrBreakOff() throws IOException {
    target.stop(0);
    assertRefused(address, "the-token", ErrorCode.TARGET_CONNECTION_REFUSED);
    try (ServerSocket broken = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread hangUp = new Thread(() -> {
        try {
          while (true) {
            broken.accept().close();
          }
        } catch (IOException closed) {
          // The test is over.
        }
      });
      hangUp.start();
      assertRefused(
          "http://localhost:" + broken.getLocalPort(),
          "the-token",
          ErrorCode.TARGET_CONNECTION_REFUSED,
          "localhost:" + broken.getLocalPort() + " broke",
          "If it speaks TLS");
    }
  }

  /** A service for HTTP answers the first bytes of TLS in HTTP, or hangs up. */
  @Since("1.1.0")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hostsThatDoNotSpeakTls(boolean answers) throws IOException {
    String answer = answers ? "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" : "";
    String fault = answers ? "it answers without TLS" : "it ends the handshake";
    try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread service = new Thread(() -> {
        try {
          while (true) {
            try (Socket caller = plain.accept()) {
              // What isn't read resets the connection.
              caller.getInputStream().readNBytes(5);
              caller.getInputStream().skipNBytes(caller.getInputStream().available());
              caller.getOutputStream().write(answer.getBytes(US_ASCII));
            }
          }
        } catch (IOException closed) {
          // The test is over.
        }
      });
      service.start();
      assertRefused(
          "https://localhost:" + plain.getLocalPort(),
          "the-token",
          ErrorCode.TARGET_TLS_FAILED,
          "localhost:" + plain.getLocalPort() + ": " + fault);
    }
  }

  @Since("1.1.0")
  @Test
  void portsThatSpeakAnotherProtocol() throws IOException {
    for (String scheme : List.of("http", "https")) {
      try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
        Thread service = new Thread(() -> {
          try {
            while (true) {
              try (Socket caller = other.accept()) {
                caller.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));
                caller.getInputStream().readNBytes(5);
                caller.getInputStream().skipNBytes(caller.getInputStream().available());
              }
            }
          } catch (IOException closed) {
            // The test is over.
          }
        });
        service.start();
        assertRefused(
            scheme + "://localhost:" + other.getLocalPort(),
            "the-token",
            scheme.equals("http") ? ErrorCode.TARGET_NOT_SCIM : ErrorCode.TARGET_TLS_FAILED,
            scheme.equals("http") ? "something that isn't HTTP" : "answers without TLS",
            "orrect the port");
      }
    }
  }

  @Since("1.1.0")
  @Test
  void aServiceThatFailsIsNotTakenForAnotherAddress() {
    for (int each : List.of(500, 502, 507, 521)) {
      status = each;
      body = "{\"detail\":\"db down\"}";
      assertThatThrownBy(() -> validate(address, "the-token"))
          .hasMessageContaining("answered " + each)
          .hasMessageContaining("db down")
          .isInstanceOfSatisfying(
              BadRequestException.class,
              e -> assertThat(e.code()).contains(ErrorCode.TARGET_UNAVAILABLE));
    }
    status = 500;
    body = "<html><title>Oops</title></html>";
    assertRefused(address, "the-token", ErrorCode.TARGET_NOT_SCIM, "answered 500", "Oops");
  }

  @Test
  void hostsWithACertificateThatNobodyTrusts(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    int exit = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-keystore",
            keys.toString(),
            "-storepass",
            "password")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    assertThat(exit).isZero();
    KeyStore store = KeyStore.getInstance(keys.toFile(), "password".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, "password".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer selfSigned =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    selfSigned.setHttpsConfigurator(new HttpsConfigurator(tls));
    selfSigned.start();

    assertRefused(
        "https://localhost:" + selfSigned.getAddress().getPort(),
        "the-token",
        ErrorCode.TARGET_TLS_FAILED,
        "localhost:" + selfSigned.getAddress().getPort() + ": its certificate is self-signed");
    selfSigned.stop(0);
  }

  @Test
  @Tag("long")
  void hostsThatNeverAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertRefused(
          "http://localhost:" + silent.getLocalPort(), "the-token", ErrorCode.TARGET_TIMEOUT);
    }
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void tokensThatAreNotTaken(int refused) {
    status = refused;
    assertRefused(address, "the-token", ErrorCode.TARGET_REJECTED_CREDENTIALS);
  }

  @ParameterizedTest
  @CsvSource({"408", "429", "503"})
  void aTargetThatIsBusySaysNothingAboutTheAddress(int busy) {
    status = busy;
    assertThatThrownBy(() -> validate(address, "the-token"))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.TARGET_UNAVAILABLE))
        .hasMessageNotContaining("BaseAddress");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|<html></html>",
        "200|{}",
        "200|[]",
        "200|{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]}",
        "200|",
        "204|",
        "302|",
        "404|{}",
        "500|oops"
      })
  void answersThatAreNotScim(int code, @Nullable String text) {
    status = code;
    body = text == null ? "" : text;
    assertRefused(address, "the-token", ErrorCode.TARGET_NOT_SCIM);
  }

  @Test
  void privateAddressesAreRefusedUnlessAllowed() {
    Synchronization strict =
        Database.SQLITE.server().client(TestServer.newId()).application(TestServer.newId());
    for (String host : List.of(
        "localhost",
        "127.0.0.1",
        "[::1]",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "255.255.255.255",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::10.0.0.1]",
        "[fd00::1]")) {
      assertThatThrownBy(() -> strict
              .jobs()
              .validateCredentials(new CredentialsValidation()
                  .credentials(credentials("http://" + host + "/", "the-token"))))
          .as(host)
          .isInstanceOfSatisfying(
              BadRequestException.class,
              e -> assertThat(e.code()).contains(ErrorCode.TARGET_NOT_ALLOWED));
    }
    assertThatCode(() -> validate(address, "the-token")).doesNotThrowAnyException();
  }

  @Test
  void nullsSayNothing() {
    assertThatThrownBy(() -> synchronization
            .jobs()
            .validateCredentials(
                new CredentialsValidation().credentials(null).useSavedCredentials(null)))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.CREDENTIALS_MISSING));
  }
}
