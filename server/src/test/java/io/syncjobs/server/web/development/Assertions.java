package io.syncjobs.server.web.development;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Date;

/** Assertions with which clients authenticate. */
final class Assertions {

  private Assertions() {}

  static String sign(PrivateKey key, String client, String audience, int seconds) throws Exception {
    SignedJWT jwt = new SignedJWT(
        new JWSHeader(JWSAlgorithm.RS256),
        new JWTClaimsSet.Builder()
            .issuer(client)
            .subject(client)
            .audience(audience)
            .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
            .build());
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  static PrivateKey otherKey() throws Exception {
    return new RSAKeyGenerator(2048).generate().toPrivateKey();
  }
}
