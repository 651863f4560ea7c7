package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Former counterparts that the target shows again, and those that took a write though the counterpart has another id. */
@ResourceLock(World.NAME)
class FormerCounterpartsTest extends FoundFaultsBase {

  @Test
  void anAccountThatIsCreatedAgainIsLoggedWithItsFormerId() {
    hireAdaAndBob(Quirks.NONE);
    String former = id("bob");
    world.service.handle("DELETE", "/scim/Users/" + former, null);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();

    assertThat(id("bob")).isNotEqualTo(former);
    assertThat(world.log(tenant))
        .contains("the former counterpart, " + former + ",", "it may keep access")
        .containsOnlyOnce("the former counterpart");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoLeavesLosesAFormerAccountThatIsShownAgain(boolean deleted) {
    hireAdaAndBob(Quirks.NONE);
    if (deleted) {
      deleteInsteadOfDisabling();
    }
    ObjectNode former = account("bob").deepCopy();
    world.service.handle("DELETE", "/scim/Users/" + id("bob"), null);
    for (String title : List.of("Boss", "Chief")) {
      upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", title));
      cycle();
    }
    world.service.change("Users", former.put("userName", "bob.old"));
    leave("User", "bob");

    cycle();

    if (deleted) {
      assertThat(accounts()).containsExactly("ada");
    } else {
      assertThat(world.service.all("Users")).hasSize(3);
      assertOnlyAdaHasAccess();
    }
    assertThat(world.log(tenant)).contains("was there again");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @CsvSource({"true,403", "false,403", "true,204", "false,204"})
  void theEndOfAFormerAccountsAccessIsTriedUntilItSucceeds(boolean deleted, int status) {
    hireAdaAndBob(Quirks.NONE);
    if (deleted) {
      deleteInsteadOfDisabling();
    }
    ObjectNode former = account("bob").deepCopy();
    String path = "/scim/Users/" + former.path("id").stringValue();
    world.service.handle("DELETE", path, null);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    world.service.change("Users", former.put("userName", "bob.old"));
    world.http.breakAt(
        (deleted ? "DELETE " : "PATCH ") + path, () -> new HttpResult(status, null, new byte[0]));
    leave("User", "bob");
    for (int i = 0; i < 3; i++) {
      cycle();
    }
    assertThat(isActive("bob.old")).isTrue();
    assertThat(escrows()).isOne();
    assertThat(failures()).anyMatch(event -> event.contains("may keep access"));
    world.http.breakAt(null, null);

    cycle();

    if (deleted) {
      assertThat(accounts()).containsExactly("ada");
    } else {
      assertOnlyAdaHasAccess();
    }
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFormerAccountWhoseIdSomebodyElseHasIsLeftAlone(boolean deleted) {
    hireAdaAndBob(Quirks.NONE);
    if (deleted) {
      deleteInsteadOfDisabling();
    }
    ObjectNode former = account("bob").deepCopy();
    world.service.handle("DELETE", "/scim/Users/" + id("bob"), null);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    ObjectNode eve = former.put("userName", "eve").put("externalId", "eve").put("title", "Clerk");
    eve.remove(SimulatedService.ENTERPRISE);
    world.service.change("Users", eve);
    leave("User", "bob");

    cycle();

    assertThat(account("eve")).isEqualTo(eve);
    assertThat(accounts().contains("bob") && isActive("bob")).isFalse();
    assertThat(world.log(tenant)).contains("has given the id to another entry");
    assertNothingLeftToDo();
  }

  /** The target answers any write with success, also to ids that it has no longer. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoLeavesIsFoundUnderANewIdLaterThoughTheFormerOneTookTheWrite(boolean deleted) {
    hireAdaAndBob(Quirks.NONE);
    if (deleted) {
      deleteInsteadOfDisabling();
    }
    String former = id("bob");
    world.service.move("Users", account("bob"));
    world.service.hideFromSearches(id("bob"));
    world.http.breakAt(
        (deleted ? "DELETE" : "PATCH") + " /scim/Users/" + former,
        () -> new HttpResult(204, null, new byte[0]));
    leave("User", "bob");
    cycle();
    assertThat(isActive("bob")).isTrue();
    assertThat(world.log(tenant)).contains("may have another id");
    world.service.showAll();

    cycle();

    assertThat(accounts().contains("bob") && isActive("bob")).isFalse();
    assertNothingLeftToDo();
  }

  @Test
  void whoChangesIsFoundUnderANewIdLaterThoughTheFormerOneTookTheWrite() {
    hireAdaAndBob(Quirks.NONE);
    String former = id("bob");
    world.service.move("Users", account("bob"));
    world.service.hideFromSearches(id("bob"));
    world.http.breakAt("PATCH /scim/Users/" + former, () -> new HttpResult(204, null, new byte[0]));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    world.service.showAll();

    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob");
    assertNothingLeftToDo();
  }
}
