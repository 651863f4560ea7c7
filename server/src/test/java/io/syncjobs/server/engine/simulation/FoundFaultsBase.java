package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Base of tests of faults that runs of the simulation found; each test has a tenant of its own. */
abstract class FoundFaultsBase {

  final World world = World.shared();

  /** Set by {@link #begin}, with which each test begins. */
  @SuppressWarnings("NullAway.Init")
  Tenant tenant;

  final void begin(Quirks quirks) {
    world.reset(new Random(1), quirks, () -> {});
    tenant = new Tenant(world, new Random(1), false);
  }

  final void upload(String type, String externalId, ObjectNode data) {
    data.put("externalId", externalId);
    world
        .control()
        .upload(
            tenant.inbound,
            job -> List.of(new UploadedOperation("1", new UploadedRecord(type, externalId, data))));
  }

  final void user(String externalId, boolean active) {
    upload(
        "User",
        externalId,
        JsonNodeFactory.instance.objectNode().put("userName", externalId).put("active", active));
  }

  final void group(String... members) {
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("displayName", "Staff");
    var array = data.putArray("members");
    List.of(members).forEach(member -> array.addObject().put("value", member));
    upload("Group", "staff", data);
  }

  /** Begins with Ada and Bob as staff. */
  final void hireAdaAndBob(Quirks quirks) {
    begin(quirks);
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    cycle();
  }

  /** Narrows the scope of users to a department. */
  final void scopeToStaff() {
    ObjectNode schema = tenant.schema(tenant.outbound);
    ObjectNode users = (ObjectNode) schema.at("/synchronizationRules/0/objectMappings/0");
    Tenant.onlyWith(users, "department", "Staff");
    world.schemas().replace(tenant.outbound, version -> true, schema);
  }

  final void cycle() {
    world.clock.advance(Duration.ofHours(25));
    tenant.runDue(false);
  }

  final void killAt(String step) {
    world.steps.killAt(step);
    cycle();
    world.steps.killing(0);
  }

  final ObjectNode account(String name) {
    return world.service.all("Users").stream()
        .filter(user -> user.path("userName").asString("").equals(name))
        .findFirst()
        .orElseThrow();
  }

  final List<String> members() {
    return world
        .service
        .all("Groups")
        .get(0)
        .path("members")
        .valueStream()
        .map(member -> member.path("value").asString(""))
        .toList();
  }

  final String id(String name) {
    return account(name).path("id").stringValue();
  }

  static ObjectNode withManager(String manager) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putObject(SimulatedService.ENTERPRISE).putObject("manager").put("value", manager);
    return data;
  }

  final String manager(String name) {
    return account(name)
        .path(SimulatedService.ENTERPRISE)
        .path("manager")
        .path("value")
        .asString("");
  }

  final void deleteInsteadOfDisabling() {
    mapUsers(mappings ->
        mappings.removeIf(each -> each.path("targetAttributeName").asString("").equals("active")));
  }

  final void mapUsers(Consumer<ArrayNode> edit) {
    map(0, edit);
  }

  final void mapGroups(Consumer<ArrayNode> edit) {
    map(1, edit);
  }

  private void map(int mapping, Consumer<ArrayNode> edit) {
    ObjectNode schema = tenant.schema(tenant.outbound);
    edit.accept((ArrayNode)
        schema.at("/synchronizationRules/0/objectMappings/" + mapping + "/attributeMappings"));
    world.schemas().replace(tenant.outbound, version -> true, schema);
    cycle();
  }

  final void hide(String id) {
    world.service.hideFromReads(id);
    world.service.hideFromSearches(id);
  }

  final void leave(String type, String name) {
    world
        .directory()
        .target(tenant.id)
        .delete(type, tenant.find(type, name).orElseThrow().id());
  }

  final boolean isActive(String name) {
    return account(name).path("active").booleanValue();
  }

  final List<String> accounts() {
    return world.service.all("Users").stream()
        .map(user -> user.path("userName").asString(""))
        .toList();
  }

  final long escrows() {
    return tenant.job(tenant.outbound).progress().escrows();
  }

  final List<String> failures() {
    return world
        .log(tenant)
        .lines()
        .filter(event -> event.contains("\"result\":\"FAILURE\""))
        .toList();
  }

  final void assertOnlyAdaHasAccess() {
    assertThat(world.service.all("Users"))
        .allMatch(user -> user.path("active").booleanValue()
            == user.path("userName").asString("").equals("ada"));
  }

  final void assertNothingLeftToDo() {
    assertThat(escrows()).isZero();
    assertThat(tenant.job(tenant.outbound).progress().quarantine()).isNull();
    int before = world.steps.trace().size();
    cycle();
    cycle();
    assertThat(world.steps.trace().subList(before, world.steps.trace().size()))
        .noneMatch(step -> step.matches("(PATCH|DELETE|POST) .*"));
  }
}
