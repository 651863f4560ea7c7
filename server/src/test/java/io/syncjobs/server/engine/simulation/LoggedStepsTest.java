package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The steps that the provisioning log tells of an entry in a cycle. */
@ResourceLock(World.NAME)
class LoggedStepsTest extends FoundFaultsBase {

  private void hire(Quirks quirks) {
    begin(quirks);
    user("ada", true);
    user("bob", true);
    cycle();
  }

  private void dismissManager() {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "ada", none);
    cycle();
  }

  private String lastEvent(String type) {
    return world
        .log(tenant)
        .lines()
        .filter(event -> event.contains("\"type\":\"" + type + "\""))
        .reduce("", (before, event) -> event);
  }

  @Test
  void theRemovalOfAManagerIsToldAsOne() {
    hire(Quirks.NONE);
    upload("User", "ada", withManager("bob"));
    cycle();
    assertThat(lastEvent("User")).contains("Set urn:");

    dismissManager();

    assertThat(manager("ada")).isEmpty();
    assertThat(lastEvent("User")).contains("Removed urn:", ":manager.").doesNotContain("Set urn:");
  }

  @Test
  void aHiddenManagerWhoIsRemovedIsNotAssumedToBeThere() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    upload("User", "ada", withManager("bob"));
    cycle();
    cycle();

    dismissManager();

    assertThat(manager("ada")).isEmpty();
    assertThat(lastEvent("User"))
        .contains("They are assumed to be gone.")
        .doesNotContain("assumed to be there");
  }

  @Test
  void onlyHiddenMembersWhoStayAreAssumedToBeThere() {
    hire(Quirks.NONE.showing(Quirks.Shown.NONE));
    group("ada", "bob");
    cycle();
    cycle();
    String ada = id("ada");
    String bob = id("bob");

    group("ada");
    cycle();

    assertThat(members()).containsExactly(ada);
    assertThat(lastEvent("Group"))
        .contains(
            "does not show 1 of members: " + ada
                + ", which were written before. They are assumed to be there.",
            "the removal of 1 of members: " + bob)
        .contains("They are assumed to be gone.");
    group();
    cycle();
    assertThat(lastEvent("Group")).doesNotContain("assumed to be there");
  }

  @Test
  void whatSeveralAttemptsOfACycleLeaveUndoneIsToldOnce() {
    hire(Quirks.NONE);
    mapUsers(mappings -> mappings.removeIf(mapping -> mapping.toString().contains("jobTitle")));
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("displayName", "Bob"));
    world.http.breakAt("/scim/", () -> {
      throw new ConnectException("Connection refused");
    });
    cycle();
    cycle();
    world.http.breakAt(null, null);

    cycle();

    assertThat(account("bob").path("displayName").asString("")).isEqualTo("Bob");
    String ada = world
        .log(tenant)
        .lines()
        .filter(event -> event.contains(id("ada")))
        .reduce("", (before, event) -> event);
    assertThat(ada).containsOnlyOnce("No mapped value has changed.");
  }
}
