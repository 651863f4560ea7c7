package io.syncjobs.server.web.development;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Tokens for the server's own docs page, used from this machine. */
@RestController
class DevelopmentPage {

  static final String PATH = "/development";
  static final String TOKEN = PATH + "/token";

  private static final Duration LIFETIME = Duration.ofHours(8);
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final @Nullable DevelopmentTokens tokens;

  DevelopmentPage(ObjectProvider<DevelopmentTokens> tokens) {
    this.tokens = tokens.getIfAvailable();
  }

  /** Tells the page that this is development mode. */
  @GetMapping(PATH)
  Map<String, Object> mode() {
    return Map.of("development", tokens != null);
  }

  /**
   * Issues a token for the page. Pages of other origins can't send the header without a preflight request, and can't use a host name of this
   * machine.
   *
   * @throws NoResourceFoundException for other pages, and outside of development mode
   */
  @PostMapping(TOKEN)
  ResponseEntity<Map<String, Object>> token(HttpServletRequest request)
      throws NoResourceFoundException {
    boolean ours = "SyncJobs".equals(request.getHeader("X-Requested-With"))
        && OWN_NAMES.contains(request.getServerName());
    if (!ours || tokens == null) {
      throw new NoResourceFoundException(HttpMethod.POST, TOKEN, TOKEN);
    }
    String tenant = tokens.client().tenantId();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(Map.of(
            "token_type",
            "Bearer",
            "access_token",
            tokens.issue(tenant, tokens.permissions(), LIFETIME),
            "expires_in",
            LIFETIME.toSeconds(),
            "tenant_id",
            tenant));
  }
}
