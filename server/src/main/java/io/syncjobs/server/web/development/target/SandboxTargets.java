package io.syncjobs.server.web.development.target;

import io.syncjobs.server.connector.scim.OwnTargets;
import io.syncjobs.server.platform.Sha256;
import io.syncjobs.server.platform.TenantClocks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** The SCIM services of all tenants. Safe for use by many threads. */
public class SandboxTargets implements OwnTargets {

  static final String ROOT = "/sandbox";

  private static final String PATH = "/scim/v2";

  private final TenantClocks clocks;
  private final String secret;
  private final @Nullable SSLContext tls;
  private final Map<String, SandboxTarget> targets = new ConcurrentHashMap<>();
  private volatile String origin = "";

  /**
   * @param secret from which the tokens of the services are derived
   * @param tls TLS that trusts the certificate of this server; null if the server speaks plain HTTP
   */
  public SandboxTargets(TenantClocks clocks, String secret, @Nullable SSLContext tls) {
    this.clocks = clocks;
    this.secret = secret;
    this.tls = tls;
  }

  @EventListener
  void started(WebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      origin = (tls == null ? "http" : "https") + "://localhost:"
          + event.getWebServer().getPort();
    }
  }

  /** The service of a tenant, which begins without users and groups. */
  public SandboxTarget of(String tenantId) {
    return targets.computeIfAbsent(tenantId, id -> new SandboxTarget(clocks.of(id)));
  }

  /** Forgets the contents of a tenant's service. */
  public void forget(String tenantId) {
    targets.remove(tenantId);
  }

  /** Base address of a tenant's service. */
  public String baseAddress(String tenantId) {
    return origin + ROOT + "/" + tenantId + PATH;
  }

  /** Bearer token that a tenant's service demands. */
  public String token(String tenantId) {
    return Sha256.of("target of " + tenantId + " " + secret);
  }

  @Override
  public boolean include(String address) {
    return !origin.isEmpty() && address.startsWith(origin + ROOT + "/");
  }

  @Override
  public @Nullable SSLContext tls() {
    return tls;
  }
}
