package io.syncjobs.server.web.development;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncjobs.server.platform.startup.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/**
 * Checks assertions of the development client (RFC 7523). Their keys are those of the certificates in a file of the data folder, which is read each
 * time, so that a developer can change it while the server runs.
 */
@Component
@Conditional(DevelopmentMode.class)
class ClientAssertions {

  static final String FILE = "development-client.pem";

  private static final Duration SKEW = Duration.ofMinutes(1);

  private final DataFolder folder;
  private final DevelopmentTokens tokens;
  private final Clock clock;

  ClientAssertions(DataFolder folder, DevelopmentTokens tokens, Clock clock) {
    this.folder = folder;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Checks an assertion.
   *
   * @param endpoint URL of the token endpoint
   * @return the fault and its remedy; null if the assertion is valid
   */
  @Nullable
  String fault(String assertion, String endpoint) {
    Path file = folder.file(FILE);
    if (!Files.exists(file)) {
      return "There is no certificate to check the client_assertion with. Put the client's certificate, as PEM, into "
          + FILE
          + " in the server's data folder.";
    }
    try {
      SignedJWT signed = SignedJWT.parse(assertion);
      if (!isSigned(signed, certificates(file))) {
        return "The client_assertion isn't signed by the key of a certificate in "
            + FILE
            + ". Sign it with RS256, PS256 or ES256.";
      }
      return fault(signed.getJWTClaimsSet(), endpoint);
    } catch (ParseException e) {
      return "The client_assertion isn't a signed JWT. Send one in compact form.";
    } catch (IOException | CertificateException e) {
      return "The file " + FILE
          + " in the server's data folder has no readable certificate in PEM.";
    }
  }

  private @Nullable String fault(JWTClaimsSet claims, String endpoint) {
    String client = tokens.client().clientId();
    if (!client.equals(claims.getIssuer()) || !client.equals(claims.getSubject())) {
      return "The claims iss and sub of the client_assertion must be the client_id of development-client.json.";
    }
    if (!claims.getAudience().contains(endpoint)) {
      return "The claim aud of the client_assertion must be " + endpoint + ".";
    }
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    if (expires == null
        || expires.toInstant().plus(SKEW).isBefore(now)
        || (begins != null && begins.toInstant().minus(SKEW).isAfter(now))) {
      return "The client_assertion is expired or not valid yet. Make a new one, with exp a few minutes ahead.";
    }
    return null;
  }

  private static boolean isSigned(SignedJWT assertion, Collection<? extends Certificate> trusted) {
    for (Certificate certificate : trusted) {
      try {
        JWSVerifier verifier = verifier(certificate.getPublicKey());
        if (verifier.supportedJWSAlgorithms().contains(assertion.getHeader().getAlgorithm())
            && assertion.verify(verifier)) {
          return true;
        }
      } catch (JOSEException e) {
        // A key of another kind, or a signature of another form: the next certificate may fit.
      }
    }
    return false;
  }

  private static JWSVerifier verifier(PublicKey key) throws JOSEException {
    if (key instanceof RSAPublicKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    if (key instanceof ECPublicKey curve) {
      return new ECDSAVerifier(curve);
    }
    throw new JOSEException("The key " + key.getAlgorithm() + " can't sign assertions");
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream pem = Files.newInputStream(file)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
    }
  }
}
