package io.syncjobs.server.comparison;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.RequestBody;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.security.VerifiedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Checks that each request passes before it is carried out. */
@State(Scope.Benchmark)
public class Checks {

  private static final byte[] BODY = "{\"templateId\":\"scim\"}".getBytes(StandardCharsets.UTF_8);

  private RequestBody contract;
  private JwtDecoder decoder;
  private JwtDecoder remembering;
  private String token;

  @Setup
  public void open() throws JOSEException {
    contract = Contract.load().operations().stream()
        .filter(operation -> operation.id().equals("createJob"))
        .map(operation -> Objects.requireNonNull(operation.body()))
        .findFirst()
        .orElseThrow();
    RSAKey key = new RSAKeyGenerator(2048).generate();
    SignedJWT jwt = new SignedJWT(
        new JWSHeader(JWSAlgorithm.RS256),
        new JWTClaimsSet.Builder()
            .claim("tid", "9b8d5a2e-5f0e-4d0c-8a3a-0c5b4b6a7c11")
            .claim("roles", List.of("Synchronization.ReadWrite.All"))
            .claim("exp", Instant.now().plusSeconds(3600).getEpochSecond())
            .build());
    jwt.sign(new RSASSASigner(key));
    token = jwt.serialize();
    decoder = NimbusJwtDecoder.withPublicKey(key.toRSAPublicKey()).build();
    remembering = new VerifiedTokens(decoder, new TenantClocks(Clock.systemUTC()));
  }

  /** Parses the body of a create and checks it against the contract. */
  @Benchmark
  public Object contract() {
    return contract.violations(contract.read(BODY));
  }

  /** Checks a token for the first time. */
  @Benchmark
  public Object newToken() {
    return decoder.decode(token);
  }

  /** Checks a token that is cached from an earlier check. */
  @Benchmark
  public Object knownToken() {
    return remembering.decode(token);
  }
}
