package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.net.SocketException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** References to accounts whose ids have changed in the target, of which the job has not learnt when it writes them. */
@ResourceLock(World.NAME)
class StaleIdsTest extends FoundFaultsBase {

  private void hire(Quirks quirks) {
    begin(quirks);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "cy");
    cycle();
    cycle();
  }

  /** Gives an account another id, and answers a reference to the former one with a status. */
  private void move(String name, int status) {
    String former = id(name);
    world.service.move("Users", account(name));
    world.http.breakAt(
        "\"value\":\"" + former + "\"",
        () -> status == 204
            ? new HttpResult(204, null, new byte[0])
            : SimulatedService.error(status, null, "No such user"));
  }

  /** Targets that refuse references to nobody, or ignore them, and show all members or none. */
  static Stream<Arguments> targets() {
    Quirks hiding = Quirks.NONE.showing(Quirks.Shown.NONE);
    return Stream.of(Quirks.NONE, hiding)
        .flatMap(quirks -> Stream.of(400, 404, 204).map(status -> Arguments.of(quirks, status)));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aNewMemberIsAddedUnderTheNewId(Quirks quirks, int status) {
    hire(quirks);
    move("bob", status);
    group("ada", "bob", "cy");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    cycle();
    assertNothingLeftToDo();
    group("ada");
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void anotherManagerIsSetUnderTheNewId(Quirks quirks, int status) {
    hire(quirks);
    upload("User", "ada", withManager("cy"));
    cycle();
    cycle();
    move("bob", status);
    upload("User", "ada", withManager("bob"));

    cycle();

    assertThat(manager("ada")).isEqualTo(id("bob"));
    cycle();
    assertNothingLeftToDo();
  }

  /** Answers that may be due to anything, so that ids are looked at by the next attempt. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 500, 503})
  void idsAreLookedAtAfterAnyFailure(int status) {
    hire(Quirks.NONE);
    upload("User", "ada", withManager("cy"));
    cycle();
    move("bob", status);
    group("ada", "bob", "cy");
    upload("User", "ada", withManager("bob"));

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void aChangeOfWhomAReferenceFoundGoesToTheNewId() {
    hire(Quirks.NONE);
    move("bob", 400);
    group("ada", "bob");
    cycle();
    title("bob");

    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob", "cy");
    assertNothingLeftToDo();
  }

  private void title(String name) {
    upload("User", name, JsonNodeFactory.instance.objectNode().put("title", "Boss"));
  }

  /** The target takes any id, so that only the other account tells that ids have changed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void idsAreCheckedOnceAnotherAccountIsSeenToHaveANewOne(boolean reassigned) {
    hire(Quirks.NONE);
    ObjectNode former = account("bob").deepCopy();
    world.service.move("Users", account("bob"));
    if (reassigned) {
      world.service.change("Users", former.put("userName", "eve").put("externalId", "eve"));
    }
    world.service.move("Users", account("cy"));
    title("cy");
    group("ada", "bob", "cy");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    cycle();
    assertNothingLeftToDo();
  }

  /** The target takes any id, and nothing but references has changed. */
  @Test
  void aFirstLookFindsOutThatAllIdsHaveChanged() {
    hire(Quirks.NONE);
    Stream.of("ada", "bob", "cy").forEach(name -> world.service.move("Users", account(name)));
    group("ada", "bob", "cy");
    upload("User", "cy", withManager("bob"));

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    cycle();
    assertThat(manager("cy")).isEqualTo(id("bob"));
    assertNothingLeftToDo();
  }

  /** The target takes any id, and does not answer who has the former one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoCannotBeLookedAtIsReferredToUnderTheNewIdLater(boolean reassigned) {
    hire(Quirks.NONE);
    ObjectNode former = account("bob").deepCopy();
    world.service.move("Users", account("bob"));
    if (reassigned) {
      world.service.change("Users", former.put("userName", "eve").put("externalId", "eve"));
    }
    world.http.breakAt("GET /scim/Users/" + former.path("id").stringValue(), () -> {
      throw new SocketException("Connection reset");
    });
    group("ada", "bob", "cy");
    upload("User", "cy", withManager("bob"));
    cycle();
    world.http.breakAt(null, null);

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    assertThat(manager("cy")).isEqualTo(id("bob"));
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void ordinaryTargetsAreAskedOnceForEachMemberWhoComesOrGoes() {
    hire(Quirks.NONE);
    user("dan", true);
    cycle();
    int before = world.steps.trace().size();
    group("ada", "bob", "dan");

    cycle();

    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .filteredOn(step -> step.matches("GET /scim/Users.*"))
        .map(step -> step.replace(" -> 200", ""))
        .containsExactlyInAnyOrder(Stream.of("bob", "cy", "dan")
            .map(this::id)
            .map("GET /scim/Users/"::concat)
            .toArray(String[]::new));
  }

  /** Users whom the cycle has written or read already cost no further request. */
  @Test
  void ordinaryTargetsAreNotAskedForMembersWhoWereJustChanged() {
    hire(Quirks.NONE);
    user("dan", true);
    title("bob");
    int before = world.steps.trace().size();
    group("ada", "bob", "cy", "dan");

    cycle();

    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .filteredOn(step -> step.matches("GET /scim/Users/.*"))
        .hasSize(1);
  }

  @Test
  void aMemberIsAddedUnderTheNewIdByARunThatHasNotReadTheAccounts() {
    begin(Quirks.NONE);
    user("bob", true);
    group("bob");
    killAt("after GET /scim/Groups/");
    assertThat(members()).isEmpty();
    world.service.move("Users", account("bob"));

    cycle();

    assertThat(members()).containsExactly(id("bob"));
    assertNothingLeftToDo();
  }

  @Test
  void aMemberWhoChangedAfterAnInitialCycleBeganIsAddedUnderTheNewId() {
    begin(Quirks.NONE);
    user("bob", true);
    cycle();
    group("bob");
    world.control().apply(tenant.outbound, new JobEvent.Restart(Set.of(ResetScope.WATERMARK)));
    killAt("before GET /scim/");
    title("bob");
    world.service.move("Users", account("bob"));

    cycle();

    assertThat(members()).containsExactly(id("bob"));
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void aMemberWhoIsGoneIsCreatedAgainAndAdded() {
    hire(Quirks.NONE);
    String former = id("bob");
    world.service.handle("DELETE", "/scim/Users/" + former, null);
    world.http.breakAt(
        "\"value\":\"" + former + "\"", () -> SimulatedService.error(400, null, "No such user"));
    group("ada", "bob");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    cycle();
    assertNothingLeftToDo();
  }

  /** References are stored as searches showed the id, in another case than the account has it. */
  @Test
  void aMemberWithAnIdInAnotherCaseIsRemovedUnderANewId() {
    begin(Quirks.NONE.withUpperIds());
    world.service.add(
        "Users", JsonNodeFactory.instance.objectNode().put("userName", "bob").put("active", true));
    user("bob", true);
    group("bob");
    cycle();
    cycle();
    assertThat(members()).containsExactly(id("bob").toUpperCase(Locale.ROOT));
    world.service.move("Users", account("bob"));
    assertThat(members()).containsExactly(id("bob"));
    group();

    cycle();

    assertThat(members()).isEmpty();
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void aMemberWhomTheTargetHidesIsRemovedUnderANewIdThoughOthersAreShown() {
    hire(Quirks.NONE.showing(Quirks.Shown.PART));
    group("ada", "bob", "cy");
    cycle();
    cycle();
    world.service.move("Users", account("bob"));
    group("ada", "cy");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void whoHasTheNameOfARemovedMemberIsNotTakenForThem() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("ada", "bob", "cy");
    cycle();
    cycle();
    world.service.handle("DELETE", "/scim/Users/" + id("bob"), null);
    world.service.change("Users", account("cy").deepCopy().put("userName", "bob"));
    String cy = id("bob");
    group("ada", "cy");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), cy);
    title("bob");
    cycle();
    assertThat(account("bob").has("title")).isFalse();
  }
}
