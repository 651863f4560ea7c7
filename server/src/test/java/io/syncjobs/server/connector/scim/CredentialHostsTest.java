package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.syncjobs.client.Synchronization;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.model.CredentialsValidation;
import io.syncjobs.client.model.ErrorCode;
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
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which the host of credentials can't be reached has a code of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ClientTest
class CredentialHostsTest extends CredentialChecks {

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
}
