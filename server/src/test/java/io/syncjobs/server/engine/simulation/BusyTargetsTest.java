package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Targets that are busy for all requests. */
@ResourceLock(World.NAME)
class BusyTargetsTest extends FoundFaultsBase {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"0", "1", "30", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"})
  void aShortPauseThatEndsInVainDoesntMakeCyclesFollowAtOnce(@Nullable String pause) {
    begin(Quirks.NONE);
    user(true);
    cycle();
    user(false);
    world.http.breakAt("/scim", () -> new HttpResult(429, pause, new byte[0]));
    cycle();
    for (int i = 0; i < 10; i++) {
      world.clock.advance(Duration.ofMinutes(2));
      tenant.runDue(false);
    }
    assertThat(tenant.job(tenant.outbound).progress().quarantine()).isNull();
    assertThat(account("ada").path("active").booleanValue()).isTrue();
    world.http.breakAt(null, null);
    world.clock.advance(Duration.ofMinutes(21));

    tenant.runDue(false);

    assertThat(account("ada").path("active").booleanValue()).isFalse();
  }

  private void user(boolean active) {
    upload(
        "User",
        "ada",
        JsonNodeFactory.instance.objectNode().put("userName", "ada").put("active", active));
  }
}
