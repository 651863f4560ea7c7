package io.syncjobs.server.engine.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.secret.Secret;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Removals of what the target hides, to which something answers that it isn't there. */
@ResourceLock(World.NAME)
class DeniedRemovalsTest extends FoundFaultsBase {

  /** Attempts until a value is taken for gone, and some more. */
  private static final int CYCLES = 13;

  /** Values whose removals are answered. */
  private enum Removed {
    MEMBER,
    MANAGER,
    TITLE
  }

  static List<HttpResult> denials() {
    return List.of(
        new HttpResult(404, null, new byte[0]),
        new HttpResult(410, null, new byte[0]),
        new HttpResult(404, null, "<html><title>No route</title></html>".getBytes(UTF_8)),
        SimulatedService.error(400, "noTarget", "No target"));
  }

  private void staff(Quirks quirks) {
    world.reset(new Random(1), quirks, () -> {});
    tenant = new Tenant(world, new Random(1), true);
    user("bob", true);
    ObjectNode ada = withManager("bob").put("userName", "ada").put("active", true);
    upload("User", "ada", ada.put("title", "Boss"));
    // The first member is the one whom a group shows that shows some.
    group("ada");
    cycle();
    group("ada", "bob");
    cycle();
    cycle();
    cycle();
    assertThat(members()).containsExactly(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
  }

  private void withdraw(Removed removed) {
    if (removed == Removed.MEMBER) {
      group("ada");
      return;
    }
    ObjectNode ada = withManager(removed == Removed.MANAGER ? "" : "bob").put("active", true);
    if (removed == Removed.MANAGER) {
      ada.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    }
    upload("User", "ada", ada.put("title", removed == Removed.TITLE ? "" : "Boss"));
  }

  private boolean isThere(Removed removed) {
    return switch (removed) {
      case MEMBER -> members().contains(id("bob"));
      case MANAGER -> !manager("ada").isEmpty();
      case TITLE -> !account("ada").path("title").asString("").isEmpty();
    };
  }

  private static String removal(Removed removed) {
    return removed == Removed.MEMBER ? "PATCH /scim/Groups" : "PATCH /scim/Users";
  }

  private void assertRemovedAtTheNextAttempt(Removed removed, Quirks quirks, HttpResult denial) {
    staff(quirks);
    world.http.breakAt(removal(removed), () -> denial);
    withdraw(removed);

    cycle();

    assertThat(isThere(removed)).isTrue();
    assertThat(escrows()).isOne();
    assertThat(world.log(tenant)).doesNotContain("assumed to be gone", "says that it does not");
    world.http.breakAt(null, null);

    cycle();

    assertThat(isThere(removed)).isFalse();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("denials")
  void aHiddenMemberIsRemovedAtTheNextAttempt(HttpResult denial) {
    assertRemovedAtTheNextAttempt(Removed.MEMBER, Quirks.NONE.showing(Quirks.Shown.NONE), denial);
  }

  @ParameterizedTest
  @MethodSource("denials")
  void aMemberWhomTheTargetHidesBesideOthersIsRemovedAtTheNextAttempt(HttpResult denial) {
    assertRemovedAtTheNextAttempt(Removed.MEMBER, Quirks.NONE.showing(Quirks.Shown.PART), denial);
  }

  @ParameterizedTest
  @MethodSource("denials")
  void aHiddenManagerIsRemovedAtTheNextAttempt(HttpResult denial) {
    assertRemovedAtTheNextAttempt(Removed.MANAGER, Quirks.NONE.showing(Quirks.Shown.NONE), denial);
  }

  @ParameterizedTest
  @MethodSource("denials")
  void aHiddenTitleIsRemovedAtTheNextAttempt(HttpResult denial) {
    assertRemovedAtTheNextAttempt(Removed.TITLE, Quirks.NONE.showing(Quirks.Shown.NONE), denial);
  }

  private List<String> roles() {
    return account("bob")
        .path("roles")
        .valueStream()
        .map(role -> role.path("value").asString(""))
        .toList();
  }

  private void hireInFinance() {
    staff(Quirks.NONE.showing(Quirks.Shown.NONE));
    department("Finance");
    cycle();
    cycle();
    assertThat(roles()).containsExactly("Finance");
  }

  private void department(String name) {
    ObjectNode bob = JsonNodeFactory.instance.objectNode();
    bob.putObject(SimulatedService.ENTERPRISE).put("department", name);
    upload("User", "bob", bob);
  }

  /** An addition would leave the former role beside the new one. */
  @Test
  void aHiddenRoleIsReplacedAtTheNextAttempt() {
    hireInFinance();
    world.http.breakAt(
        "\"path\":\"roles[", () -> SimulatedService.error(400, "noTarget", "No target"));
    department("Sales");

    cycle();

    assertThat(roles()).containsExactly("Finance");
    assertThat(escrows()).isOne();
    world.http.breakAt(null, null);
    cycle();
    assertThat(roles()).containsExactly("Sales");
    assertNothingLeftToDo();
  }

  @Test
  void aHiddenRoleThatTheTargetSaysTwiceNotToHaveIsAdded() {
    hireInFinance();
    ObjectNode without = account("bob").deepCopy();
    without.remove("roles");
    world.service.change("Users", without);
    department("Sales");
    cycle();
    assertThat(escrows()).isOne();

    cycle();

    assertThat(roles()).containsExactly("Sales");
    assertThat(world.log(tenant))
        .contains("The target says that it does not have the former roles");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("denials")
  void aMemberWhoHasANewIdIsRemovedAtTheNextAttempt(HttpResult denial) {
    staff(Quirks.NONE.showing(Quirks.Shown.NONE));
    world.service.move("Users", account("bob"));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Chair"));
    cycle();
    cycle();
    assertThat(members()).contains(id("bob"));
    world.http.breakAt("PATCH /scim/Groups", () -> denial);
    group("ada");

    cycle();

    assertThat(members()).contains(id("bob"));
    world.http.breakAt(null, null);
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void whoIsDisabledCountsThoughTheTargetDeniesThatItHasTheTitle() {
    staff(Quirks.NONE.showing(Quirks.Shown.NONE));
    upload(
        "User",
        "bob",
        JsonNodeFactory.instance.objectNode().put("active", true).put("title", "Boss"));
    cycle();
    cycle();
    world
        .secrets()
        .replace(
            tenant.outbound.owner(),
            version -> true,
            List.of(
                new Secret(Secret.BASE_ADDRESS, "https://target.example/scim"),
                new Secret(Secret.SECRET_TOKEN, "token"),
                new Secret(
                    "SyncNotificationSettings",
                    "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":2}")));
    world.http.breakAt(
        "\"op\":\"remove\"", () -> SimulatedService.error(400, "noTarget", "No such value"));
    for (String name : List.of("ada", "bob")) {
      ObjectNode left = JsonNodeFactory.instance.objectNode().put("active", false);
      upload("User", name, left.put("title", ""));
    }

    cycle();

    assertThat(List.of(isActive("ada"), isActive("bob"))).containsExactlyInAnyOrder(true, false);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNeverFoundIsTakenForGoneInTheEnd(Removed removed) {
    staff(Quirks.NONE.showing(Quirks.Shown.NONE));
    world.http.breakAt(removal(removed), () -> new HttpResult(404, null, new byte[0]));
    withdraw(removed);
    for (int i = 0; i < 5; i++) {
      cycle();
      assertThat(escrows()).isOne();
    }
    assertThat(world.log(tenant)).doesNotContain("assumed to be gone");

    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }

    assertThat(world.log(tenant)).contains("assumed to be gone");
    if (removed != Removed.TITLE) {
      assertThat(world.log(tenant)).contains("answered with an error to the removal of 1 of");
    }
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void whatTheTargetSaysTwiceNotToHaveIsGone(Removed removed) {
    staff(Quirks.NONE.showing(Quirks.Shown.NONE));
    world.http.breakAt(
        removal(removed), () -> SimulatedService.error(400, "noTarget", "No such value"));
    withdraw(removed);
    cycle();
    assertThat(escrows()).isOne();

    cycle();

    assertThat(world.log(tenant))
        .contains(
            removed == Removed.TITLE
                ? "The target says that it does not have the former title"
                : "The target says that it does not have 1 of ",
            "bob")
        .doesNotContain("answered with success to the removal");
    assertNothingLeftToDo();
  }
}
