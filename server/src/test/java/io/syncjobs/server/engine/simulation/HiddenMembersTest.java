package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Members of groups in targets that hide some or all of them, and store one that is added again a second time. */
@ResourceLock(World.NAME)
class HiddenMembersTest extends FoundFaultsBase {

  private static final String REMOVAL = "\"op\":\"remove\",\"path\":\"members";

  private void hire(Quirks.Shown shown) {
    begin(Quirks.NONE.showing(shown).storingTwice());
    user("ada", true);
    user("bob", true);
    group();
    cycle();
  }

  private void purge(String name) {
    leave("User", name);
    world.clock.advance(Duration.ofDays(31));
    world.directory().removeExpired();
  }

  /** The target keeps references to accounts that are deleted, and shows one of them, which alone is left of what the job has written. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whoIsPurgedAtOnceLeavesAGroupThatHidesThem(int cycles) {
    begin(Quirks.NONE.showing(Quirks.Shown.PART).keepingReferences());
    user("ada", true);
    user("bob", true);
    group("ada");
    cycle();
    cycle();
    group("ada", "bob");
    IntStream.range(0, cycles).forEach(number -> cycle());
    purge("bob");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  /** The job learns the new id from the account before it comes to the group. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoHasANewIdLeavesAGroupThatHidesThem(boolean lost) {
    begin(Quirks.NONE.showing(Quirks.Shown.PART));
    user("ada", true);
    user("bob", true);
    group("ada");
    cycle();
    cycle();
    group("ada", "bob");
    if (lost) {
      killAt("after PATCH /scim/Groups");
    } else {
      cycle();
      cycle();
    }
    assertThat(members()).containsExactly(id("ada"), id("bob"));
    world.service.move("Users", account("bob"));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void aTargetThatShowsAllMembersAndDropsThemWithTheirAccountsIsNotAskedToRemoveThem() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
    purge("bob");
    int before = world.steps.trace().size();

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .noneMatch(step -> step.startsWith("PATCH /scim/Groups"));
  }

  @ParameterizedTest
  @EnumSource(names = {"PART", "NONE"})
  void nobodyIsAddedTwiceByARestart(Quirks.Shown shown) {
    hire(shown);
    group("ada", "bob");
    cycle();
    cycle();
    world
        .control()
        .apply(
            tenant.outbound,
            new JobEvent.Restart(Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingLeftToDo();
  }

  @Test
  void nobodyIsAddedTwiceWhomTheTargetRefusedToRemoveBefore() {
    hire(Quirks.Shown.NONE);
    group("ada");
    killAt("after PATCH /scim/Groups");
    group("ada", "bob");
    world.http.refuse(REMOVAL);
    cycle();
    assertThat(members()).containsExactly(id("ada"), id("bob"));
    assertThat(escrows()).isOne();
    assertThat(world.log(tenant)).contains("does not show whether it has them");
    world.http.refuse(null);

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingLeftToDo();
  }

  /** Some targets refuse to remove who is not there, and do not say that this is why. */
  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500})
  void whomTheTargetRefusesToRemoveTwiceIsAdded(int status) {
    hire(Quirks.Shown.NONE);
    group("ada");
    killAt("before PATCH /scim/Groups");
    world.http.refuse(REMOVAL, status);

    cycle();
    assertThat(members()).isEmpty();
    cycle();
    world.http.refuse(null);

    assertThat(members()).containsExactly(id("ada"));
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void whoGotANewIdAfterALostAttemptIsNotAddedTwice() {
    hire(Quirks.Shown.NONE);
    group("ada");
    killAt("after PATCH /scim/Groups");
    world.service.move("Users", account("ada"));

    cycle();

    assertThat(members()).containsExactly(id("ada"));
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }
}
