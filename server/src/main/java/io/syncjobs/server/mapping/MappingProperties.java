package io.syncjobs.server.mapping;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of attribute mappings.
 *
 * @param defaultDomain the domain that {@code DefaultDomain()} returns; null for none
 * @param tenantDomains other domains for some tenants, by tenant id; null for none
 */
@ConfigurationProperties("syncjobs.mapping")
public record MappingProperties(
    @Nullable String defaultDomain, @Nullable Map<String, String> tenantDomains) {

  public MappingProperties {
    tenantDomains = tenantDomains == null ? null : Map.copyOf(tenantDomains);
  }

  /** The domain that {@code DefaultDomain()} returns for a tenant; empty for none. */
  public String defaultDomainOf(String tenantId) {
    String general = Objects.requireNonNullElse(defaultDomain, "");
    return tenantDomains == null ? general : tenantDomains.getOrDefault(tenantId, general);
  }
}
