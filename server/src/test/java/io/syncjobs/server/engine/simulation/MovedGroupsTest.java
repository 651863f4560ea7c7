package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import io.syncjobs.server.job.progress.Execution;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Groups and accounts that the target shows under another id, with only some of what was written to the former one. */
@ResourceLock(World.NAME)
class MovedGroupsTest extends FoundFaultsBase {

  /** How much of the members the target shows, whether it refuses to remove absent ones, and whether the job is restarted. */
  static Stream<Arguments> targets() {
    return Stream.of(Quirks.Shown.values())
        .flatMap(shown -> Stream.of(Quirks.NONE, Quirks.NONE.refusingAbsent())
            .map(quirks -> quirks.showing(shown)))
        .flatMap(
            quirks -> Stream.of(true, false).map(restarted -> Arguments.of(restarted, quirks)));
  }

  private void staff(Quirks quirks) {
    world.reset(new Random(1), quirks, () -> {});
    tenant = new Tenant(world, new Random(1), true);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada");
    cycle();
    group("ada", "bob", "cy");
    cycle();
    cycle();
    cycle();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
  }

  private ObjectNode theGroup() {
    return world.service.all("Groups").get(0);
  }

  private void moveTheGroup(boolean restarted) {
    world.service.move("Groups", theGroup());
    if (restarted) {
      world
          .control()
          .apply(
              tenant.outbound,
              new JobEvent.Restart(Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoLeavesAGroupUnderANewIdIsRemoved(boolean restarted, Quirks quirks) {
    staff(quirks);
    moveTheGroup(restarted);
    group("ada", "cy");

    cycle();
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoIsDeletedLeavesAGroupUnderANewId(boolean restarted, Quirks quirks) {
    staff(quirks);
    moveTheGroup(restarted);
    leave("User", "bob");

    cycle();
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertNothingLeftToDo();
  }

  /** Behind the former id of a member that was seen under another one is nobody, so that its removal is asked for only once. */
  @Test
  void aRemovalUnderTheFormerIdOfAMemberIsNotLoggedAsDoneIfTheTargetRefusesIt() {
    begin(Quirks.NONE);
    user("ada", true);
    group("ada");
    cycle();
    cycle();
    String former = id("ada");
    world.service.move("Users", account("ada"));
    world.http.refuse("members[value eq \\\"" + former);
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    int before = world.service.writes().size();
    long counted = 0;

    for (int i = 0; i < 3; i++) {
      cycle();
      Execution last = tenant.job(tenant.outbound).progress().history().last();
      counted += last == null ? 0 : last.counters().exported();
    }

    assertThat(counted).isEqualTo(world.service.writes().size() - before);
    assertThat(world.log(tenant))
        .contains("answered with an error to the removal of 1 of members: " + former)
        .doesNotContain("and removed 1 of members");
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  /** @param shell whether the target shows something under the former id */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGroupUnderANewIdIsNotDeletedInPlaceOfAFormerOneOfItsNameThatWasNeverCreated(boolean shell) {
    begin(Quirks.NONE);
    user("ada", true);
    world.http.refuse("\"displayName\":\"Staff\"");
    group("ada");
    cycle();
    world.http.refuse(null);
    leave("Group", "staff");
    ObjectNode again = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    again.putArray("members").addObject().put("value", "ada");
    upload("Group", "crew", again);
    cycle();
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    String former = theGroup().path("id").stringValue();
    world.service.move("Groups", theGroup());
    String now = theGroup().path("id").stringValue();
    if (shell) {
      world.service.change("Groups", JsonNodeFactory.instance.objectNode().put("id", former));
    }

    cycle();
    cycle();
    cycle();

    assertThat(world.service.all("Groups")).anySatisfy(group -> {
      assertThat(group.path("id").asString("")).isEqualTo(now);
      assertThat(group.path("members")).hasSize(1);
    });
    assertNothingLeftToDo();
  }

  /** Whether the target has moved a group, and whether it shows something under its former id. */
  enum Move {
    NONE,
    PLAIN,
    LEAVING_SHELL
  }

  static Stream<Arguments> namesakes() {
    return Stream.of(Quirks.NONE, Quirks.NONE.foldingCase())
        .flatMap(quirks -> Stream.of(Move.values()).map(move -> Arguments.of(move, quirks)));
  }

  @ParameterizedTest
  @MethodSource("namesakes")
  void aGroupIsNotDeletedInPlaceOfAFormerOneOfItsNameAfterARestartThatForgotBoth(
      Move move, Quirks quirks) {
    begin(quirks);
    user("ada", true);
    group("ada");
    cycle();
    leave("Group", "staff");
    ObjectNode again = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    again.putArray("members").addObject().put("value", "ada");
    upload("Group", "crew", again);
    world.http.failAfter("DELETE");
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    String former = theGroup().path("id").stringValue();
    if (move != Move.NONE) {
      world.service.move("Groups", theGroup());
    }
    String now = theGroup().path("id").stringValue();
    if (move == Move.LEAVING_SHELL) {
      world.service.change("Groups", JsonNodeFactory.instance.objectNode().put("id", former));
    }
    world
        .control()
        .apply(
            tenant.outbound,
            new JobEvent.Restart(Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));

    cycle();
    cycle();
    cycle();

    assertThat(world.service.all("Groups")).anySatisfy(group -> {
      assertThat(group.path("id").asString("")).isEqualTo(now);
      assertThat(group.path("members")).hasSize(1);
    });
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theLogSaysWhatIsAssumedOfAGroupUnderANewId(boolean restarted, Quirks quirks) {
    staff(quirks);
    moveTheGroup(restarted);
    ObjectNode group = theGroup().deepCopy();
    ((ArrayNode) group.path("members"))
        .removeIf(each -> !each.path("value").asString("").equals(id("ada")));
    world.service.change("Groups", group);
    group("ada", "cy");

    cycle();
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertThat(world.log(tenant)).containsPattern("assumed to be gone|says that it does not have");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoHasANewIdTooIsRemoved(boolean restarted, Quirks quirks) {
    staff(quirks);
    Stream.of("ada", "bob", "cy").forEach(name -> world.service.move("Users", account(name)));
    moveTheGroup(restarted);
    group("ada", "cy");

    cycle();
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void whatAnAccountUnderANewIdHidesIsRemoved(Quirks.Shown shown) {
    staff(Quirks.NONE.showing(shown));
    upload(
        "User",
        "bob",
        withManager("ada").put("userName", "bob").put("active", true).put("title", "Boss"));
    cycle();
    cycle();
    assertThat(account("bob").path("entitlements")).isNotEmpty();
    world.service.move("Users", account("bob"));
    ObjectNode none = JsonNodeFactory.instance.objectNode().putNull("title");
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);

    cycle();
    cycle();

    assertThat(manager("bob")).isEmpty();
    assertThat(account("bob").path("entitlements")).isEmpty();
    assertThat(account("bob").path("title").asString("")).isEmpty();
    assertNothingLeftToDo();
  }
}
