package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log tells of each change of references, also if its answer got lost or the target refused another one with it. */
@ResourceLock(World.NAME)
class LoggedReferencesTest extends FoundFaultsBase {

  /** @param provisioned whether the job learns the new id by a provisioning on demand, before the next cycle */
  private void moveAda(boolean provisioned) {
    world.service.move("Users", account("ada"));
    if (provisioned) {
      tenant.provision(tenant.find("User", "ada").orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMemberWhoGotAnotherIdAfterAnInterruptedAdditionIsLogged(boolean provisioned) {
    begin(Quirks.NONE);
    user("ada", true);
    group();
    cycle();
    cycle();
    group("ada");
    killAt("after PATCH /scim/Groups");
    moveAda(provisioned);

    cycle();
    cycle();

    assertThat(world.log(tenant))
        .contains("An earlier attempt, whose outcome got lost, has written 1 of members");
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void aManagerWhoGotAnotherIdAfterAnInterruptedWriteIsLogged() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    cycle();
    cycle();
    upload("User", "bob", withManager("ada"));
    killAt("after PATCH /scim/Users");
    moveAda(true);

    cycle();
    cycle();

    assertThat(world.log(tenant))
        .contains("An earlier attempt, whose outcome got lost, has written 1 of");
    assertThat(manager("bob")).isEqualTo(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void aRemovalIsLoggedThoughTheTargetRefusesThatUnderAFormerIdAfterIt() {
    begin(Quirks.NONE.refusingAbsent());
    user("ada", true);
    group("ada");
    cycle();
    cycle();
    String former = id("ada");
    world.service.move("Users", account("ada"));
    world.http.failAfter("members[value eq \\\"" + former, 501);
    world.http.refuse("\"op\":\"replace\"", 501);
    group();

    cycle();

    assertThat(members()).isEmpty();
    assertThat(world.log(tenant))
        .containsPattern("\"The target does not have .*" + id("ada") + ".* may have removed");
    cycle();
    assertNothingLeftToDo();
  }
}
