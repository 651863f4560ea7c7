package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Targets that take no PATCH, but whole resources. */
@ResourceLock(World.NAME)
class WholeResourcesTest extends FoundFaultsBase {

  private void hire(Quirks quirks) {
    begin(quirks);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    cycle();
    cycle();
    world.service.add(
        "Users", JsonNodeFactory.instance.objectNode().put("userName", "guest").put("title", "X"));
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    group.withArray("members").addObject().put("value", id("guest"));
    world.service.change("Groups", group);
    world.service.takeWholes();
  }

  private void refuse(int status, String words) {
    world.http.breakAt("PATCH /", () -> SimulatedService.error(status, null, words));
  }

  @ParameterizedTest
  @CsvSource({
    "404, ''",
    "404, Resource not found",
    "405, ''",
    "410, ''",
    "415, ''",
    "501, PATCH isn't supported",
    "400, PATCH is not supported",
    "400, Unsupported HTTP method",
    "422, patch operations are not supported by this server",
    "500, PATCH not implemented",
    "403, 'Unsupported method: PATCH'",
    "422, PATCH no está permitido",
    "406, ''"
  })
  void accessEndsAndBegins(int status, String words) {
    hire(Quirks.NONE);
    assertAccessEndsAndBegins(status, words);
  }

  @ParameterizedTest
  @CsvSource({"400, ''", "400, Syntaxe incorrecte", "403, ''", "422, ''", "500, Interner Fehler"})
  void accessEndsAndBeginsInATargetThatDescribesItself(int status, String words) {
    hire(Quirks.NONE);
    world.service.denyPatch();
    assertAccessEndsAndBegins(status, words);
  }

  /** What others wrote and the target hides could be lost with a whole, so that the end of access alone is worth it. */
  @ParameterizedTest
  @CsvSource({
    "400, ''",
    "400, Ruta de atributo no admitida",
    "403, ''",
    "409, 競合",
    "422, Chemin non pris en charge",
    "500, Interner Fehler"
  })
  void accessEndsWhateverTheReason(int status, String words) {
    hire(Quirks.NONE);
    upload("User", "bob", withManager("ada").put("title", "Boss"));
    cycle();
    cycle();
    refuse(status, words);
    user("cy", false);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);
    group("ada");

    cycle();
    cycle();

