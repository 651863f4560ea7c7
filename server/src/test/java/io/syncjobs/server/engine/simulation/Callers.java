package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.ResetScope;
import io.syncjobs.server.job.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Callers who change the source and the jobs, and what they have asked for so far. For one thread at a time. */
final class Callers {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Duration RETENTION = Duration.ofDays(31);

  private final World world;
  private final Tenant tenant;
  private final Random random;
  private final List<String> users = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** ExternalIds of records whose entries were removed from the directory. A later upload brings them back only if it changes something. */
  final Set<String> purged = new HashSet<>();

  /** All groups and members that were uploaded together at any time. */
  final Set<String> everMembers = new HashSet<>();

  /** Whether the title comes from the department. */
  boolean titleFromDepartment;

  /** Department of the users in scope; empty for all users. */
  String scope = "";

  Callers(Tenant tenant, Random random) {
    world = tenant.world;
    this.tenant = tenant;
    this.random = random;
  }

  /**
   * Changes something.
   *
   * @param mayProvision whether it may also be a provisioning on demand
   */
  void change(boolean mayProvision) {
    switch (random.nextInt(mayProvision ? 20 : 18)) {
      case 0, 1, 2 -> uploadUser();
      case 3, 4, 5 -> changeUser();
      case 6 -> switchUser();
      case 7 -> deleteUser();
      case 8 -> restoreUser();
      case 9, 10 -> regroup();
      case 11 -> rename();
      case 12 -> editSchema();
      case 13 -> restart();
      case 14 -> pause();
      case 15, 16 -> changeScope();
      case 17 -> purge();
      default -> provision();
    }
  }

  private void upload(String type, String externalId, ObjectNode data) {
    data.put("externalId", externalId);
    world.steps.log("upload " + type + " " + externalId + " " + data);
    world
        .control()
        .upload(
            tenant.inbound,
            job -> List.of(new UploadedOperation("1", new UploadedRecord(type, externalId, data))));
  }

  private String freeName() {
    String name;
    do {
      name = "Name" + random.nextInt(40);
    } while (!names.add(name));
    return name;
  }

