package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Users who change while the target hides their accounts. */
@ResourceLock(World.NAME)
class HiddenChangesTest extends FoundFaultsBase {

  private static final Set<ResetScope> FULL = Set.of(
      ResetScope.CONNECTOR_DATA_STORE,
      ResetScope.ESCROWS,
      ResetScope.WATERMARK,
      ResetScope.QUARANTINE_STATE);

  private void hiddenBob() {
    begin(QuirksBuilder.builder(Quirks.NONE).unique(Quirks.Uniqueness.NONE).build());
    user("bob", true);
    cycle();
    cycle();
    hide(id("bob"));
  }

  private void title(String title) {
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", title));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangeIsWrittenToTheAccountThatIsKnown(boolean restarted) {
    hiddenBob();
    title("Boss");
    if (restarted) {
      world.control().apply(tenant.outbound, new JobEvent.Restart(FULL));
    }

    cycle();

    assertThat(accounts()).containsExactly("bob");
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(world.log(tenant)).contains("so that no other one is created");
    assertNothingLeftToDo();
  }

  @Test
  void aFullRestartCreatesNobodyWhoIsHidden() {
    hiddenBob();
    world.control().apply(tenant.outbound, new JobEvent.Restart(FULL));

    cycle();

    assertThat(accounts()).containsExactly("bob");
    assertNothingLeftToDo();
    world.service.showAll();
    user("bob", false);
    cycle();
    assertThat(isActive("bob")).isFalse();
  }

  @Test
  void aRenamedAccountIsFoundUnderANewIdThoughTheSourceRenamedItToo() {
    begin(QuirksBuilder.builder(Quirks.NONE).unique(Quirks.Uniqueness.NONE).build());
    user("bob", true);
    cycle();
    cycle();
    world.service.move("Users", account("bob"));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("userName", "robert"));

    cycle();

    assertThat(accounts()).containsExactly("robert");
    assertNothingLeftToDo();
  }

  @Test
  void aRefusalToChangeWhatIsGoneIsTakenForItsAbsenceInTheEnd() {
    hiddenBob();
    ObjectNode former = account("bob");
    String path = "/scim/Users/" + former.path("id").stringValue();
    world.service.handle("DELETE", path, null);
    world.http.breakAt("PATCH " + path, () -> new HttpResult(400, null, new byte[0]));
    title("Boss");
    for (int i = 0; i < 12; i++) {
      cycle();
    }

    assertThat(accounts()).containsExactly("bob");
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertNothingLeftToDo();
  }
}
