package io.syncjobs.server.connector.scim.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Words about failures of TLS, with which Java and the HTTP client fail. */
class TlsFaultTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            handshake(new CertPathValidatorException(
                "validity check failed", new CertificateExpiredException("NotAfter: yesterday"))),
            "has expired. Have it renewed"),
        Arguments.of(
            handshake(new CertificateException("No name matching scim.example found")),
            "for another host"),
        Arguments.of(
            new SSLPeerUnverifiedException("Certificate for <scim.example> doesn't match"),
            "for another host"),
        Arguments.of(
            handshake(new CertPathValidatorException("Path does not chain")),
            "its issuer is not trusted"),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            "it answers without TLS. Correct the port"),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: protocol_version"),
            "another version of TLS"));
  }

  private static SSLHandshakeException handshake(Exception cause) {
    SSLHandshakeException failure = new SSLHandshakeException("PKIX");
    failure.initCause(cause);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void namesHostPortAndFault(Throwable failure, String fault) {
    assertThat(Unreachable.because(
            URI.create("https://scim.example/v2"), failure, Duration.ofSeconds(1)))
        .hasMessageStartingWith("There is no trusted TLS connection to scim.example:443: ")
        .hasMessageContaining(fault);
  }
}
