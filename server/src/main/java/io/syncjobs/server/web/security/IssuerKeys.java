package io.syncjobs.server.web.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Public keys of the operator's issuer, found by OpenID Connect Discovery 1.0 when a token first needs them. Kept for five minutes, and for four
 * hours while the issuer is down. Unknown key ids, which anybody can put into a token, cause two requests in 30 seconds at most. Thread-safe.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

  private static final int CONNECT_MILLIS = 1500;
  private static final int READ_MILLIS = 2000;
  private static final int MAX_BYTES = 1 << 20;
  private static final long KEPT_MILLIS = 5 * 60 * 1000L;
  private static final long OUTAGE_MILLIS = 4 * 60 * 60 * 1000L;

  private final ResourceRetriever http =
      new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MAX_BYTES);
  private final @Nullable URI issuer;
  private volatile @Nullable URI keySet;

  private IssuerKeys(@Nullable URI issuer, @Nullable URI keySet) {
    this.issuer = issuer;
    this.keySet = keySet;
  }

  /** Keys of an issuer, or keys at an address; exactly one is given. */
  static JWKSource<SecurityContext> of(@Nullable URI issuer, @Nullable URI keySet) {
    JWKSource<SecurityContext> source = JWKSourceBuilder.create(new IssuerKeys(issuer, keySet))
        .cache(KEPT_MILLIS, CONNECT_MILLIS + READ_MILLIS)
        .refreshAheadCache(false)
        .outageTolerant(OUTAGE_MILLIS)
        .build();
    return (selector, context) -> {
      try {
        return source.get(selector, context);
      } catch (RateLimitReachedException e) {
        return List.of(); // Beyond the rate, a token with an unknown key is refused at once.
      }
    };
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
      throws KeySourceException {
    try {
      return JWKSet.parse(http.retrieveResource(keySet()).getContent());
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new JWKSetUnavailableException("The issuer's keys can't be read", e);
    }
  }

  private URL keySet() throws IOException, ParseException {
    URI known = keySet;
    if (known == null) {
      known = discover();
      keySet = known;
    }
    return known.toURL();
  }

  private URI discover() throws IOException, ParseException {
    String name = String.valueOf(issuer);
    String base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    Map<String, Object> metadata = JSONObjectUtils.parse(http.retrieveResource(
            URI.create(base + "/.well-known/openid-configuration").toURL())
        .getContent());
    if (!name.equals(metadata.get("issuer"))) {
      throw new IOException(name + " calls itself " + metadata.get("issuer"));
    }
    return URI.create(JSONObjectUtils.getString(metadata, "jwks_uri"));
  }

  @Override
  public void close() {
    // Nothing to close: each retrieval opens its own connection.
  }
}
