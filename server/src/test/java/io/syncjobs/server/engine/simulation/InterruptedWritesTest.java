package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import io.syncjobs.server.job.secret.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes of a node that died before it stored their outcome, where the next attempt at the entry has nothing to write. The log tells of them all the same. */
@ResourceLock(World.NAME)
class InterruptedWritesTest extends FoundFaultsBase {

  private void assertEachWriteIsLogged() {
    new Books(tenant, true, (right, fault) -> assertThat(right).as(fault).isTrue()).check();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGroupThatAKilledNodeCreatedAgainIsNotTakenForTheDeletedOne(boolean withExternalId) {
    begin(Quirks.NONE);
    if (!withExternalId) {
      mapGroups(mappings -> mappings.removeIf(
          each -> each.path("targetAttributeName").asString("").equals("externalId")));
    }
    user("ada", true);
    user("bob", true);
    group("ada");
    cycle();
    cycle();
    world.control().apply(tenant.outbound, new JobEvent.Pause());
    leave("Group", "staff");
    group("ada", "bob");
    cycle();
    cycle();
    world.control().apply(tenant.outbound, new JobEvent.Start());
    killAt("after POST /scim/Groups");
    List<String> created = groups();
    assertThat(created).hasSize(1);

    cycle();

    assertThat(groups()).isEqualTo(created);
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    cycle();
    assertThat(groups()).isEqualTo(created);
    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  /** A late read could show what was removed. */
  @Test
  void aMemberWhoseRemovalWasInterruptedIsAddedAgainThoughTheTargetShowsTheIdInAnotherCase() {
    begin(QuirksBuilder.builder(Quirks.NONE).upperIds(true).build());
    user("ada", true);
    group("ada");
    cycle();
    cycle();
    group();
    killAt("before PATCH /scim/Groups");
    group("ada");
    int before = world.steps.trace().size();

    cycle();

    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .anyMatch(step -> step.startsWith("PATCH /scim/Groups") && step.contains("\"op\":\"add\""));
    assertThat(members()).containsExactly(id("ada"));
    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  private List<String> groups() {
    return world.service.all("Groups").stream()
        .map(group -> group.path("id").asString(""))
        .toList();
  }

  /** Lets the job find an account of somebody who left before it knew. */
  private void leftBefore(boolean deletes) {
    begin(Quirks.NONE);
    world.control().apply(tenant.outbound, new JobEvent.Pause());
    user("bob", true);
    cycle();
    world.service.add(
        "Users", JsonNodeFactory.instance.objectNode().put("userName", "bob").put("active", true));
    if (deletes) {
      deleteInsteadOfDisabling();
    }
    leave("User", "bob");
    world.control().apply(tenant.outbound, new JobEvent.Start());
  }

  @Test
  void theDeletionOfAnAccountThatTheJobNeverProvisionedIsLogged() {
    leftBefore(true);
    killAt("after DELETE /scim/Users");
    assertThat(accounts()).isEmpty();

    cycle();

    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDisablingOfAnAccountThatTheJobNeverProvisionedIsLoggedAfterItsEntryLeft(boolean purged) {
    leftBefore(false);
    killAt("after PATCH /scim/Users");
    assertThat(isActive("bob")).isFalse();
    if (purged) {
      world.clock.advance(Duration.ofDays(31));
      world.directory().removeExpired();
    } else {
      scopeToStaff();
    }

    cycle();
    cycle();

    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  @Test
  void theDeletionOfAnAccountThatTheJobNeverProvisionedIsLoggedIfOnlyItsAnswerGotLost() {
    leftBefore(true);
    world.http.failAfter("DELETE /scim/Users");

    cycle();
    cycle();

    assertThat(accounts()).isEmpty();
    assertEachWriteIsLogged();
  }

  @Test
  void theDeletionOfAnAccountUnderItsNewIdIsLoggedWithThat() {
    begin(Quirks.NONE);
    deleteInsteadOfDisabling();
    user("bob", true);
    cycle();
    cycle();
    world.service.move("Users", account("bob"));
    leave("User", "bob");
    killAt("after DELETE /scim/Users");
    assertThat(accounts()).isEmpty();

    cycle();

    assertEachWriteIsLogged();
  }

  @Test
  void theDeletionOfAnAccountThatAKilledNodeCreatedIsLogged() {
    begin(Quirks.NONE);
    deleteInsteadOfDisabling();
    user("bob", true);
    killAt("after POST /scim/Users");
    leave("User", "bob");
    cycle();
    killAt("after DELETE /scim/Users");
    assertThat(accounts()).isEmpty();

    cycle();

    assertEachWriteIsLogged();
  }

  @Test
  void aDisablingIsLoggedThoughTheEntryIsKeptOutOfScopeAfterwards() {
    begin(Quirks.NONE);
    world
        .secrets()
        .replace(
            tenant.outbound.owner(),
            version -> true,
            List.of(
                new Secret(Secret.BASE_ADDRESS, "https://target.example/scim"),
                new Secret(Secret.SECRET_TOKEN, "token"),
                new Secret("SkipOutOfScopeDeletions", "True")));
    user("bob", true);
    cycle();
    cycle();
    user("bob", false);
    killAt("after PATCH /scim/Users");
    assertThat(isActive("bob")).isFalse();
    scopeToStaff();

    cycle();

    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  @Test
  void theSecondWriteOfAHiddenManagerIsLogged() {
    begin(Quirks.NONE.showing(Quirks.Shown.NONE));
    user("ada", true);
    user("bob", true);
    cycle();
    upload("User", "bob", withManager("ada"));
    cycle();
    int writes = world.service.writes().size();
    world.http.cutAnswerTo("PATCH /scim/Users");
    cycle();
    assertThat(world.service.writes()).hasSizeGreaterThan(writes);

    cycle();
    cycle();

    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  @Test
  void aManagerWhoIsOnlyWrittenWhereThereIsNoneIsLogged() {
    begin(Quirks.NONE);
    mapUsers(mappings -> mappings.forEach(mapping -> {
      if (mapping.path("targetAttributeName").asString("").endsWith(":manager")) {
        ((ObjectNode) mapping).put("flowType", "AttributeAddOnly");
      }
    }));
    user("ada", true);
    user("bob", true);
    cycle();
    upload("User", "bob", withManager("ada"));
    killAt("after PATCH /scim/Users");
    assertThat(manager("bob")).isEqualTo(id("ada"));

    cycle();

    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  @Test
  void aMemberWhoIsAddedAgainAfterARestartIsLogged() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) group.path("members"))
        .removeIf(member -> member.path("value").asString("").equals(id("bob")));
    world.service.change("Groups", group);
    world
        .control()
        .apply(
            tenant.outbound,
            new JobEvent.Restart(
                EnumSet.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));
    killAt(
        "after PATCH /scim/Groups/" + group.path("id").stringValue()
            + " {\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"add\"");
    assertThat(members()).hasSize(2);

    cycle();

    assertEachWriteIsLogged();
    assertNothingLeftToDo();
  }

  private void rename(String user, String name, boolean active) {
    upload(
        "User",
        user,
        JsonNodeFactory.instance.objectNode().put("userName", name).put("active", active));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAccountThatAKilledNodeCreatedIsFoundByTheNameThatAnotherKilledNodeGaveIt(boolean active) {
    begin(Quirks.NONE);
    user("ada", true);
    killAt("after POST /scim/Users");
    rename("ada", "adele", active);
    cycle();
    killAt("after PATCH /scim/Users");
    assertThat(accounts()).containsExactly("adele");
    rename("ada", "agnes", active);

    cycle();
    cycle();

    assertThat(accounts()).containsExactly("agnes");
    assertThat(isActive("agnes")).isEqualTo(active);
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAccountUnderANewIdIsFoundByTheNameThatAKilledNodeGaveIt(boolean active) {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    cycle();
    world.service.move("Users", account("ada"));
    rename("ada", "adele", active);
    killAt("after PATCH /scim/Users");
    assertThat(accounts()).containsExactly("adele");
    rename("ada", "agnes", active);

    cycle();
    cycle();

    assertThat(accounts()).containsExactly("agnes");
    assertThat(isActive("agnes")).isEqualTo(active);
    assertNothingLeftToDo();
  }

  @Test
  void anAccountIsRememberedThatWasCreatedWithAnErrorIfTheRepeatedAttemptFailsBeforeItSeesThat() {
    world.reset(new Random(1), Quirks.NONE, () -> {
      List<String> trace = world.steps.trace();
      if (!trace.isEmpty() && trace.get(trace.size() - 1).startsWith("POST /scim/Users")) {
        world.http.cutAnswerTo("GET /scim/Users");
      }
    });
    tenant = new Tenant(world, new Random(1), false);
    user("ada", true);
    world.http.failAfter("POST /scim/Users", 503);
    cycle();
    assertThat(accounts()).containsExactly("ada");
    assertThat(escrows()).isEqualTo(1);
    scopeToStaff();

    cycle();
    cycle();

    assertThat(isActive("ada")).isFalse();
    assertNothingLeftToDo();
  }
}
