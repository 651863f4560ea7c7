package io.syncjobs.server.web.development;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.syncjobs.server.connector.scim.ScimTargets;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.web.development.target.SandboxTargets;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One setting makes development mode speak HTTPS, with a certificate that lasts. */
class DevelopmentHttpsTest {

  @Test
  void speaksHttpsWithACertificateThatProgramsCanTrust() throws Exception {
    Path folder = TestServer.newFolder();
    byte[] certificate;
    try (TestServer server = TestServer.startIn(
        folder, "--syncjobs.development.https=true", "--syncjobs.engine.enabled=true")) {
      String origin = server.origin().replace("http:", "https:");
      KeyStore trust = KeyStore.getInstance("PKCS12");
      try (InputStream file = Files.newInputStream(folder.resolve("development-https.p12"))) {
        trust.load(file, "changeit".toCharArray());
      }
      TrustManagerFactory trusting =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusting.init(trust);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trusting.getTrustManagers(), null);
      HttpClient http = HttpClient.newBuilder().sslContext(tls).build();

      for (String host : new String[] {"localhost", "127.0.0.1"}) {
        String address = origin.replace("localhost", host);
        JsonNode metadata = JsonMapper.shared()
            .readTree(http.send(
                    HttpRequest.newBuilder(
                            URI.create(address + "/common/v2.0/.well-known/openid-configuration"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
        assertThat(metadata.path("token_endpoint").stringValue()).startsWith(address + "/");
      }
      String tenant = TestServer.newId();
      SandboxTargets targets = server.bean(SandboxTargets.class);
      assertThatCode(() -> server
              .bean(ScimTargets.class)
              .check(new SecretSet(
                  List.of(
                      new Secret(Secret.BASE_ADDRESS, targets.baseAddress(tenant)),
                      new Secret(Secret.SECRET_TOKEN, targets.token(tenant))),
                  "1")))
          .as("jobs reach the sandbox's service")
          .doesNotThrowAnyException();
      certificate = Files.readAllBytes(folder.resolve("development-https.pem"));
    }
    try (TestServer again = TestServer.startIn(folder, "--syncjobs.development.https=true")) {
      assertThat(Files.readAllBytes(again.dataFolder().resolve("development-https.pem")))
          .as("is kept")
          .isEqualTo(certificate);
    }
  }

  @Test
  void makesValidCertificates() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair key = generator.generateKeyPair();
    Instant now = Instant.now();

    X509Certificate made = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(
            new ByteArrayInputStream(SelfSigned.certificate(key, now, Duration.ofDays(10))));

    made.verify(key.getPublic());
    made.checkValidity();
    assertThat(made.getBasicConstraints()).isNotNegative();
    assertThat(made.getSubjectAlternativeNames().toString())
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(made.getNotAfter().toInstant())
        .isBetween(now.plusSeconds(86_399 * 9), now.plusSeconds(86_400 * 10));
  }
}
