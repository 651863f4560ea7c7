package io.syncjobs.server.web.development;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * Client that can get tokens in development mode, as {@code development-client.json} holds it.
 *
 * @param tenantId tenant of the tokens unless the request names another, a GUID
 * @param clientId a GUID
 * @param clientSecret random text
 */
public record DevelopmentClient(
    @JsonProperty("tenant_id") String tenantId,
    @JsonProperty("client_id") String clientId,
    @JsonProperty("client_secret") String clientSecret) {

  public DevelopmentClient {
    Objects.requireNonNull(tenantId, "tenant_id");
    Objects.requireNonNull(clientId, "client_id");
    Objects.requireNonNull(clientSecret, "client_secret");
  }
}
