package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Users whose accounts have got each other's ids in the target. */
@ResourceLock(World.NAME)
class SwappedIdsTest extends SwappedIdsBase {

  private void title(String name) {
    upload("User", name, JsonNodeFactory.instance.objectNode().put("title", "Boss"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aLeaverIsDisabled(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    leave("User", "bob");

    cycle();

    assertThat(hasAccess("bob")).isFalse();
    assertThat(hasAccess("ada")).isTrue();
    assertMembers("ada");
    assertThat(world.log(tenant)).doesNotContain("EntryNotShown", "DuplicateSourceEntries");
    cycle();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aLeaverIsDeleted(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    deleteInsteadOfDisabling();
    rotate(follows, "ada", "bob");
    leave("User", "bob");

    cycle();

    assertThat(accounts()).containsExactlyInAnyOrder("ada", "cy");
    cycle();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  /** Nothing in the target tells any more whose id the other account has. */
  @ParameterizedTest
  @MethodSource("targets")
  void whoIsRenamedAsTheOtherIsDeletedKeepsTheAccount(boolean follows, boolean named) {
    leavesAndRenames(follows, named);

    cycle();

    assertRenamed();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoIsRenamedAsTheOtherIsDeletedKeepsTheAccountAfterAKill(boolean follows, boolean named) {
    leavesAndRenames(follows, named);
    killAt("after DELETE");

    cycle();
    cycle();

    assertRenamed();
  }

  private void leavesAndRenames(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    deleteInsteadOfDisabling();
    rotate(follows, "ada", "bob");
    leave("User", "ada");
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("userName", "bert"));
  }

  private void assertRenamed() {
    assertThat(accounts()).containsExactlyInAnyOrder("bert", "cy");
    cycle();
    assertMembers("bert");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aDisabledUserIsDisabled(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    user("bob", false);

    cycle();

    assertThat(hasAccess("bob")).isFalse();
    assertThat(hasAccess("ada")).isTrue();
    cycle();
    assertMembers("ada", "bob");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aLeaverOfThreeIsDisabled(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob", "cy");
    leave("User", "bob");

    cycle();

    assertThat(hasAccess("bob")).isFalse();
    assertThat(hasAccess("ada")).isTrue();
    assertThat(hasAccess("cy")).isTrue();
    cycle();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void allOfThreeLeave(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob", "cy");
    Stream.of("ada", "bob", "cy").forEach(name -> leave("User", name));

    cycle();
    cycle();

    assertThat(Stream.of("ada", "bob", "cy").filter(this::hasAccess)).isEmpty();
    assertMembers();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aLeaverIsDisabledAfterARestart(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    leave("User", "bob");
    world
        .control()
        .apply(
            tenant.outbound,
            new JobEvent.Restart(Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));

    cycle();
    cycle();

    assertThat(hasAccess("bob")).isFalse();
    assertThat(hasAccess("ada")).isTrue();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aLeaverIsDisabledAfterAKill(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    leave("User", "bob");
    killAt("PATCH");

    cycle();
    cycle();

    assertThat(hasAccess("bob")).isFalse();
    assertThat(hasAccess("ada")).isTrue();
    assertMembers("ada");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aLeaverWhoseFormerIdSomebodyHasWhoIsHiddenLosesAccess(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    world.service.hideFromSearches(id("ada"));
    leave("User", "bob");

    cycle();
    cycle();

    assertThat(hasAccess("ada")).isTrue();
    if (named) {
      assertThat(hasAccess("bob")).isFalse();
      assertThat(members()).doesNotContain(id("bob"));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aChangeGoesToTheAccountOfTheName(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    title("bob");

    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(account("ada").has("title")).isFalse();
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob", "cy");
    cycle();
    assertMembers("ada", "bob");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void bothChange(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    rotate(follows, "ada", "bob");
    title("bob");
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Clerk"));

    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(account("ada").path("title").stringValue()).isEqualTo("Clerk");
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob", "cy");
    cycle();
    assertMembers("ada", "bob");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whoComesBackGetsTheAccountOfTheName(boolean follows, boolean named) {
    hire(Quirks.NONE, named);
    user("bob", false);
    cycle();
    rotate(follows, "ada", "bob");
    user("bob", true);

    cycle();

    assertThat(hasAccess("bob")).isTrue();
    assertThat(hasAccess("ada")).isTrue();
    user("bob", false);
    cycle();
    assertThat(hasAccess("bob")).isFalse();
    assertThat(hasAccess("ada")).isTrue();
    assertNothingLeftToDo();
  }

  @Test
  void twoEntriesOfOneNameStillAreDuplicates() {
    hire(Quirks.NONE, true);
    user("dan", true);
    cycle();
    upload("User", "dan", JsonNodeFactory.instance.objectNode().put("userName", "bob"));
    cycle();

    assertThat(accounts()).doesNotHaveDuplicates().contains("bob");
    assertThat(world.failures()).isNotEmpty();
  }

  /** The job knows the former ids in the case in which they were made, and the present ones in that of searches. */
  @Test
  void membersWhoSwappedIdsAfterAnInterruptedAdditionStay() {
    begin(Quirks.NONE.withUpperIds());
    user("ada", true);
    user("bob", true);
    group();
    cycle();
    cycle();
    group("ada", "bob");
    killAt("after PATCH /scim/Groups");
    world.service.rotate("Users", List.of(id("ada"), id("bob")));

    cycle();
    cycle();

    assertThat(members())
        .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
        .containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingLeftToDo();
  }
}
