package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Faults of engines and requests that work at the same time, which runs of the simulation found, each reduced to its cause. */
@ResourceLock(World.NAME)
class FoundRacesTest extends FoundFaultsBase {

  private static final Map<String, Long> ONE_USER = Map.of("User to User", 1L);

  private static final Quirks HIDING = Quirks.NONE.storingTwice().showing(Quirks.Shown.NONE);

  private int exchanges;

  /** Does something during an exchange, counted from now. */
  private void during(int exchange, Runnable action) {
    during(Quirks.NONE, exchange, action);
  }

  private void during(Quirks quirks, int exchange, Runnable action) {
    exchanges = 0;
    world.reset(new Random(1), quirks, () -> {
      exchanges++;
      if (exchanges == exchange) {
        action.run();
      }
    });
    tenant = new Tenant(world, new Random(1), false);
  }

  /** Runs jobs on another node. */
  private void elsewhere(JobKey... keys) {
    for (JobKey key : keys) {
      world.steps.as("another node", () -> world.cycles().run(key, () -> false));
    }
  }

  private void title(String user, String title) {
    upload("User", user, JsonNodeFactory.instance.objectNode().put("title", title));
  }

  @Test
  void aNodeThatStalledDoesNotUndoWhatAnotherNodeHasWrittenSince() {
    // Two searches and two creations come first, then two updates: the node stalls in the second.
    during(7, () -> {
      world.clock.advance(Duration.ofMinutes(1));
      title("bob", "New");
      elsewhere(tenant.inbound, tenant.outbound, tenant.outbound);
    });
    user("ada", true);
    user("bob", true);
    cycle();
    title("ada", "Old");
    title("bob", "Old");

    cycle();
    cycle();

    assertThat(account("bob").path("title").asString("")).isEqualTo("New");
  }