  /** Name of a new user, who may have an account in the target already. */
  private String newcomer() {
    List<String> known = world.earlier.names();
    String name = known.isEmpty() ? "" : any(known);
    return random.nextBoolean() && !name.isEmpty() && names.add(name) ? name : freeName();
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void uploadUser() {
    if (users.size() > 12) {
      changeUser();
      return;
    }
    String externalId = "x" + users.size();
    ObjectNode data = JSON.objectNode()
        .put("userName", newcomer())
        .put("displayName", "User " + externalId)
        .put("active", random.nextInt(5) > 0);
    if (random.nextBoolean()) {
      data.put("title", "Title" + random.nextInt(3));
    }
    if (random.nextBoolean()) {
      data.putObject(SimulatedService.ENTERPRISE).put("department", "Dep" + random.nextInt(3));
    }
    users.add(externalId);
    upload("User", externalId, data);
  }

  private void changeUser() {
    if (users.isEmpty()) {
      return;
    }
    ObjectNode data = JSON.objectNode();
    switch (random.nextInt(4)) {
      case 0 -> {
        if (random.nextInt(3) == 0) {
          data.putNull("title");
        } else {
          data.put("title", "Title" + random.nextInt(3));
        }
      }
      case 1 ->
        data.putObject(SimulatedService.ENTERPRISE).put("department", "Dep" + random.nextInt(3));
      case 2 -> {
        ObjectNode extension = data.putObject(SimulatedService.ENTERPRISE);
        if (random.nextInt(3) == 0) {
          extension.putNull("manager");
        } else {
          extension.putObject("manager").put("value", any(users));
        }
      }
      default -> data.put("displayName", "User " + random.nextInt(5));
    }
    upload("User", any(users), data);
  }

  private void switchUser() {
    if (!users.isEmpty()) {
      upload("User", any(users), JSON.objectNode().put("active", random.nextInt(3) == 0));
    }
  }

  private void deleteUser() {
    if (!users.isEmpty()) {
      tenant.find("User", any(users)).ifPresent(user -> {
        world.steps.log("delete User " + Tenant.externalId(user));
        world.directory().target(tenant.id).delete("User", user.id());
      });
    }
  }

  private void restoreUser() {
    if (!users.isEmpty()) {
      tenant.find("User", any(users)).ifPresent(user -> {
        world.steps.log("restore User " + Tenant.externalId(user));
        tenant.change("User", user.id(), Map.of("IsSoftDeleted", BooleanNode.FALSE));
      });
    }
  }

  private void regroup() {
    if (groups.isEmpty() || (groups.size() < 4 && random.nextInt(3) == 0)) {
      groups.add("g" + groups.size());
    } else if (random.nextInt(8) == 0) {
      String group = any(groups);
      tenant.find("Group", group).ifPresent(entry -> {
        world.steps.log("delete Group " + group);
        world.directory().target(tenant.id).delete("Group", entry.id());
        purged.add(group);
      });
      return;
    }
    String group = any(groups);
    ObjectNode data = JSON.objectNode().put("displayName", "Group " + group);
    ArrayNode members = data.putArray("members");
    users.stream().filter(user -> random.nextBoolean()).forEach(user -> {
      members.addObject().put("value", user);
      everMembers.add(group + " " + user);
    });
    upload("Group", group, data);
  }

  private void rename() {
    if (!users.isEmpty()) {
      upload("User", any(users), JSON.objectNode().put("userName", freeName()));
    }
  }

  private void editSchema() {
    titleFromDepartment = !titleFromDepartment;
    String source = titleFromDepartment ? "department" : "jobTitle";
    world.steps.log("title from " + source);
    ObjectNode schema = tenant.schema(tenant.outbound);
    schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings").forEach(mapping -> {
      if (mapping.path("targetAttributeName").asString("").equals("title")) {
        ((ObjectNode) mapping)
            .putObject("source")
            .put("name", source)
            .put("type", "Attribute")
            .put("expression", "[" + source + "]")
            .putArray("parameters");
      }
    });
    world.schemas().replace(tenant.outbound, version -> true, schema);
  }

  private void changeScope() {
    scope = random.nextInt(3) > 0 ? "" : "Dep" + random.nextInt(3);
    world.steps.log("scope " + (scope.isEmpty() ? "all users" : scope));
    ObjectNode schema = tenant.schema(tenant.outbound);
    ObjectNode users = (ObjectNode) schema.at("/synchronizationRules/0/objectMappings/0");
    if (scope.isEmpty()) {
      users.putNull("scope");
    } else {
      Tenant.onlyWith(users, "department", scope);
    }
    world.schemas().replace(tenant.outbound, version -> true, schema);
  }

  private void provision() {
    List<Entry> entries = tenant.directory();
    if (!entries.isEmpty()) {
      tenant.provision(entries.get(random.nextInt(entries.size())));
    }
  }

  private JobKey anyJob() {
    return random.nextBoolean() ? tenant.inbound : tenant.outbound;
  }

  private void restart() {
    Set<ResetScope> scopes = EnumSet.noneOf(ResetScope.class);
    Arrays.stream(ResetScope.values()).filter(scope -> random.nextInt(3) == 0).forEach(scopes::add);
    // A job that has forgotten its entries or its failures has to read everything again.
    if (scopes.contains(ResetScope.CONNECTOR_DATA_STORE) || scopes.contains(ResetScope.ESCROWS)) {
      scopes.add(ResetScope.WATERMARK);
    }
    JobKey key = anyJob();
    // A restart of a stopped job drops the uploads that it has not read.
    if (tenant.job(key).schedule().state() != Schedule.State.ACTIVE) {
      return;
    }
    world.steps.log("restart " + key.id().substring(0, 4) + " " + scopes);
    world.control().apply(key, new JobEvent.Restart(scopes));
  }

  private void pause() {
    JobKey key = anyJob();
    JobEvent event = switch (random.nextInt(4)) {
      case 0 -> new JobEvent.Pause();
      case 1 -> new JobEvent.Disable();
      default -> new JobEvent.Start();
    };
    world.steps.log(event + " " + key.id().substring(0, 4));
    world.control().apply(key, event);
  }

  private void purge() {
    if (random.nextInt(4) == 0) {
      world.steps.log("users that were deleted before are removed for good");
      world.clock.advance(RETENTION);
      world.directory().removeExpired();
      for (String user : users) {
        if (tenant.find("User", user).map(Entry::id).isEmpty()) {
          purged.add(user);
        }
      }
    }
  }
}
