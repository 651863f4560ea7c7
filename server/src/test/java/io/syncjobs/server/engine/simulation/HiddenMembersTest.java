package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
