package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes that a target answers with success and has not made, or shows late. */
@ResourceLock(World.NAME)
class UnheededWritesTest extends FoundFaultsBase {

  private static final HttpResult NO_CONTENT = new HttpResult(204, null, new byte[0]);

  private void hire(Quirks quirks) {
    begin(quirks);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
  }

  private boolean isActive() {
    return account("ada").path("active").booleanValue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoLeavesIsDisabledThoughTheTargetSaysThatItHasBefore(boolean shows) {
    hire(Quirks.NONE);
    world.http.breakAt(
        "PATCH /scim/Users/" + id("ada"),
        () -> shows ? SimulatedService.answer(200, account("ada")) : NO_CONTENT);
    user("ada", false);

    cycle();

    assertThat(escrows()).isOne();
    assertThat(world.failures()).contains("with success, but still shows active true");
    world.http.breakAt(null, null);
    cycle();
    assertThat(isActive()).isFalse();
    assertNothingLeftToDo();
  }

  @Test
  void aTargetThatShowsItLateIsNotWrittenTwice() {
    hire(Quirks.NONE.late(Duration.ofMinutes(30)));
    world.http.breakAt("PATCH /scim/Users/" + id("ada"), () -> {
      world.service.change("Users", account("ada").deepCopy().put("active", false));
      return NO_CONTENT;
    });
    user("ada", false);
    cycle();
    assertThat(escrows()).isOne();
    int before = world.steps.trace().size();

    cycle();

    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .noneMatch(step -> step.startsWith("PATCH"));
    assertNothingLeftToDo();
  }

  @Test
  void whomTheTargetKeepsEnabledIsDisabledWhenItIsMended() {
    hire(Quirks.NONE);
    world.http.breakAt("PATCH /scim/Users/" + id("ada"), () -> NO_CONTENT);
    user("ada", false);

    assertKept();

    assertThat(isActive()).isFalse();
    assertNothingLeftToDo();
  }

  /** Goes through more attempts than it takes to give up what isn't shown, and mends the target. */
  private void assertKept() {
    for (int i = 0; i < 14; i++) {
      cycle();
    }
    assertThat(escrows()).isOne();
    assertThat(world.log(tenant))
        .contains("still shows", "Access is kept after many attempts")
        .doesNotContain("assumed");
    assertThat(broken()).isGreaterThan(12);
    long before = broken();
    world.clock.advance(Duration.ofHours(1));
    tenant.runDue(false);
    assertThat(broken()).isEqualTo(before);
    world.http.breakAt(null, null);
    cycle();
  }

  private long broken() {
    return world.steps.trace().stream()
        .filter(step -> step.endsWith(" is broken"))
        .count();
  }

  @Test
  void aMemberWhomTheTargetKeepsIsRemovedWhenItIsMended() {
    hire(Quirks.NONE);
    world.http.breakAt("\"op\":\"remove\"", () -> NO_CONTENT);
    group("bob");

    assertKept();

    assertThat(members()).isEqualTo(List.of(id("bob")));
    assertNothingLeftToDo();
  }

  @Test
  void aManagerWhomTheTargetKeepsIsRemovedWhenItIsMended() {
    hire(Quirks.NONE);
    upload("User", "ada", withManager("bob"));
    cycle();
    cycle();
    world.http.breakAt("\"op\":\"remove\"", () -> NO_CONTENT);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "ada", none);

    assertKept();

    assertThat(manager("ada")).isEmpty();
    assertNothingLeftToDo();
  }

  @Test
  void whomTheTargetDoesNotRenameIsFoundByTheNameThatItShows() {
    hire(Quirks.NONE);
    world.http.breakAt("\"path\":\"userName\"", () -> NO_CONTENT);
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("userName", "ann"));
    for (int i = 0; i < 12; i++) {
      cycle();
    }
    assertThat(world.log(tenant)).contains("assumed that the target has taken it");
    world.http.breakAt(null, null);
    String former = id("ada");
    world.service.move("Users", account("ada"));
    world.service.change("Users", JsonNodeFactory.instance.objectNode().put("id", former));
    leave("User", "ada");

    cycle();

    assertThat(isActive("ann")).isFalse();
    assertNothingLeftToDo();
  }

  @Test
  void anotherValueThatTheAnswerStillShowsIsWrittenAgain() {
    hire(Quirks.NONE);
    title("Boss");
    cycle();
    world.http.breakAt(
        "PATCH /scim/Users/" + id("ada"), () -> SimulatedService.answer(200, account("ada")));
    title("Chair");
    cycle();
    assertThat(world.failures()).contains("still shows title Boss");
    world.http.breakAt(null, null);

    cycle();

    assertThat(account("ada").path("title").asString("")).isEqualTo("Chair");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Boss"})
  void aValueThatAReadShowsToBeAsBeforeIsWrittenAgain(String before) {
    hire(Quirks.NONE);
    if (!before.isEmpty()) {
      title(before);
      cycle();
    }
    world.http.breakAt("PATCH /scim/Users/" + id("ada"), () -> NO_CONTENT);
    title("Chair");
    cycle();
    assertThat(world.log(tenant))
        .contains(
            before.isEmpty() ? "does not show entitlements, title" : "still shows title Boss");
    world.http.breakAt(null, null);

    cycle();

    assertThat(account("ada").path("title").asString("")).isEqualTo("Chair");
    assertNothingLeftToDo();
  }

  @Test
  void aHiddenValueIsWrittenTwiceAtMost() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    title("Chair");
    cycle();
    cycle();

    assertThat(world.log(tenant)).contains("assumed to hide the value");
    assertThat(account("ada").path("title").asString("")).isEqualTo("Chair");
    assertNothingLeftToDo();
  }

  /** Seed 941. */
  @Test
  void aRemovalOfAMemberWhoIsNotThereIsNoWrite() {
    hire(Quirks.NONE.refusingAbsent().showing(Quirks.Shown.NONE));
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) group.path("members"))
        .removeIf(member -> member.path("value").asString("").equals(id("ada")));
    world.service.change("Groups", group);
    group("bob");
    cycle();
    assertThat(world.log(tenant)).doesNotContain("ReferenceNotFound");

    cycle();

    assertThat(world.log(tenant).lines().filter(event -> event.contains("\"jobId\":\"scim")))
        .anyMatch(event -> event.contains("ReferenceNotFound"))
        .noneMatch(event -> event.contains("removed 1 of members"));
    assertThat(members()).isEqualTo(List.of(id("bob")));
    assertNothingLeftToDo();
  }

  /** Seed 346. */
  @Test
  void aManagerWhoseIdIsShownInAnotherCaseIsNotTakenForTheFormerOne() {
    hire(Quirks.NONE.withUpperIds());
    upload("User", "ada", withManager("bob"));
    cycle();
    upload("User", "ada", withManager("ada"));
    killAt("after PATCH /scim/Users/" + id("ada"));

    cycle();

    assertThat(manager("ada")).isEqualTo(id("ada"));
    assertNothingLeftToDo();
  }

  private void title(String title) {
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", title));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMemberIsRemovedThoughTheTargetSaysThatItHasBefore(boolean shows) {
    hire(Quirks.NONE);
    world.http.breakAt(
        "\"op\":\"remove\"",
        () ->
            shows ? SimulatedService.answer(200, world.service.all("Groups").get(0)) : NO_CONTENT);
    group("bob");
    cycle();
    assertThat(escrows()).isOne();
    world.http.breakAt(null, null);

    cycle();

    assertThat(members()).isEqualTo(List.of(id("bob")));
    assertNothingLeftToDo();
  }
}
