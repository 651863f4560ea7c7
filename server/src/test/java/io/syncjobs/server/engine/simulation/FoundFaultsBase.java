package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import java.time.Duration;
import java.util.List;
import java.util.Random;
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
}
