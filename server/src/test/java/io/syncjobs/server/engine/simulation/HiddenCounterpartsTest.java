package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Users and groups that left and that the target hides, shows under another id, or no longer has. */
@ResourceLock(World.NAME)
class HiddenCounterpartsTest extends FoundFaultsBase {

  /** Attempts until a counterpart is taken for gone, and some more. */
  private static final int CYCLES = 13;

  private static final HttpResult NOT_FOUND = new HttpResult(404, null, new byte[0]);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoLeavesIsDisabledThoughTheTargetShowsHimNowhere(boolean restarted) {
    hireAdaAndBob(Quirks.NONE);
    hide(id("bob"));
    user("bob", false);
    if (restarted) {
      world
          .control()
          .apply(
              tenant.outbound,
              new JobEvent.Restart(Set.of(ResetScope.CONNECTOR_DATA_STORE, ResetScope.WATERMARK)));
    }

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(world.log(tenant)).contains("took the write to the id that is known");
    assertNothingLeftToDo();
  }

  @Test
  void whoLeavesIsDeletedThoughTheTargetShowsHimNowhere() {
    hireAdaAndBob(Quirks.NONE);
    deleteInsteadOfDisabling();
    hide(id("bob"));
    leave("User", "bob");

    cycle();

    assertThat(accounts()).containsExactly("ada");
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void whoLeavesBeforeTheTargetShowsTheNewAccountIsDisabled() {
    begin(Quirks.NONE.late(Duration.ofHours(2)));
    user("bob", true);
    world.clock.advance(Duration.ofHours(25));
    tenant.run();
    user("bob", false);

    tenant.run();

    assertThat(isActive("bob")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoLeavesIsLookedForUntilTheTargetShowsHimAgain(boolean deleted) {
    hireAdaAndBob(Quirks.NONE);
    if (deleted) {
      deleteInsteadOfDisabling();
    }
    String id = id("bob");
    hide(id);
    world.http.breakAt(
        "/Users/" + id, () -> deleted ? new HttpResult(410, null, new byte[0]) : NOT_FOUND);
    leave("User", "bob");
    for (int i = 0; i < 5; i++) {
      cycle();
    }
    assertThat(isActive("bob")).isTrue();
    assertThat(escrows()).isZero();
    assertThat(world.log(tenant)).contains("looked for again later", "hidden from the job's token");
    world.service.showAll();
    world.http.breakAt(null, null);

    cycle();

    assertThat(deleted ? accounts().contains("bob") : isActive("bob")).isFalse();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"User", "Group", "purged User"})
  void whatTheTargetHasDeletedIsTakenForGoneInTheEnd(String kind) {
    hireAdaAndBob(Quirks.NONE);
    boolean group = kind.equals("Group");
    String path = group
        ? "/scim/Groups/" + world.service.all("Groups").get(0).path("id").asString("")
        : "/scim/Users/" + id("bob");
    world.service.handle("DELETE", path, null);
    world.http.breakAt(path, () -> NOT_FOUND);
    leave(group ? "Group" : "User", group ? "staff" : "bob");
    if (kind.startsWith("purged")) {
      cycle();
      leave("User", "bob");
    }
    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }

    assertThat(world.log(tenant)).contains("assumed to be gone", "end its access by hand");
    assertNothingLeftToDo();
  }

  @Test
  void whoLeavesIsFoundUnderANewIdThoughTheAccountWasRenamed() {
    hireAdaAndBob(Quirks.NONE);
    tenant.change(
        "User",
        tenant.find("User", "bob").orElseThrow().id(),
        Map.of("mailNickname", StringNode.valueOf("b.o.b")));
    cycle();
    ObjectNode moved = world.service.move("Users", account("bob"));
    world.service.change("Users", moved.put("userName", "robert"));
    user("bob", false);

    cycle();

    assertOnlyAdaIsActive();
    assertNothingLeftToDo();
  }

  @Test
  void whoLeavesIsFoundUnderANewIdInUpperCaseByASearchThatHeedsCase() {
    hireAdaAndBob(Quirks.NONE);
    ObjectNode moved = world.service.move("Users", account("bob"));
    world.service.change("Users", moved.put("userName", "BOB"));
    world.service.heedCase();
    user("bob", false);

    cycle();

    assertOnlyAdaIsActive();
  }

  @Test
  void whoLeavesIsFoundUnderANewIdThoughTheNameChangedInTheSourceToo() {
    hireAdaAndBob(Quirks.NONE);
    world.service.move("Users", account("bob"));
    upload(
        "User",
        "bob",
        JsonNodeFactory.instance.objectNode().put("userName", "robert").put("active", false));

    cycle();

    assertOnlyAdaIsActive();
  }

  private void assertOnlyAdaIsActive() {
    assertThat(world.service.all("Users")).hasSize(2);
    assertOnlyAdaHasAccess();
  }

  @Test
  void aDeletedGroupIsDeletedUnderANewIdToo() {
    hireAdaAndBob(Quirks.NONE);
    world.service.move("Groups", world.service.all("Groups").get(0));
    leave("Group", "staff");

    cycle();

    assertThat(world.service.all("Groups")).isEmpty();
    assertNothingLeftToDo();
  }

  @Test
  void twoAccountsOfTheNameAreToldAtEachAttempt() {
    hireAdaAndBob(Quirks.NONE);
    ObjectNode moved = world.service.move("Users", account("bob"));
    world.service.add("Users", moved.deepCopy());
    user("bob", false);

    for (int i = 0; i < 3; i++) {
      cycle();
    }

    assertThat(failures())
        .hasSize(3)
        .allMatch(event -> event.contains("\"code\":\"DuplicateTargetEntries\""));
    assertThat(attempts()).isEqualTo(3);
  }

  private int attempts() {
    return world
        .jdbc()
        .sql("SELECT max(failures) FROM known_entries WHERE tenant_id = :tenant")
        .param("tenant", tenant.id)
        .query(Integer.class)
        .single();
  }

  @Test
  void aWithdrawalThatOnlySearchesShowSucceeds() {
    hireAdaAndBob(Quirks.NONE);
    upload("User", "bob", withManager("ada").put("userName", "bob"));
    cycle();
    world.service.hideFromReads(id("bob"));
    user("bob", false);

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(failures()).isEmpty();
    assertNothingLeftToDo();
  }

  @Test
  void aWithdrawalWithoutEffectIsSeenInSearchesToo() {
    hireAdaAndBob(Quirks.NONE);
    world.service.hideFromReads(id("bob"));
    world.http.breakAt(
        "PATCH /scim/Users/" + id("bob"), () -> new HttpResult(204, null, new byte[0]));
    user("bob", false);

    cycle();

    assertThat(failures().toString()).contains("with success, but still shows active true");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 400, 500})
  void aFailedAttemptCountsOnceWhateverItsStatus(int status) {
    hireAdaAndBob(Quirks.NONE);
    upload("User", "bob", withManager("ada").put("userName", "bob"));
    cycle();
    String id = id("bob");
    world.service.hideFromReads(id);
    world.http.refuse("PATCH /scim/Users/" + id, status);
    user("bob", false);
    upload("User", "bob", withManager("bob"));

    cycle();

    assertThat(attempts()).isOne();
    assertThat(escrows()).isOne();
    assertThat(failures().toString())
        .contains(status == 404 ? "has none of its id to change" : "Not here");
  }
}
