package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** References to entries that get a counterpart, or lose it, while somebody else works on what refers to them, or after that was read. */
@ResourceLock(World.NAME)
class ReferencesMeanwhileTest extends FoundFaultsBase {

  private static final List<String> OTHERS = List.of("u1", "u2", "u3", "u4", "u5");

  private String step = "";
  private Runnable action = () -> {};

  private void begin() {
    step = "";
    world.reset(new Random(1), Quirks.NONE, () -> {
      List<String> trace = world.steps.trace();
      if (!step.isEmpty() && !trace.isEmpty() && trace.get(trace.size() - 1).startsWith(step)) {
        step = "";
        action.run();
      }
    });
    tenant = new Tenant(world, new Random(1), false);
  }

  /** Does something once, at the exchange after a step. */
  private void after(String beginning, Runnable meanwhile) {
    step = beginning;
    action = meanwhile;
  }

  private void elsewhere(JobKey... keys) {
    for (JobKey key : keys) {
      world.steps.as("another node", () -> world.cycles().run(key, () -> false));
    }
  }

  private void provision(String type, String externalId) {
    tenant.provision(tenant.find(type, externalId).orElseThrow());
  }

  private void title(String user, String title) {
    upload("User", user, JsonNodeFactory.instance.objectNode().put("title", title));
  }

  private void restart() {
    world.control().apply(tenant.outbound, new JobEvent.Restart(EnumSet.of(ResetScope.WATERMARK)));
  }

  /** Lets the target refuse the account of one of two members. */
  private void refuse(String refused, String other) {
    user(refused, true);
    user(other, true);
    group(refused, other);
    world.http.refuse("\"userName\":\"" + refused + "\"");
    cycle();
    cycle();
    assertThat(members()).containsExactly(id(other));
  }

  private void assertMembers(String... names) {
    assertThat(step).as("step that was not reached").isEmpty();
    assertThat(members())
        .containsExactlyInAnyOrder(List.of(names).stream().map(this::id).toArray(String[]::new));
    assertNothingLeftToDo();
  }

  @Test
  void aGroupThatIsProvisionedOnDemandDuringAnInitialCycleGetsTheMembersWhomThatCreatesLater() {
    begin();
    OTHERS.forEach(user -> user(user, true));
    user("ada", true);
    group("u1", "ada");
    elsewhere(tenant.inbound);
    OTHERS.forEach(user -> title(user, "New"));
    title("ada", "New");
    elsewhere(tenant.inbound);
    // Pages have three entries, and each begins before the one before it is stored.
    after("GET /scim/Users?filter=userName%20eq%20%22ada%22", () -> provision("Group", "staff"));

    elsewhere(tenant.outbound);
    cycle();

    assertMembers("u1", "ada");
  }

  @Test
  void aGroupThatChangesDuringAnInitialCycleGetsTheMembersWhomThatCreates() {
    begin();
    OTHERS.forEach(user -> user(user, true));
    refuse("ada", OTHERS.get(0));
    world.http.refuse(null);
    restart();
    after("GET /scim/Users", () -> {
      upload("Group", "staff", JsonNodeFactory.instance.objectNode().put("displayName", "Crew"));
      elsewhere(tenant.inbound);
    });

    elsewhere(tenant.outbound);
    cycle();

    assertMembers("u1", "ada");
  }

  @Test
  void aGroupThatChangesDuringAnInitialCycleLosesTheMembersWhoLeft() {
    begin();
    OTHERS.forEach(user -> user(user, true));
    user("ada", true);
    group("u1", "ada");
    cycle();
    cycle();
    assertThat(members()).hasSize(2);
    leave("User", "ada");
    restart();
    after("GET /scim/Users", () -> {
      upload("Group", "staff", JsonNodeFactory.instance.objectNode().put("displayName", "Crew"));
      elsewhere(tenant.inbound);
    });

    elsewhere(tenant.outbound);
    cycle();

    assertMembers("u1");
  }

  @Test
  void aGroupGetsAMemberWhomARequestCreatesWhileACycleAddsAnother() {
    begin();
    user("eve", true);
    refuse("ada", "bob");
    group("bob", "ada", "eve");
    after("GET /scim/Groups/", () -> {
      world.http.refuse(null);
      provision("User", "ada");
    });

    cycle();
    cycle();

    assertMembers("bob", "ada", "eve");
  }

  @Test
  void aGroupGetsAMemberWhomACycleCreatesWhileARequestAddsAnother() {
    begin();
    user("eve", true);
    world.http.refuse("\"userName\":\"eve\"");
    refuse("ada", "bob");
    group("ada", "bob", "eve");
    cycle();
    cycle();
    world.http.refuse(null);
    world.http.refuse("\"userName\":\"ada\"");
    world.clock.advance(Duration.ofHours(25));
    provision("User", "eve");
    // The request has read the group twice when it adds eve.
    String read = "GET /scim/Groups/";
    after(
        read,
        () -> after(read, () -> {
          world.http.refuse(null);
          elsewhere(tenant.outbound);
        }));

    provision("Group", "staff");
    cycle();

    assertMembers("ada", "bob", "eve");
  }

  /** A read soon after a removal shows what was removed. */
  @Test
  void whoComesBackSoonAfterARemovalIsReferredToThoughALateReadShowsThemStill() {
    hireAdaAndBob(Quirks.NONE.late(Duration.ofMinutes(1)));
    upload("User", "ada", withManager("bob"));
    cycle();
    group("ada");
    upload("User", "ada", withoutManager());
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertThat(manager("ada")).isEmpty();
    group("ada", "bob");
    upload("User", "ada", withManager("bob"));
    elsewhere(tenant.inbound);
    provision("Group", "staff");
    provision("User", "ada");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
    assertNothingLeftToDo();
  }

  private static ObjectNode withoutManager() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    return data;
  }
}
