package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Members and managers that the target takes, as it says, and does not show. */
@ResourceLock(World.NAME)
class UnheededReferencesTest extends FoundFaultsBase {

  private static final HttpResult NO_CONTENT = new HttpResult(204, null, new byte[0]);

  private void hire(Quirks quirks) {
    begin(quirks);
    user("ada", true);
    user("bob", true);
    cycle();
  }

  private long writes(int from) {
    return world.steps.trace().stream()
        .skip(from)
        .filter(step -> step.startsWith("PATCH"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMemberThatWasNotTakenIsAddedAgain(boolean first) {
    hire(Quirks.NONE);
    if (!first) {
      group("bob");
      cycle();
    }
    world.http.breakAt("\"path\":\"members\"", () -> NO_CONTENT);
    group("bob", "ada");
    cycle();
    assertThat(world.log(tenant)).contains("but does not show " + (first ? 2 : 1) + " of members");
    world.http.breakAt(null, null);

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertNothingLeftToDo();
  }

  private void exchangeMembers() {
    hire(Quirks.NONE);
    user("cy", true);
    group("ada", "bob", "cy");
    cycle();
    user("dan", true);
    cycle();
    group("ada", "dan");
  }

  @Test
  void aTargetThatTakesOneChangeInARequestGetsThemOneByOne() {
    exchangeMembers();
    world.http.refuse("},{\"op\":\"remove\"");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("dan"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 500})
  void aMemberWhomTheTargetRefusesToRemoveKeepsNoOtherFromLeavingOrJoining(int status) {
    exchangeMembers();
    world.http.refuse("members[value eq \\\"" + id("cy"), status);
    world.http.refuse("\"op\":\"replace\",\"path\":\"members\"", status);
    world.http.refuse("emove\",\"path\":\"members\",\"value\"", status);

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"), id("dan"));
    assertThat(world.log(tenant))
        .contains("The target refused to remove 1 of members", id("cy"))
        .contains("Added 1 and removed 1 of members");
    world.http.refuse(null);
    cycle();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("dan"));
    assertNothingLeftToDo();
  }

  @Test
  void aManagerWhoWasNotTakenIsSetAgain() {
    hire(Quirks.NONE);
    world.http.breakAt("manager", () -> NO_CONTENT);
    upload("User", "ada", withManager("bob"));
    cycle();
    assertThat(world.log(tenant)).contains("but does not show 1 of", "written once more later");
    world.http.breakAt(null, null);

    cycle();

    assertThat(manager("ada")).isEqualTo(id("bob"));
    assertNothingLeftToDo();
  }

  @Test
  void anotherManagerWhoWasNotTakenIsSetAgain() {
    hire(Quirks.NONE);
    upload("User", "ada", withManager("bob"));
    cycle();
    world.http.breakAt("manager", () -> NO_CONTENT);
    upload("User", "ada", withManager("ada"));
    cycle();
    assertThat(escrows()).isOne();
    world.http.breakAt(null, null);

    cycle();

    assertThat(manager("ada")).isEqualTo(id("ada"));
    assertNothingLeftToDo();
  }

  @Test
  void hiddenReferencesAreWrittenTwiceAtMost() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("bob");
    upload("User", "ada", withManager("bob"));
    cycle();
    cycle();
    assertThat(world.log(tenant)).contains("is assumed to hide them");
    assertThat(members()).isEqualTo(List.of(id("bob")));
    assertNothingLeftToDo();
    int before = world.steps.trace().size();

    group("bob", "ada");
    cycle();
    cycle();

    assertThat(writes(before)).isOne();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
  }

  /** A value is removed before it is added once more, as some services would store it twice. */
  @Test
  void aHiddenMemberIsAddedAgainAfterARefusalOfTheSecondTime() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("bob");
    cycle();
    world.http.refuse("\"op\":\"add\",\"path\":\"members\"", 403);
    cycle();
    assertThat(members()).isEmpty();
    world.http.refuse(null);

    cycle();

    assertThat(members()).isEqualTo(List.of(id("bob")));
    cycle();
    assertNothingLeftToDo();
  }

  @Test
  void aRemovalThatTheTargetDoesNotShowIsSaidToBeBelievedOnce() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("bob", "ada");
    cycle();
    cycle();
    group("bob");
    cycle();
    cycle();
    cycle();

    assertThat(members()).isEqualTo(List.of(id("bob")));
    assertThat(world.log(tenant)).containsOnlyOnce("with success to the removal of 1 of members");
    assertNothingLeftToDo();
  }

  @Test
  void referencesThatAreShownLateAreNotWrittenTwice() {
    hire(Quirks.NONE.late(Duration.ofMinutes(30)));
    group("bob");
    cycle();
    int before = world.steps.trace().size();

    cycle();

    assertThat(writes(before)).isZero();
    assertThat(members()).isEqualTo(List.of(id("bob")));
  }

  /** The target answers any write with success, also to ids that it has no longer. */
  @ParameterizedTest
  @EnumSource(names = {"ALL", "NONE"})
  void aMemberIsRemovedFromAGroupThatIsFoundUnderANewIdLater(Quirks.Shown shown) {
    hire(shown == Quirks.Shown.ALL ? Quirks.NONE : Quirks.NONE.showing(shown));
    group("bob", "ada");
    cycle();
    cycle();
    String former = world.service.all("Groups").get(0).path("id").stringValue();
    ObjectNode group = world.service.move("Groups", world.service.all("Groups").get(0));
    world.service.hideFromSearches(group.path("id").stringValue());
    world.http.breakAt("PATCH /scim/Groups/" + former, () -> NO_CONTENT);
    group("bob");
    cycle();
    assertThat(members()).hasSize(2);
    assertThat(world.log(tenant)).contains("took the change of members", "may have another id");
    world.service.showAll();

    cycle();

    assertThat(members()).isEqualTo(List.of(id("bob")));
    cycle();
    assertNothingLeftToDo();
  }
}
