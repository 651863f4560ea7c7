package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Targets that refuse the form of changes which the standard has, and take another one. */
@ResourceLock(World.NAME)
class PatchFormsTest extends FoundFaultsBase {

  private void hire() {
    begin(Quirks.NONE);
    Stream.of("ada", "bob", "cy", "dan").forEach(name -> user(name, true));
    group("ada", "bob", "cy");
    upload("User", "bob", withManager("ada").put("title", "Boss"));
    cycle();
    cycle();
    cycle();
  }

  private void assertAccessEndsAndBegins() {
    user("cy", false);
    ObjectNode none = JsonNodeFactory.instance.objectNode().put("title", "Clerk");
    upload("User", "bob", none);
    group("ada", "dan");

    cycle();
    cycle();

    assertThat(isActive("cy")).isFalse();
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Clerk");
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("dan"));
    assertNothingLeftToDo();
  }

  private List<String> refusals(int from) {
    return world.steps.trace().stream()
        .skip(from)
        .filter(step -> step.startsWith("PATCH") && step.contains("-> 4"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void accessEndsAndBegins(Dialect dialect) {
    hire();
    world.service.speak(dialect);
    world.service.takeWholes();

    assertAccessEndsAndBegins();
  }

  @ParameterizedTest
  @EnumSource(names = {"CAPITAL", "TEXT", "ENTRA"})
  void theFormIsRemembered(Dialect dialect) {
    hire();
    world.service.speak(dialect);
    user("cy", false);
    group("ada", "bob");
    cycle();
    assertThat(refusals(0)).isNotEmpty();
    int before = world.steps.trace().size();
    user("dan", false);
    group("ada");

    cycle();

    assertThat(isActive("dan")).isFalse();
    assertThat(members()).isEqualTo(List.of(id("ada")));
    assertThat(refusals(before)).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalidPath, Unsupported path",
    "400, noTarget, ''",
    "400, invalidFilter, complex paths are not supported",
    "422, , Invalid path",
    "500, , Index was outside the bounds",
    "400, , Ruta de atributo no admitida",
    "400, INVALID_PATH, ''",
    "400, invalidValue, 'members: value required'",
    "400, , ''",
    "403, , ''",
    "404, , ''",
    "406, , ''",
    "409, , ''"
  })
  void membersLeaveByWholeGroups(int status, String type, String words) {
    hire();
    world.service.takeWholes();
    world.http.breakAt(
        "\"op\":\"remove\",\"path\":\"members", () -> SimulatedService.error(status, type, words));
    world.http.refuse("\"op\":\"Remove\"");

    assertAccessEndsAndBegins();
  }

  @Test
  void anotherValueOfManyIsReplacedByWholeAccounts() {
    hire();
    world.service.takeWholes();
    String email = "emails[type eq \\\"work\\\"]";
    world.http.breakAt(email, () -> SimulatedService.error(400, "invalidPath", ""));
    upload("User", "bob", work("old@ex.com"));
    cycle();
    upload("User", "bob", work("new@ex.com"));

    cycle();

    assertThat(account("bob").path("emails").toString())
        .contains("new@ex.com")
        .doesNotContain("old");
    assertNothingLeftToDo();
  }

  /** Some services take no PATCH of a part and no whole resources. */
  @ParameterizedTest
  @CsvSource({"400, invalidPath", "400, ", "422, ", "500, "})
  void membersLeaveByAllMembers(int status, String type) {
    hire();
    world.http.breakAt(
        "emove\",\"path\":\"members", () -> SimulatedService.error(status, type, "Nein"));

    assertAccessEndsAndBegins();
    assertThat(world.steps.trace())
        .noneMatch(step -> step.contains("emove\",\"path\":\"members\""));
  }

  @Test
  void booleansAreTextsWhateverTheTargetSaysOfThem() {
    hire();
    world.http.breakAt(
        "\"path\":\"active\",\"value\":false",
        () -> SimulatedService.error(400, "invalidValue", "値が不正です: active"));
    world.service.speak(Dialect.TEXT);
    user("cy", false);

    cycle();

    assertThat(isActive("cy")).isFalse();
    assertNothingLeftToDo();
  }

  @Test
  void whatIsRefusedInAllFormsIsSentInAllForOneEntryAtATime() {
    hire();
    world.http.breakAt("PATCH /", () -> SimulatedService.error(400, "invalidSyntax", ""));
    world.http.refuse("PUT");
    Stream.of("ada", "bob", "cy", "dan").forEach(name -> user(name, false));
    int before = world.steps.trace().size();

    cycle();

    assertThat(changes(before)).hasSizeLessThan(16);
    for (int i = 0; i < 4; i++) {
      cycle();
    }
    Stream.of("ada", "bob", "cy", "dan")
        .forEach(name -> assertThat(world.steps.trace())
            .anyMatch(step -> step.startsWith("PUT /scim/Users/" + id(name))));
    world.http.breakAt(null, null);
    cycle();
    Stream.of("ada", "bob", "cy", "dan")
        .forEach(name -> assertThat(isActive(name)).isFalse());
    assertNothingLeftToDo();
  }

  private List<String> changes(int from) {
    return world.steps.trace().stream()
        .skip(from)
        .filter(step -> step.matches("(PATCH|PUT) .*"))
        .toList();
  }

  private static ObjectNode work(String address) {
    ObjectNode user = JsonNodeFactory.instance.objectNode();
    user.putArray("emails").addObject().put("type", "work").put("value", address);
    return user;
  }

  /** A removal from a path without a filter takes all away by the standard. */
  @Test
  void othersComeBackIfTheTargetRemovesAllForOne() {
    hire();
    world.http.breakAt(
        "members[value eq", () -> SimulatedService.error(400, "invalidPath", "Unsupported path"));
    group("ada", "bob");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingLeftToDo();
  }

  /** Such a removal could take others away, so that it comes last. */
  @Test
  void nobodyLeavesByTheirValueAloneIfTheTargetTakesWholes() {
    hire();
    world.service.takeWholes();
    world.http.breakAt(
        "members[value eq", () -> SimulatedService.error(400, "invalidPath", "Unsupported path"));
    group("ada", "bob");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(world.steps.trace())
        .noneMatch(step -> step.contains("\"op\":\"remove\",\"path\":\"members\""))
        .noneMatch(step -> step.contains("\"op\":\"Remove\",\"path\":\"members\""));
  }

  @Test
  void aRefusedValueIsSentInNoOtherForm() {
    hire();
    world.http.breakAt(
        "\"path\":\"title\"",
        () -> SimulatedService.error(400, "invalidValue", "title is too long"));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Clerk"));

    cycle();

    assertThat(world.steps.trace().stream().filter(step -> step.contains("itle\":\"Clerk")))
        .isEmpty();
    assertThat(escrows()).isOne();
  }
}
