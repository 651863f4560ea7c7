package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes of several requests, within which a node stalls so long that another one takes its cycle over. */
@ResourceLock(World.NAME)
class StalledWritesTest extends FoundFaultsBase {

  private boolean stalls;

  private void change(String displayName, String title) {
    upload(
        "User",
        "ada",
        JsonNodeFactory.instance.objectNode().put("displayName", displayName).put("title", title));
  }

  /** The entitlement that the title gives. */
  private String entitlement() {
    return account("ada").path("entitlements").path(0).path("value").asString("");
  }

  private void stall() {
    List<String> trace = world.steps.trace();
    if (stalls && trace.get(trace.size() - 1).startsWith("GET /scim/Users/")) {
      stalls = false;
      world.clock.advance(Duration.ofMinutes(1));
      change("New", "Newest");
      List.of(tenant.inbound, tenant.outbound, tenant.outbound)
          .forEach(key ->
              world.steps.as("another node", () -> world.cycles().run(key, () -> false)));
      assertThat(entitlement()).isEqualTo("Newest");
    }
  }

  @Test
  void aNodeThatStalledWithinAWriteDoesNotGoOnWithItsNextRequest() {
    // A value that the target does not show is written by a request of its own.
    world.reset(new Random(1), Quirks.NONE.showing(Quirks.Shown.NONE), this::stall);
    tenant = new Tenant(world, new Random(1), false);
    user("ada", true);
    change("Old", "Old");
    cycle();
    cycle();
    cycle();
    change("New", "New");
    stalls = true;

    cycle();
    cycle();

    assertThat(stalls).isFalse();
    assertThat(entitlement()).isEqualTo("Newest");
    assertNothingLeftToDo();
  }
}
