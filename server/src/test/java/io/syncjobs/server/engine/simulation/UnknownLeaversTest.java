package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Users who left before the job knew them, or after it took their accounts for gone. */
@ResourceLock(World.NAME)
class UnknownLeaversTest extends FoundFaultsBase {

  private static final Set<ResetScope> FULL = Set.of(
      ResetScope.CONNECTOR_DATA_STORE,
      ResetScope.ESCROWS,
      ResetScope.WATERMARK,
      ResetScope.QUARANTINE_STATE);

  private void existing(String name) {
    world.service.add(
        "Users",
        JsonNodeFactory.instance
            .objectNode()
            .put("userName", name)
            .put("title", "Chief")
            .put("active", true));
  }

  private void restart(Set<ResetScope> scopes) {
    world.control().apply(tenant.outbound, new JobEvent.Restart(scopes));
  }

  @Test
  void whoWasDisabledBeforeTheFirstCycleLosesAnAccountThatMatches() {
    begin(Quirks.NONE);
    existing("bob");
    user("bob", false);

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(account("bob").path("title").stringValue()).isEqualTo("Chief");
    assertThat(world.log(tenant)).contains("It is assumed that", "DISABLE");
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWasDeletedBeforeTheFirstCycleLosesAnAccountThatMatches(boolean deletes) {
    begin(Quirks.NONE);
    world.control().apply(tenant.outbound, new JobEvent.Pause());
    user("bob", true);
    cycle();
    existing("bob");
    if (deletes) {
      deleteInsteadOfDisabling();
    }
    leave("User", "bob");
    world.control().apply(tenant.outbound, new JobEvent.Start());

    cycle();

    assertThat(accounts().contains("bob") && isActive("bob")).isFalse();
    assertThat(accounts().contains("bob")).isEqualTo(!deletes);
    assertNothingLeftToDo();
  }

  @Test
  void whoHasNoAccountThatMatchesIsSkippedWithTheReason() {
    begin(Quirks.NONE);
    user("bob", false);

    cycle();

    assertThat(accounts()).isEmpty();
    assertThat(world.log(tenant)).contains("has never provisioned", "matches it");
    assertNothingLeftToDo();
  }

  @Test
  void whoNeverWasInScopeKeepsAnAccount() {
    begin(Quirks.NONE);
    existing("bob");
    scopeToStaff();
    user("bob", true);

    cycle();

    assertThat(isActive("bob")).isTrue();
    assertThat(world.log(tenant)).contains("did not look for one", "is out of scope");
  }

  @Test
  void whoComesBackUnderAnotherNameHasTheAccountThatWasFoundWhenItWasDisabled() {
    begin(Quirks.NONE);
    upload("User", "bob", names("bob"));
    killAt("after POST");
    user("bob", false);
    cycle();
    cycle();
    assertThat(isActive("bob")).isFalse();
    // Nothing but the name tells that the job has written it.
    ObjectNode changed = account("bob").put("displayName", "Somebody");
    changed.propertyNames().stream()
        .filter(name -> name.startsWith("urn:"))
        .toList()
        .forEach(changed::remove);
    world.service.change("Users", changed);

    upload("User", "bob", names("robert"));
    cycle();

    assertThat(accounts()).containsExactly("robert");
    assertNothingLeftToDo();
  }

  /** Whether the target shows all values that it has taken; others are looked at once more. */
  @ParameterizedTest
  @EnumSource(names = {"ALL", "NONE"})
  void whoWasRenamedAndDisabledAtOnceIsFoundByThatName(Quirks.Shown shown) {
    begin(Quirks.NONE.showing(shown));
    upload("User", "bob", names("bob"));
    cycle();
    ObjectNode leaver = names("bert").put("active", false);
    leaver.putObject(SimulatedService.ENTERPRISE).put("department", "Staff");
    upload("User", "bob", leaver);
    cycle();
    assertThat(isActive("bert")).isFalse();
    String former = id("bert");
    world.service.move("Users", account("bert"));
    world.service.change("Users", JsonNodeFactory.instance.objectNode().put("id", former));

    upload("User", "bob", names("robert"));
    cycle();

    assertThat(accounts()).containsExactlyInAnyOrder("", "robert");
    assertThat(id("robert")).isNotEqualTo(former);
    assertThat(isActive("robert")).isTrue();
    assertNothingLeftToDo();
  }

  private static ObjectNode names(String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("userName", name)
        .put("displayName", "Bob")
        .put("active", true);
  }

  @Test
  void anAccountOfSomebodyElseIsKept() {
    begin(Quirks.NONE);
    user("bob", true);
    cycle();
    cycle();
    matchBy("jobTitle");
    user("eva", false);
    cycle();
    for (String name : List.of("bob", "eva")) {
      tenant.change(
          "User",
          tenant.find("User", name).orElseThrow().id(),
          Map.of("jobTitle", StringNode.valueOf("Boss")));
      cycle();
    }

    assertThat(isActive("bob")).isTrue();
  }

  private void matchBy(String source) {
    mapUsers(mappings -> mappings.forEach(mapping -> {
      boolean title = mapping.at("/source/name").asString("").equals(source);
      ((ObjectNode) mapping).put("matchingPriority", title ? 1 : 0);
    }));
  }

  @Test
  void aLeaverWhoseAccountWasTakenForGoneLosesItWhenItIsShownAgain() {
    begin(Quirks.NONE);
    user("bob", true);
    cycle();
    cycle();
    String id = id("bob");
    hide(id);
    world.http.breakAt("/Users/" + id, () -> new HttpResult(404, null, new byte[0]));
    user("bob", false);
    for (int i = 0; i < 13; i++) {
      cycle();
    }
    assertThat(world.log(tenant)).contains("assumed to be gone");
    world.service.showAll();
    world.http.breakAt(null, null);
    scopeToStaff();

    restart(FULL);
    cycle();

    assertThat(isActive("bob")).isFalse();
    assertNothingLeftToDo();
  }

  @Test
  void whoLeftWhileAJobWasStoppedLosesAccessAfterAFullRestart() {
    begin(Quirks.NONE);
    user("bob", true);
    user("ada", true);
    cycle();
    cycle();
    world.control().apply(tenant.outbound, new JobEvent.Pause());
    user("bob", false);
    leave("User", "ada");
    tenant.run();
    world.control().apply(tenant.outbound, new JobEvent.Start());

    restart(FULL);
    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(isActive("ada")).isFalse();
  }
}
