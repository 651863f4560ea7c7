package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Targets in which somebody of whom the job knows nothing has the id of an account, or in which each id shows something. */
@ResourceLock(World.NAME)
class StrangersIdsTest extends FoundFaultsBase {

  static Stream<Arguments> hiding() {
    return Stream.of(Quirks.NONE, Quirks.NONE.showing(Quirks.Shown.NONE))
        .flatMap(quirks -> Stream.of(true, false).map(deletes -> Arguments.of(quirks, deletes)));
  }

  private void hire(Quirks quirks) {
    begin(quirks);
    Stream.of("ada", "bob", "cy", "dan").forEach(name -> user(name, true));
    group("ada");
    cycle();
    Stream.of("ada", "bob", "cy", "dan")
        .forEach(name -> tenant.change(
            "User",
            tenant.find("User", name).orElseThrow().id(),
            Map.of("mailNickname", StringNode.valueOf(name))));
    cycle();
    cycle();
  }

  /** Gives an account another id, and its id to Eve. Returns that. */
  private String reassign(String name, boolean there) {
    ObjectNode eve = account(name).deepCopy();
    eve.put("userName", "eve").put("externalId", "eve").put("title", "Boss");
    String id = id(name);
    if (there) {
      world.service.move("Users", account(name));
    }
    world.service.change("Users", eve);
    return id;
  }

