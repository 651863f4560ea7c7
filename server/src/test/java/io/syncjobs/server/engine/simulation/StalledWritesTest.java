package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
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

  private void provision() {
    List<String> trace = world.steps.trace();
    if (stalls && trace.get(trace.size() - 1).startsWith("GET /scim/Users/")) {
      stalls = false;
      world.steps.log("A request comes during a write");
      world.steps.outside(() -> tenant.provision(tenant.find("User", "bob").orElseThrow()));
    }
  }

  /** Otherwise a write could take as long as the request that came meanwhile. */
  @Test
  void aWriteThatANodeHasSentArrivesBeforeAnotherNodeGoesOn() {
    world.reset(new Random(1), Quirks.NONE, this::provision);
    tenant = new Tenant(world, new Random(1), false);
    user("ada", true);
    user("bob", true);
    cycle();
    change("New", "New");
    world.steps.as("inbound", () -> world.cycles().run(tenant.inbound, () -> false));
    stalls = true;

    world.steps.together(
        () -> world.steps.as("a node", () -> world.cycles().run(tenant.outbound, () -> false)),
        () -> world.steps.as("another node", () -> {
          for (int i = 0; i < 1000; i++) {
            world.steps.log("Another node goes on");
            world.steps.pause();
          }
          return true;
        }),
        1,
        true);

    List<String> trace = world.steps.trace();
    List<String> during =
        trace.subList(trace.indexOf("A request comes during a write"), trace.size());
    assertThat(during).contains("Another node goes on");
    assertThat(during)
        .filteredOn(step -> step.matches("Another node.*|request.* ends.*|PATCH .*"))
        .first(as(InstanceOfAssertFactories.STRING))
        .startsWith("request");
    assertThat(during)
        .filteredOn(step -> step.matches("Another node.*|PATCH .*"))
        .first(as(InstanceOfAssertFactories.STRING))
        .startsWith("PATCH");
  }
}
