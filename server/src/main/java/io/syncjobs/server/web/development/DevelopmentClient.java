package io.syncjobs.server.web.development;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who may get tokens in development mode, as {@code development-client.json} says it.
 *
 * @param tenantId the tenant that tokens are for unless another is asked for, a GUID
 * @param clientId a GUID
 * @param clientSecret a random text
 */
record DevelopmentClient(
    @JsonProperty("tenant_id") String tenantId,
    @JsonProperty("client_id") String clientId,
    @JsonProperty("client_secret") String clientSecret) {}
