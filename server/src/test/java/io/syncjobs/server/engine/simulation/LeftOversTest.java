package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Targets that make accounts anew under other ids, and keep the former ones, disabled and with their names. */
@ResourceLock(World.NAME)
class LeftOversTest extends FoundFaultsBase {

  /** What the target does with the former account. */
  private enum Kept {
    LISTED,
    HIDDEN_FROM_SEARCHES,
    REFUSING_CHANGES,
    RENAMED,
    NAMELESS
  }

  private void hire() {
    begin(Quirks.NONE);
    Stream.of("ada", "bob", "cy").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    Stream.of("bob", "cy")
        .forEach(name -> tenant.change(
            "User",
            tenant.find("User", name).orElseThrow().id(),
            Map.of("mailNickname", StringNode.valueOf(name))));
    cycle();
    cycle();
    assertThat(account("bob").path("externalId").asString("")).isEqualTo("bob");
  }

  /** Makes an account anew and returns its id. */
  private String renew(String name, Kept kept) {
    ObjectNode former = account(name).deepCopy();
    String id = id(name);
    world.service.move("Users", account(name));
    String now = id(name);
    if (kept == Kept.RENAMED) {
      former.put("userName", name + "_deleted");
    } else if (kept == Kept.NAMELESS) {
      former.remove("userName");
    }
    world.service.change("Users", former.put("active", false));
    if (kept != Kept.LISTED) {
      world.service.hideFromSearches(id);
    }
    if (kept == Kept.REFUSING_CHANGES) {
      world.http.breakAt("PATCH /scim/Users/" + id, () -> new HttpResult(404, null, new byte[0]));
    }
    return now;
  }

  private boolean isActiveUnder(String id) {
    return world.service.all("Users").stream()
        .filter(user -> user.path("id").stringValue().equals(id))
        .anyMatch(user -> user.path("active").booleanValue());
  }

  @ParameterizedTest
  @EnumSource
  void whoLeavesIsDisabled(Kept kept) {
    hire();
    String bob = renew("bob", kept);
    user("bob", false);

    cycle();
    cycle();

    assertThat(isActiveUnder(bob)).isFalse();
    assertThat(world.log(tenant)).contains("is disabled, though not by the job");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void whoLeavesAGroupIsRemoved(Kept kept) {
    hire();
    String ada = id("ada");
    String bob = renew("bob", kept);
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(ada).doesNotContain(bob);
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void whoJoinsAGroupIsAdded(Kept kept) {
    hire();
    String cy = renew("cy", kept);
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).contains(cy).hasSize(3);
    assertNothingLeftToDo();
  }

  /** A target that shows the former account as it was, and has no such account when it is changed. */
  @Test
  void whoLeavesIsDisabledThoughTheFormerAccountLooksAlive() {
    hire();
    ObjectNode former = account("bob").deepCopy();
    String id = id("bob");
    world.service.move("Users", account("bob"));
    String bob = id("bob");
    world.service.change("Users", former);
    world.service.hideFromSearches(id);
    world.http.breakAt("PATCH /scim/Users/" + id, () -> new HttpResult(404, null, new byte[0]));
    user("bob", false);

    cycle();

    assertThat(isActiveUnder(bob)).isFalse();
    assertNothingLeftToDo();
  }

  /** The search by the externalId can't be checked, as answers lack that. */
  @Test
  void whoIsRenamedIsFoundByTheFormerNameThoughTheTargetShowsNoExternalId() {
    hire();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    String bob = id("bob");
    ObjectNode moved = account("bob").deepCopy();
    moved.remove("externalId");
    world.service.change("Users", moved);
    world.service.change(
        "Users", JsonNodeFactory.instance.objectNode().put("id", former).put("active", false));
    world.service.hideFromSearches(former);
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("totalResults", 1);
    list.putArray("Resources").addObject().put("id", bob);
    world.http.breakAt("?filter=externalId", () -> SimulatedService.answer(200, list));

    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("userName", "robert"));
    cycle();
    cycle();

    assertThat(id("robert")).isEqualTo(bob);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("active", false));
    cycle();
    assertThat(isActiveUnder(bob)).isFalse();
    assertNothingLeftToDo();
  }

  /** Bob, who left, has another id now, and Eve's new account gets his former one. */
  @Test
  void whoseAccountGetsTheFormerIdOfALeaverJoinsGroups() {
    hire();
    user("bob", false);
    cycle();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    String bob = id("bob");
    world.service.nextId(former);
    user("eve", true);
    cycle();
    assertThat(id("eve")).isEqualTo(former);

    group("ada", "bob", "eve");
    cycle();
    cycle();

    assertThat(List.copyOf(members())).contains(former).contains(bob).hasSize(3);
    assertNothingLeftToDo();
  }

  /** The disabling of Bob's account, whose id Eve's has got meanwhile. */
  @Test
  void aChangeThatWasMeantForTheFormerOwnerOfAnIdIsUndone() {
    hire();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    world.service.nextId(former);
    user("eve", true);
    cycle();
    assertThat(id("eve")).isEqualTo(former);
    world.service.change("Users", account("eve").deepCopy().put("active", false));

    cycle();

    assertThat(isActive("eve")).isTrue();
    assertNothingLeftToDo();
  }

  /** As above, while a manager whom the target hides is to be written once more. */
  @Test
  void aChangeThatWasMeantForTheFormerOwnerOfAnIdIsUndoneThoughReferencesAreLookedAtAgain() {
    begin(Quirks.NONE.showing(Quirks.Shown.PART));
    Stream.of("ada", "bob").forEach(name -> user(name, true));
    cycle();
    cycle();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    world.service.nextId(former);
    upload("User", "eve", withManager("ada").put("userName", "eve").put("active", true));
    cycle();
    assertThat(id("eve")).isEqualTo(former);
    world.service.change("Users", account("eve").deepCopy().put("active", false));

    cycle();

    assertThat(isActive("eve")).isTrue();
    cycle();
    assertNothingLeftToDo();
  }

  /** A target that takes changes of the former account without effect, and shows it as it was. */
  @ParameterizedTest
  @CsvSource({"true,204", "true,404", "false,204"})
  void whoLeavesLosesTheNewAccountThoughTheFormerOneGetsTheChange(boolean deletes, int status) {
    hire();
    if (deletes) {
      deleteInsteadOfDisabling();
    }
    ObjectNode former = account("bob").deepCopy();
    String id = id("bob");
    world.service.move("Users", account("bob"));
    String bob = id("bob");
    world.service.change("Users", former);
    world.service.hideFromSearches(id);
    world.http.breakAt(
        (deletes ? "DELETE" : "PATCH") + " /scim/Users/" + id,
        () -> new HttpResult(status, null, new byte[0]));
    leave("User", "bob");

    cycle();

    assertThat(isActiveUnder(bob)).isFalse();
    assertThat(world.log(tenant)).contains("takes no changes, and a search finds " + bob);
    assertNothingLeftToDo();
  }
}
