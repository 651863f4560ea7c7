package io.syncjobs.server.web.development;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.syncjobs.server.platform.startup.DataFolder;
import io.syncjobs.server.platform.startup.SetupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/**
 * HTTPS of development mode. Its certificate is made at the first start, kept in the data folder and made anew before it expires, so that programs have
 * to be told only once to trust it.
 */
@Component
@Conditional(DevelopmentMode.class)
@EnableConfigurationProperties(DevelopmentProperties.class)
public class DevelopmentHttps
    implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {

  private static final String KEY_FILE = "development-https-key.pem";
  private static final String CERTIFICATE_FILE = "development-https.pem";
  private static final String TRUST_FILE = "development-https.p12";

  /** Java's usual one; the file has nothing secret. */
  private static final String PASSWORD = "changeit";

  private static final Duration VALIDITY = Duration.ofDays(730);
  private static final Duration RENEWAL = Duration.ofDays(30);

  private final DevelopmentProperties properties;
  private final DataFolder folder;
  private final Clock clock;

  DevelopmentHttps(DevelopmentProperties properties, DataFolder folder, Clock clock) {
    this.properties = properties;
    this.folder = folder;
    this.clock = clock;
  }

  boolean isOn() {
    return properties.https();
  }

  /** Lines of a shell that make programs trust the certificate. */
  String trust() {
    return """
        curl --cacert %1$s …
        export NODE_EXTRA_CA_CERTS=%1$s
        export JAVA_TOOL_OPTIONS='-Djavax.net.ssl.trustStore=%2$s -Djavax.net.ssl.trustStorePassword=%3$s'
        """.formatted(folder.file(CERTIFICATE_FILE), folder.file(TRUST_FILE), PASSWORD);
  }

  /** TLS that trusts the certificate; null without HTTPS. */
  public @Nullable SSLContext tls() {
    if (!isOn()) {
      return null;
    }
    try {
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trust(certificate()));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  @Override
  public void customize(ConfigurableServletWebServerFactory factory) {
    if (!isOn()) {
      return;
    }
    Path certificate = folder.file(CERTIFICATE_FILE);
    try {
      X509Certificate made = certificate();
      folder.createSecret(certificate, pem("CERTIFICATE", made.getEncoded()));
      try (OutputStream out = Files.newOutputStream(folder.file(TRUST_FILE))) {
        trust(made).store(out, PASSWORD.toCharArray());
      }
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
    Ssl ssl = new Ssl();
    ssl.setCertificate(certificate.toUri().toString());
    ssl.setCertificatePrivateKey(folder.file(KEY_FILE).toUri().toString());
    factory.setSsl(ssl);
  }

  private SetupException unusable(Exception cause) {
    return new SetupException(
        "The certificate for HTTPS in " + folder.file(KEY_FILE) + " can't be used: "
            + (cause instanceof IOException file
                ? SetupException.reason(file)
                : "it isn't as the server wrote it"),
        "Delete the file; the server makes a new one. Or set syncjobs.development.https to false.",
        cause);
  }

  /** The stored certificate, or a new one. */
  private synchronized X509Certificate certificate() throws IOException, GeneralSecurityException {
    Path key = folder.file(KEY_FILE);
    if (!isUsable(key)) {
      Files.deleteIfExists(key);
      Files.deleteIfExists(folder.file(CERTIFICATE_FILE));
      folder.createSecret(key, create());
    }
    return read(key);
  }

  private boolean isUsable(Path key) throws IOException, GeneralSecurityException {
    Instant renewal = clock.instant().plus(RENEWAL);
    return Files.exists(key) && read(key).getNotAfter().toInstant().isAfter(renewal);
  }

  private String create() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair key = generator.generateKeyPair();
    return pem("CERTIFICATE", SelfSigned.certificate(key, clock.instant(), VALIDITY))
        + pem("PRIVATE KEY", key.getPrivate().getEncoded());
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file);
    int end = Math.max(0, text.indexOf("-----BEGIN PRIVATE KEY"));
    return (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(text.substring(0, end).getBytes(US_ASCII)));
  }

  private static KeyStore trust(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("syncjobs", certificate);
    return trust;
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }
}