    assertThat(isActive("cy")).isFalse();
    assertThat(manager("bob")).isEmpty();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("guest"));
    assertNothingLeftToDo();
  }

  /** A refusal of a value is no reason to send the whole, with which others' values could be lost. */
  @ParameterizedTest
  @CsvSource({"400, ''", "409, ''", "500, ''", "422, sin licencia"})
  void aRefusedValueLosesNothingOfOthers(int status, String words) {
    hire(Quirks.NONE);
    refuse(status, words);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Refused"));
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(world.steps.trace()).noneMatch(step -> step.contains("PUT /"));
    assertThat(escrows()).isEqualTo(2);
  }

  private void assertAccessEndsAndBegins(int status, String words) {
    upload("User", "bob", withManager("ada").put("title", "Boss"));
    cycle();
    cycle();
    refuse(status, words);
    user("cy", false);
    ObjectNode none = JsonNodeFactory.instance.objectNode().put("title", "Clerk");
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "bob", none);
    group("ada", "cy");

    cycle();
    cycle();

    assertThat(isActive("cy")).isFalse();
    assertThat(manager("bob")).isEmpty();
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Clerk");
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"), id("guest"));
    assertNothingLeftToDo();
  }

  /** The second of two changes is made of what the target shows, which is not the first one yet. */
  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  void oneChangeDoesNotUndoAnotherThatIsShownLate(int status) {
    hire(Quirks.NONE.late(Duration.ofMinutes(2)));
    user("dan", true);
    upload("User", "cy", withManager("ada").put("title", "Boss"));
    cycle();
    cycle();
    refuse(status, "");
    group("ada", "dan");
    upload("User", "cy", withManager("bob").put("title", "Clerk").put("active", false));

    cycle();
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("dan"), id("guest"));
    assertThat(isActive("cy")).isFalse();
    assertThat(manager("cy")).isEqualTo(id("bob"));
    assertThat(account("cy").path("title").stringValue()).isEqualTo("Clerk");
    assertNothingLeftToDo();
  }

  /** A target that hides members would lose those whom the job doesn't know. */
  @ParameterizedTest
  @EnumSource(
      value = Quirks.Shown.class,
      names = {"PART", "NONE"})
  void membersAreLeftAloneThatTheTargetMayHideIfNobodyLeaves(Quirks.Shown shown) {
    hire(Quirks.NONE.showing(shown));
    refuse(501, "");
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("guest"));
    assertThat(escrows()).isOne();
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirks.Shown.class,
      names = {"PART", "NONE"})
  void whoLeavesIsRemovedThoughTheTargetHidesMembers(Quirks.Shown shown) {
    hire(Quirks.NONE.showing(shown));
    group("ada", "bob", "cy");
    cycle();
    cycle();
    cycle();
    refuse(501, "");
    group("ada", "cy");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertThat(world.log(tenant)).contains("It is assumed that there were no others");
    assertNothingLeftToDo();
    user("cy", false);
    group("ada");
    cycle();
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirks.Shown.class,
      names = {"PART", "NONE"})
  void whoJoinsIsAddedWithTheRemovalOfWhoLeaves(Quirks.Shown shown) {
    hire(Quirks.NONE.showing(shown));
    user("dan", true);
    user("eve", true);
    cycle();
    refuse(404, "");
    group("ada", "dan", "cy", "eve");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"), id("dan"), id("eve"));
    assertNothingLeftToDo();
  }

  /** The members of a group that was made by the job are known. */
  @ParameterizedTest
  @EnumSource
  void aGroupOfATargetThatNeverTookChangesGetsItsFirstMembers(Quirks.Shown shown) {
    begin(Quirks.NONE.showing(shown));
    world.service.takeWholes();
    refuse(405, "");
    Stream.of("ada", "bob").forEach(name -> user(name, true));
    group("ada", "bob");

    cycle();
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingLeftToDo();
    user("bob", false);
    group("ada");
    cycle();
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource(
      value = Quirks.Shown.class,
      names = {"PART", "NONE"})
  void aGroupThatTheTargetDoesNotDeleteIsEmptied(Quirks.Shown shown) {
    hire(Quirks.NONE.showing(shown));
    refuse(501, "");
    world.http.refuse("DELETE /scim/Groups", 405);
    leave("Group", "staff");

    cycle();
    cycle();

    assertThat(members()).doesNotContain(id("ada"), id("bob"));
  }

  /** Bob's absence is noticed by the change before. */
  @Test
  void whoLeavesIsRemovedLongAfterSomebodyElseHasRemovedAnother() {
    hire(Quirks.NONE);
    refuse(405, "");
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    group.putArray("members").addObject().put("value", id("ada"));
    group.withArray("members").addObject().put("value", id("guest"));
    world.service.change("Groups", group);
    group("ada", "bob", "cy");
    cycle();
    cycle();
    group("bob", "cy");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("cy"), id("guest"));
    group("bob", "cy", "ada");
    cycle();
    assertThat(members()).containsExactlyInAnyOrder(id("cy"), id("guest"), id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void nobodyElseIsLostIfTheTargetShowsNoMembersAnyMore() {
    hire(Quirks.NONE);
    refuse(405, "");
    group("ada", "bob", "cy");
    cycle();
    world.service.turn(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("bob", "cy");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("bob"), id("cy"));
  }

  private void renew(String name) {
    String former = id(name);
    ObjectNode renewed = account(name).deepCopy();
    world.service.handle("DELETE", "/scim/Users/" + former, null);
    renewed.remove("id");
    world.service.add("Users", renewed);
    world.http.refuse("\"value\":\"" + former, 400);
  }

  /** The target drops the former ids of members. */
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void whoJoinsUnderANewIdIsAdded(boolean memberToo, boolean leaverToo) {
    hire(Quirks.NONE);
    refuse(501, "");
    renew("cy");
    if (memberToo) {
      renew("bob");
    }
    group(leaverToo ? new String[] {"bob", "cy"} : new String[] {"ada", "bob", "cy"});
    user("cy", true);

    for (int i = 0; i < 3; i++) {
      cycle();
    }

    assertThat(members()).contains(id("cy"), id("guest"));
    assertThat(members().contains(id("ada"))).isEqualTo(!leaverToo);
    assertThat(escrows()).isZero();
  }

  @Test
  void aGroupWithoutMembersGetsANewName() {
    hire(Quirks.NONE);
    group();
    cycle();
    ObjectNode empty = world.service.all("Groups").get(0).deepCopy();
    empty.remove("members");
    world.service.change("Groups", empty);
    refuse(501, "");
    upload("Group", "staff", JsonNodeFactory.instance.objectNode().put("displayName", "Crew"));

    cycle();

    assertThat(world.service.all("Groups").get(0).path("displayName").stringValue())
        .isEqualTo("Crew");
    assertNothingLeftToDo();
  }

  @Test
  void aManagerWhomTheTargetHidesIsNotLostToAnotherValue() {
    hire(QuirksBuilder.builder(Quirks.NONE).hidesManager(true).build());
    upload("User", "bob", withManager("ada"));
    cycle();
    cycle();
    refuse(501, "");
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(manager("bob")).isEqualTo(id("ada"));
    upload("User", "bob", withManager("cy"));
    cycle();
    cycle();
    assertThat(manager("bob")).isEqualTo(id("cy"));
    assertNothingLeftToDo();
  }

  /** The same holds for a target that has ignored the value, or whose administrator has cleared it. */
  @Test
  void whoComesBackIsEnabledThoughTheTargetHidesAValue() {
    hire(QuirksBuilder.builder(Quirks.NONE).hidesTitle(true).build());
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    cycle();
    refuse(501, "");
    user("bob", false);
    cycle();
    assertThat(isActive("bob")).isFalse();
    user("bob", true);
    upload("User", "bob", withManager("ada"));

    cycle();
    cycle();

    assertThat(isActive("bob")).isTrue();
    assertThat(manager("bob")).isEqualTo(id("ada"));
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertNothingLeftToDo();
  }

  @Test
  void whoLeavesIsRemovedThoughSomebodyElseHasRemovedAnother() {
    hire(Quirks.NONE);
    refuse(405, "");
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    group.putArray("members").addObject().put("value", id("ada"));
    world.service.change("Groups", group);
    group("bob");

    cycle();

    assertThat(members()).doesNotContain(id("ada"));
  }

  @Test
  void whoLeavesIsDisabledWhereGroupsHideTheirMembers() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    refuse(501, "");
    user("cy", false);

    cycle();
    cycle();

    assertThat(isActive("cy")).isFalse();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalidValue",
    "422, INVALID_VALUE",
    "400, mutability",
    "409, uniqueness",
    "400, tooMany",
    "413, ",
    "412, "
  })
  void aRefusalOfValuesIsNoReasonToWriteTheWhole(int status, String type) {
    hire(Quirks.NONE);
    world.http.breakAt(
        "PATCH /", () -> SimulatedService.error(status, type, "This path is not allowed"));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();

    assertThat(world.steps.trace()).noneMatch(step -> step.startsWith("PUT"));
  }
}
