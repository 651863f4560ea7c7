package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Targets that go on showing an account or group after its deletion, as a shell or as it was. */
@ResourceLock(World.NAME)
class DeletedStubsTest extends FoundFaultsBase {

  /** Attempts until a deletion is believed, and some more. */
  private static final int CYCLES = 15;

  private void hire() {
    begin(Quirks.NONE);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    deleteInsteadOfDisabling();
  }

  private static HttpResult answer(int status) {
    return new HttpResult(status, null, new byte[0]);
  }

  private long deletions() {
    return world.steps.trace().stream()
        .filter(step -> step.startsWith("DELETE "))
        .count();
  }

  @ParameterizedTest
  @CsvSource({"204,true", "204,false", "404,true", "404,false", "410,false"})
  void anAccountThatStaysAsAShellIsDeletedOnlySoOften(int status, boolean named) {
    hire();
    String id = id("bob");
    ObjectNode shell = JsonNodeFactory.instance.objectNode().put("id", id).put("active", false);
    if (named) {
      shell.put("userName", "bob");
    }
    world.http.breakAt("DELETE /scim/Users/" + id, () -> {
      boolean first = !world.service.all("Users").contains(shell);
      world.service.change("Users", shell);
      return answer(first ? 204 : status);
    });
    leave("User", "bob");

    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }

    assertThat(deletions()).isBetween(2L, 11L);
    assertThat(world.log(tenant)).contains("After many attempts it is assumed");
    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 404, 410})
  void anAccountThatKeepsItsAccessIsDeletedInTheEnd(int status) {
    hire();
    world.http.breakAt("DELETE /scim/Users/" + id("bob"), () -> answer(status));
    leave("User", "bob");
    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }
    assertThat(escrows()).isOne();
    assertThat(world.failures()).contains("has its name, and is not off");
    world.http.breakAt(null, null);

    cycle();

    assertThat(accounts()).containsExactly("ada");
    assertNothingLeftToDo();
  }

  /** @param shown how much of the members the target shows */
  @ParameterizedTest
  @CsvSource({
    "204,ALL",
    "204,PART",
    "204,NONE",
    "404,ALL",
    "404,PART",
    "404,NONE",
    "403,ALL",
    "405,ALL",
    "429,ALL",
    "501,NONE"
  })
  void aGroupThatStaysAsItWasIsEmptied(int status, Quirks.Shown shown) {
    begin(Quirks.NONE.showing(shown));
    Stream.of("ada", "bob").forEach(name -> user(name, true));
    group("ada", "bob");
    cycle();
    cycle();
    ObjectNode guest = JsonNodeFactory.instance.objectNode().put("userName", "guest");
    world.service.add("Users", guest);
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    group.withArray("members").addObject().put("value", id("guest"));
    world.service.change("Groups", group);
    world.http.breakAt("DELETE /scim/Groups", () -> answer(status));
    leave("Group", "staff");
    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }
    assertThat(members()).containsExactly(id("guest"));
    assertThat(world.log(tenant)).contains("The target keeps the counterpart");
    assertThat(world.steps.trace())
        .filteredOn(step -> step.contains("\"op\":\"remove\""))
        .hasSizeLessThan(4);
    world.http.breakAt(null, null);

    cycle();

    assertThat(world.service.all("Groups")).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 404})
  void aGroupThatStaysAsAShellIsDeletedOnlySoOften(int status) {
    hire();
    String id = world.service.all("Groups").get(0).path("id").stringValue();
    world.http.breakAt("DELETE /scim/Groups/" + id, () -> {
      world.service.change("Groups", JsonNodeFactory.instance.objectNode().put("id", id));
      return answer(status);
    });
    leave("Group", "staff");

    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }

    assertThat(deletions()).isBetween(2L, 11L);
    assertThat(world.log(tenant)).contains("After many attempts it is assumed");
    assertNothingLeftToDo();
  }

  /** @param status answer to the deletion of the former account, which is shown again as a shell */
  @ParameterizedTest
  @ValueSource(ints = {204, 404})
  void aFormerAccountThatStaysAsAShellIsDeletedOnlySoOften(int status) {
    hire();
    String former = id("bob");
    world.service.handle("DELETE", "/scim/Users/" + former, null);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    world.service.change(
        "Users", JsonNodeFactory.instance.objectNode().put("id", former).put("active", false));
    world.http.breakAt("DELETE /scim/Users/" + former, () -> answer(status));
    leave("User", "bob");

    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }

    assertThat(accounts()).doesNotContain("bob");
    assertThat(deletions()).isLessThan(14);
    assertNothingLeftToDo();
  }
}
