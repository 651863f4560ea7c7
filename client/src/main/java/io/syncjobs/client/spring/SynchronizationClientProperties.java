package io.syncjobs.client.spring;

import io.syncjobs.client.auth.ClientCredentials;
import io.syncjobs.client.auth.TokenProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Address of the server and credentials: a token, or a token endpoint with client id, client secret and scope.
 *
 * @param baseUrl Address of the server with the API's version, such as "http://localhost:8080/v1.0".
 * @param token Fixed bearer token, which is never renewed.
 * @param tokenUri Token endpoint of the issuer, for the client credentials grant.
 * @param clientId Client id that tokens are requested with.
 * @param clientSecret Client secret that tokens are requested with.
 * @param scope Scope of the tokens; Entra expects the address of the service followed by "/.default".
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
   * Creates the token provider that the properties describe.
   *
   * @throws IllegalStateException if they describe none, one incompletely, or both
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

  /** Omits the credentials. */
  @Override
  public String toString() {
    return "SynchronizationClientProperties[baseUrl=" + baseUrl + "]";
  }
}
