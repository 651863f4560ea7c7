package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Accounts that the target had before the job, and that the job matches only after what refers to them. */
@ResourceLock(World.NAME)
class MatchedLaterTest extends FoundFaultsBase {

  private String earlier(String name) {
    world.service.add(
        "Users", JsonNodeFactory.instance.objectNode().put("userName", name).put("active", true));
    return id(name);
  }

  private static ObjectNode staff(String... ids) {
    ObjectNode group = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    for (String id : ids) {
      group.withArray("members").addObject().put("value", id);
    }
    return group;
  }

  /** Matches a group that has members from before the job. */
  private void matchGroupOf(String... ids) {
    world.service.add("Groups", staff(ids));
    group();
    cycle();
  }

  @Test
  void whoIsNotAMemberInTheSourceLeavesTheGroup() {
    begin(Quirks.NONE);
    String ada = earlier("ada");
    String zed = earlier("zed");
    matchGroupOf(ada, zed);
    assertThat(members()).containsExactly(ada, zed);
    user("ada", true);

    cycle();

    assertThat(members()).containsExactly(zed);
    assertNothingLeftToDo();
  }

  @Test
  void whoWasDisabledBeforeTheFirstCycleLeavesTheGroup() {
    begin(Quirks.NONE);
    String ada = earlier("ada");
    String zed = earlier("zed");
    user("ada", true);
    user("bob", false);
    earlier("bob");
    world.service.add("Groups", staff(ada, id("bob"), zed));
    group("ada");

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(members()).containsExactly(ada, zed);
    assertNothingLeftToDo();
  }

  @Test
  void whoIsDisabledWhenTheAccountIsMatchedLeavesTheGroup() {
    begin(Quirks.NONE);
    String zed = earlier("zed");
    matchGroupOf(earlier("bob"), zed);
    user("bob", false);

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(members()).containsExactly(zed);
    assertNothingLeftToDo();
  }

  @Test
  void whoIsDisabledAndAMemberInTheSourceStays() {
    begin(Quirks.NONE);
    String bob = earlier("bob");
    world.service.add("Groups", staff(bob));
    user("bob", false);
    group("bob");

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(members()).containsExactly(bob);
    assertNothingLeftToDo();
  }

  @Test
  void whoIsNoManagerInTheSourceIsNoneInTheTarget() {
    begin(Quirks.NONE);
    String boss = earlier("boss");
    String ada = earlier("ada");
    ObjectNode managed = account("ada").deepCopy();
    managed.putObject(SimulatedService.ENTERPRISE).putObject("manager").put("value", boss);
    world.service.change("Users", managed);
    user("ada", true);
    cycle();
    assertThat(id("ada")).isEqualTo(ada);
    assertThat(manager("ada")).isEqualTo(boss);
    user("boss", true);

    cycle();

    assertThat(manager("ada")).isEmpty();
    assertNothingLeftToDo();
  }

  @Test
  void aNewAccountCausesNoLookAtGroups() {
    begin(Quirks.NONE);
    matchGroupOf(earlier("zed"));
    int before = world.steps.trace().size();
    user("new", true);

    cycle();

    assertThat(accounts()).contains("new");
    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .noneMatch(step -> step.contains("/Groups"));
  }
}
