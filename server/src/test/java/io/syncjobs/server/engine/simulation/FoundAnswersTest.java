package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers of targets that were taken for something else than they are. */
@ResourceLock(World.NAME)
class FoundAnswersTest extends FoundFaultsBase {

  @Test
  void twoAccountsOfTheSameNameAreLeftAloneThoughEachPageShowsOne() {
    begin(Quirks.NONE.withShiftingPages());
    ObjectNode eve = JsonNodeFactory.instance.objectNode().put("userName", "eve");
    world.service.add("Users", eve.deepCopy());
    world.service.add("Users", eve.deepCopy());
    user("eve", true);

    cycle();

    assertThat(world.service.writes()).isEmpty();
    assertThat(world.failures()).contains("DuplicateTargetEntries");
  }

  @Test
  void anAnswerThatEndsTooEarlyIsNoReasonToTakeTheTargetForSomethingElse() {
    world.reset(new Random(1), Quirks.NONE, () -> {});
    tenant = new Tenant(world, new Random(1), false);
    user("ada", true);
    world.http.cutAnswerTo("POST /scim/Users");

    cycle();
    cycle();

    assertThat(tenant.job(tenant.outbound).progress().quarantine()).isNull();
    assertThat(world.service.all("Users")).hasSize(1);
    assertThat(world.steps.trace()).noneMatch(step -> step.contains("ServiceIncompatible"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 405, 500, 501, 503})
  void whatTheTargetRefusesToWithdrawIsWithdrawnLaterThoughItIsHidden(int status) {
    world.reset(new Random(1), Quirks.NONE.showing(Quirks.Shown.NONE), () -> {});
    tenant = new Tenant(world, new Random(1), true);
    user("bob", true);
    ObjectNode ada = JsonNodeFactory.instance.objectNode().put("userName", "ada");
    ada.put("title", "Boss");
    ada.putObject(SimulatedService.ENTERPRISE)
        .put("department", "Finance")
        .putObject("manager")
        .put("value", "bob");
    upload("User", "ada", ada);
    group("ada", "bob");
    cycle();
    assertThat(members()).hasSize(2);
    assertThat(manager("ada")).isEqualTo(id("bob"));
    ObjectNode none = JsonNodeFactory.instance.objectNode().putNull("title");
    none.putObject(SimulatedService.ENTERPRISE).putNull("department").putNull("manager");
    upload("User", "ada", none);
    group("bob");
    world.http.refuse("\"op\":\"remove\"", status);
    world.http.refuse("\"op\":\"Remove\"", status);
    world.http.refuse("\"op\":\"replace\"", status);
    cycle();
    assertThat(members()).hasSize(2);
    world.http.refuse(null);

    cycle();
    cycle();

    assertThat(members()).containsExactly(id("bob"));
    assertThat(manager("ada")).isEmpty();
    assertThat(account("ada").has("title")).isFalse();
    assertThat(account("ada").path("roles")).isEmpty();
    assertThat(account("ada").path("entitlements")).isEmpty();
  }

  @Test
  void aHiddenValueThatTheTargetRefusesToRemoveWithoutAReasonIsAssumedToBeGoneInTheEnd() {
    world.reset(new Random(1), Quirks.NONE.showing(Quirks.Shown.NONE), () -> {});
    tenant = new Tenant(world, new Random(1), true);
    withTitle("Boss");
    cycle();
    withTitle(null);
    world.http.refuse("\"op\":\"remove\"", 400);

    cycles(10);
    assertThat(world.failures()).contains("Not here");
    assertThat(tenant.job(tenant.outbound).progress().escrows()).isPositive();
    cycles(5);

    assertThat(tenant.job(tenant.outbound).progress().escrows()).isZero();
    assertThat(world.log(tenant)).contains("title").contains("assumed to be gone");
    int writes = world.steps.trace().size();
    cycle();
    assertThat(world.steps.trace().subList(writes, world.steps.trace().size()))
        .noneMatch(step -> step.startsWith("PATCH"));
  }

  private void withTitle(@Nullable String title) {
    upload(
        "User",
        "ada",
        JsonNodeFactory.instance.objectNode().put("userName", "ada").put("title", title));
  }

  private void cycles(int number) {
    for (int i = 0; i < number; i++) {
      cycle();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 500})
  void whoLeavesIsDisabledThoughTheTargetRefusesAnotherValue(int status) {
    begin(Quirks.NONE);
    upload("User", "ada", titled("Boss", true));
    cycle();
    world.http.refuse("Chair", status);
    upload("User", "ada", titled("Chair", false));

    cycle();

    assertThat(account("ada").path("active").booleanValue()).isFalse();
    assertThat(account("ada").path("title").stringValue()).isEqualTo("Boss");
    world.http.refuse(null);
    cycle();
    assertThat(account("ada").path("title").stringValue()).isEqualTo("Chair");
  }

  @Test
  void aValueIsWithdrawnThoughTheTargetRefusesAnother() {
    world.reset(new Random(1), Quirks.NONE, () -> {});
    tenant = new Tenant(world, new Random(1), true);
    ObjectNode ada = titled("Boss", true);
    ada.putObject(SimulatedService.ENTERPRISE).put("department", "Finance");
    upload("User", "ada", ada);
    cycle();
    assertThat(department()).isEqualTo("Finance");
    world.http.refuse("Chair");
    ObjectNode less = titled("Chair", true);
    less.putObject(SimulatedService.ENTERPRISE).putNull("department");
    upload("User", "ada", less);

    cycle();

    assertThat(department()).isEmpty();
    assertThat(account("ada").path("title").stringValue()).isEqualTo("Boss");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MultiValueAddOnly", "ValueAddOnly", "AttributeAddOnly"})
  void aHiddenValueOfManyIsAddedWhereTheMappingOnlyAdds(String flowType) {
    world.reset(new Random(1), Quirks.NONE.showing(Quirks.Shown.NONE), () -> {});
    tenant = new Tenant(world, new Random(1), false);
    ObjectNode schema = tenant.schema(tenant.outbound);
    schema
        .at("/synchronizationRules/0/objectMappings/0/attributeMappings")
        .valueStream()
        .filter(each -> each.path("targetAttributeName").asString("").equals("entitlements"))
        .forEach(each -> ((ObjectNode) each).put("flowType", flowType));
    world.schemas().replace(tenant.outbound, version -> true, schema);
    withTitle("Boss");
    cycle();
    ObjectNode granted = JsonNodeFactory.instance.objectNode();
    ObjectNode operation = granted.putArray("Operations").addObject();
    operation.put("op", "add").put("path", "entitlements");
    operation.putArray("value").addObject().put("value", "granted by others");
    world.service.handle("PATCH", "/scim/Users/" + id("ada"), granted);
    assertThat(account("ada").path("entitlements").toString()).contains("Boss", "others");
    withTitle("Chair");

    cycle();

    assertThat(account("ada").path("entitlements").toString()).contains("others", "Chair");
  }

  private String department() {
    return account("ada").path(SimulatedService.ENTERPRISE).path("department").asString("");
  }

  private static ObjectNode titled(String title, boolean active) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("userName", "ada")
        .put("title", title)
        .put("active", active);
  }
}