  /** Shows an id as an account that is not active, instead of telling that it has none. */
  private void stub(String id, boolean named) {
    ObjectNode stub = JsonNodeFactory.instance.objectNode().put("id", id).put("active", false);
    stub.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:User");
    if (named) {
      stub.put("userName", "deleted-" + id);
    }
    world.service.change("Users", stub);
    world.service.hideFromSearches(id);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewMemberIsNotTheStrangerWhoHasTheId(boolean first) {
    hire(Quirks.NONE);
    reassign(first ? "bob" : "cy", true);
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewMemberWhoseAccountIsGoneIsNotTheStrangerWhoHasTheId(boolean hides) {
    hire(hides ? Quirks.NONE.showing(Quirks.Shown.NONE) : Quirks.NONE);
    String eve = reassign("cy", false);
    group("ada", "bob", "cy");

    cycle();
    assertThat(members()).doesNotContain(eve);
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    assertThat(id("cy")).isNotEqualTo(eve);
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewManagerIsNotTheStrangerWhoHasTheId(boolean there) {
    hire(Quirks.NONE);
    String eve = reassign("cy", there);
    group("ada", "bob");
    upload("User", "ada", withManager("bob"));
    upload("User", "dan", withManager("cy"));

    cycle();
    assertThat(manager("dan")).isNotEqualTo(eve);
    cycle();
    cycle();

    assertThat(manager("dan")).isEqualTo(id("cy"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("hiding")
  void aStrangerWhoHasTheIdOfALeaverStaysInGroups(Quirks quirks, boolean deletes) {
    hire(quirks);
    group("ada", "bob");
    cycle();
    cycle();
    if (deletes) {
      deleteInsteadOfDisabling();
    }
    String eve = reassign("bob", true);
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) group.path("members")).addObject().put("value", eve);
    world.service.change("Groups", group);
    leave("User", "bob");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), eve);
    assertThat(accounts().contains("bob") && isActive("bob")).isFalse();
    assertThat(isActive("eve")).isTrue();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStrangerWhoHasTheIdOfAMemberStaysInAllGroups(boolean hides) {
    hire(hides ? Quirks.NONE.showing(Quirks.Shown.NONE) : Quirks.NONE);
    group("ada", "bob");
    cycle();
    cycle();
    String eve = reassign("bob", true);
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) group.path("members")).addObject().put("value", eve);
    world.service.change("Groups", group);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Clerk"));
    cycle();

    group("ada");
    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), eve);
    assertNothingLeftToDo();
  }

  /** The target has none of the former id when the job learns of the new one, and refuses the removal. */
  @ParameterizedTest
  @MethodSource("hiding")
  void aStrangerWhoTakesAFormerIdLaterStaysInGroups(Quirks quirks, boolean named) {
    hire(quirks);
    group("ada", "bob");
    cycle();
    cycle();
    String former = id("bob");
    ObjectNode eve = account("bob").deepCopy().put("userName", "eve");
    if (named) {
      eve.put("externalId", "eve");
    } else {
      eve.remove("externalId");
    }
    world.service.move("Users", account("bob"));
    world.http.refuse("PATCH /scim/Groups", 403);
    group("ada");
    cycle();
    assertThat(members()).contains(id("bob"));
    world.service.change("Users", eve);
    ObjectNode group = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) group.path("members")).addObject().put("value", former);
    world.service.change("Groups", group);
    world.http.refuse(null);

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), former);
    assertThat(world.log(tenant)).contains("has given the ids to others, who are left alone");
    assertNothingLeftToDo();
  }

  /** Takes the account of a member and manager away from its id, to which an attempt whose outcome got lost has just referred. */
  private void reassignAfterLostAttempt(String type, boolean learnt) {
    killAt("after PATCH /scim/" + type);
    List<ObjectNode> written =
        world.service.all(type).stream().map(ObjectNode::deepCopy).toList();
    String eve = reassign("bob", true);
    // References don't follow, so that Eve has what the job has written.
    written.stream()
        .filter(each -> each.findValuesAsString("value").contains(eve))
        .forEach(each -> world.service.change(type, each));
    if (learnt) {
      upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Clerk"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStrangerLosesTheMembershipThatALostAttemptHasGiven(boolean learnt) {
    hire(Quirks.NONE);
    group("ada", "bob");
    reassignAfterLostAttempt("Groups", learnt);
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("eve"));
    group("ada");

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStrangerIsNotLeftAsTheManagerWhomALostAttemptHasSet(boolean learnt) {
    hire(Quirks.NONE);
    upload("User", "dan", withManager("bob"));
    reassignAfterLostAttempt("Users", learnt);
    assertThat(manager("dan")).isEqualTo(id("eve"));
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "dan", none);

    cycle();
    cycle();

    assertThat(manager("dan")).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStubHidesNoLeaver(boolean named) {
    hire(Quirks.NONE);
    group("ada", "bob");
    cycle();
    cycle();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    stub(former, named);
    user("bob", false);

    cycle();

    assertThat(isActive("bob")).isFalse();
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStubHidesNoDeletedUser(boolean named) {
    hire(Quirks.NONE);
    deleteInsteadOfDisabling();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    stub(former, named);
    leave("User", "bob");

    cycle();

    assertThat(accounts()).doesNotContain("bob");
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStubGetsNoChange(boolean named) {
    hire(Quirks.NONE);
    String former = id("bob");
    world.service.move("Users", account("bob"));
    stub(former, named);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Clerk"));

    cycle();

    assertThat(account("bob").path("title").asString("")).isEqualTo("Clerk");
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStubIsNoMember(boolean named) {
    hire(Quirks.NONE);
    String former = id("cy");
    world.service.move("Users", account("cy"));
    stub(former, named);
    group("ada", "bob", "cy");

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("cy"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMemberIsRemovedThoughAStubIsShown(boolean named) {
    hire(Quirks.NONE);
    group("ada", "bob");
    cycle();
    cycle();
    String former = id("bob");
    world.service.move("Users", account("bob"));
    stub(former, named);
    group("ada");

    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void whatTheTargetHidesIsNotWrittenOnceMoreToTheStrangerWhoHasTheId() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("ada", "cy");
    ObjectNode ada = withManager("cy").put("userName", "ada").put("active", true);
    upload("User", "ada", ada);
    cycle();
    reassign("cy", true);

    cycle();
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertThat(manager("ada")).isEqualTo(id("cy"));
    assertNothingLeftToDo();
  }
}
