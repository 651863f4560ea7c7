package io.syncjobs.client.spring;

import io.syncjobs.client.auth.ClientCredentials;
import io.syncjobs.client.auth.TokenProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the server is, and what to get in with: a token, or an issuer's token endpoint with an id, a secret and a scope.
 *
 * @param baseUrl Where the server is, with the version, such as "http://localhost:8080/v1.0".
 * @param token A bearer token that is always used. It isn't renewed.
 * @param tokenUri The issuer's token endpoint, for tokens by client credentials.
 * @param clientId Who asks the issuer for tokens.
 * @param clientSecret What the issuer knows the asker by.
 * @param scope What the tokens are for; Entra wants the service's address followed by "/.default".
 */
@ConfigurationProperties("syncjobs.client")
record SynchronizationClientProperties(
    String baseUrl,
    @Nullable String token,
    @Nullable String tokenUri,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @Nullable String scope) {

  static final String WAYS =
      "Set either syncjobs.client.token, or syncjobs.client.token-uri with client-id, client-secret and scope; or declare a bean of type TokenProvider";

  /**
   * Tokens as they are configured.
   *
   * @throws IllegalStateException if neither way is configured, one in part only, or both
   */
  TokenProvider tokenProvider() {
    if (token != null && tokenUri == null) {
      return TokenProvider.of(token);
    }
    if (token != null
        || tokenUri == null
        || clientId == null
        || clientSecret == null
        || scope == null) {
      throw new IllegalStateException(WAYS);
    }
    return new ClientCredentials(tokenUri, clientId, clientSecret, scope);
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return "SynchronizationClientProperties[baseUrl=" + baseUrl + "]";
  }
}