  @Test
  void aSlowProvisioningOnDemandDoesNotGiveAccessBack() {
    // After a creation and an update, each with a search or a read.
    during(6, () -> {
      user("ada", false);
      elsewhere(tenant.inbound, tenant.outbound);
    });
    user("ada", true);
    cycle();
    user("ada", false);
    cycle();
    user("ada", true);
    elsewhere(tenant.inbound);

    tenant.provision(tenant.find("User", "ada").orElseThrow());
    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void anEntryThatWasProvisionedOnDemandBeforeTheFirstCycleIsCountedOnce() {
    begin(Quirks.NONE);
    user("ada", true);
    elsewhere(tenant.inbound);

    tenant.provision(tenant.find("User", "ada").orElseThrow());
    cycle();

    assertThat(counts()).isEqualTo(ONE_USER);
  }

  @Test
  void anEntryThatIsProvisionedOnDemandDuringACycleIsCountedOnce() {
    during(1, () -> tenant.provision(tenant.find("User", "ada").orElseThrow()));
    user("ada", true);

    cycle();

    assertThat(world.service.all("Users")).hasSize(1);
    assertThat(counts()).isEqualTo(ONE_USER);
  }

  private void provisionAda() {
    tenant.provision(tenant.find("User", "ada").orElseThrow());
  }

  /** Uploads a user whose department gives a role. */
  private void department(String department, boolean active) {
    ObjectNode ada = JsonNodeFactory.instance.objectNode().put("userName", "ada");
    ada.put("active", active);
    ada.putObject(SimulatedService.ENTERPRISE).put("department", department);
    upload("User", "ada", ada);
  }

  private void assertOneRole() {
    assertThat(world.service.all("Users")).hasSize(1);
    assertThat(account("ada").path("roles")).hasSize(1);
  }

  @Test
  void anEntryThatIsCreatedOnDemandDuringACycleGetsItsHiddenRoleOnce() {
    during(HIDING, 1, this::provisionAda);
    department("Dep1", true);

    cycle();
    cycle();

    assertOneRole();
  }

  @Test
  void anEntryThatIsUpdatedOnDemandDuringACycleGetsItsHiddenRoleOnce() {
    // After a search and a creation.
    during(HIDING, 3, this::provisionAda);
    user("ada", true);
    cycle();
    department("Dep1", true);

    cycle();
    cycle();

    assertOneRole();
  }

  @Test
  void anEntryThatACycleUpdatesDuringAProvisioningOnDemandGetsItsHiddenRoleOnce() {
    during(HIDING, 3, () -> elsewhere(tenant.outbound));
    user("ada", true);
    cycle();
    department("Dep1", true);
    elsewhere(tenant.inbound);

    provisionAda();
    cycle();

    assertOneRole();
  }

  @Test
  void aCycleThatFoundNoCounterpartDoesNotForgetTheOneThatARequestMadeMeanwhile() {
    during(HIDING, 1, () -> {
      department("Dep1", true);
      elsewhere(tenant.inbound);
      provisionAda();
    });
    department("Dep1", false);
    user("bob", true);

    cycle();
    assertThat(counts()).isEqualTo(Map.of("User to User", 2L));
    cycle();

    assertThat(account("ada").path("roles")).hasSize(1);
    assertThat(counts()).isEqualTo(Map.of("User to User", 2L));
  }

  @Test
  void aCycleThatHadReadAnEntryBeforeDoesNotForgetWhatARequestHasWrittenMeanwhile() {
    // After two searches and two creations, ada's title is read, and then written.
    during(HIDING, 5, () -> {
      department("Dep1", true);
      elsewhere(tenant.inbound);
      provisionAda();
    });
    user("ada", true);
    user("bob", true);
    cycle();
    title("ada", "New");
    title("bob", "New");

    cycle();
    cycle();

    assertThat(account("ada").path("roles")).hasSize(1);
  }

  @Test
  void aCycleDoesNotForgetARequestWhoseAnswerGotLostMeanwhile() {
    during(Quirks.NONE, 5, () -> {
      world.service.change("Users", account("ada").put("title", "Chief"));
      world.http.failAfter("PATCH");
      provisionAda();
    });
    user("ada", true);
    user("bob", true);
    cycle();
    title("ada", "New");
    title("bob", "New");

    cycle();
    cycle();

    assertThat(world.log(tenant)).contains("whose outcome got lost");
  }

  @Test
  void aRequestLeavesAnEntryThatACycleIsWritingToTheCycle() {
    // After the search; the account was there before.
    during(Quirks.NONE.storingTwice(), 2, this::provisionAda);
    world.service.add("Users", JsonNodeFactory.instance.objectNode().put("userName", "ada"));
    department("Dep1", true);

    cycle();
    cycle();

    assertOneRole();
    assertThat(world.steps.trace())
        .anySatisfy(line -> assertThat(line).contains("ends: SKIPPED", "Other work on the entry"));
  }

  @Test
  void aCycleLeavesAnEntryThatARequestIsWritingToTheRequest() {
    during(Quirks.NONE.storingTwice(), 2, () -> elsewhere(tenant.outbound));
    world.service.add("Users", JsonNodeFactory.instance.objectNode().put("userName", "ada"));
    department("Dep1", true);
    elsewhere(tenant.inbound);

    provisionAda();
    cycle();

    assertOneRole();
  }

  @Test
  void aCycleLooksAgainAtAnEntryThatItLeftToARequestWithOlderValues() {
    during(Quirks.NONE, 3, () -> {
      user("ada", false);
      elsewhere(tenant.inbound, tenant.outbound);
      world.steps.killAt("after PATCH");
    });
    user("ada", true);
    cycle();
    title("ada", "New");
    elsewhere(tenant.inbound);

    provisionAda();
    world.steps.killing(0);
    assertThat(account("ada").path("active").booleanValue()).isTrue();
    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
  }

  @Test
  void theLogTellsWhatACycleWroteBesideARequestBeforeItsNodeWasKilled() {
    during(Quirks.NONE, 2, () -> {
      title("ada", "New");
      elsewhere(tenant.inbound);
      provisionAda();
      world.steps.killAt("after PATCH");
    });
    user("ada", true);
    title("ada", "Old");

    cycle();
    cycle();
    world.steps.killing(0);
    cycle();

    assertThat(account("ada").path("title").asString("")).isEqualTo("New");
    new Books(tenant, false, (right, fault) -> assertThat(right).as(fault).isTrue()).check();
  }

  @Test
  void aCreationByAKilledRequestThatACycleFindsIsCountedOnce() {
    for (int seed = 1; seed <= 20; seed++) {
      world.reset(new Random(seed), Quirks.NONE, () -> {});
      tenant = new Tenant(world, new Random(seed), false);
      user("ada", true);
      elsewhere(tenant.inbound);
      world.steps.killAt("after POST");
      world.steps.together(this::provisionAda, () -> elsewhere(tenant.outbound), 10, true);
      world.steps.killing(0);

      for (int i = 0; i < 2; i++) {
        world.clock.advance(Duration.ofHours(25));
        tenant.run();
      }

      assertThat(world.service.writes()).hasSize(1);
      String run = "seed " + seed + " ";
      new Books(
              tenant, false, (right, fault) -> assertThat(right).as(run + fault).isTrue())
          .check();
    }
  }

  @Test
  void aNodeThatStallsAtAnyTransactionCreatesNothingInTheDirectoryTwice() {
    // A node may give a sign of life at the moment in which it is taken for dead.
    for (Duration pause : List.of(Duration.ZERO, Tenant.DEAD.plusSeconds(1))) {
      for (int transaction = 1; transaction <= 12; transaction++) {
        begin(Quirks.NONE);
        user("ada", true);
        group("ada");
        world.steps.stallAt(transaction, () -> {
          world.clock.advance(pause);
          elsewhere(tenant.inbound);
        });

        elsewhere(tenant.inbound);
        elsewhere(tenant.inbound);

        assertThat(tenant.directory())
            .as("stalls at %s for %s", transaction, pause)
            .hasSize(2);
      }
    }
  }

  private Map<String, Long> counts() {
    return tenant.job(tenant.outbound).progress().history().entryCounts();
  }
}
