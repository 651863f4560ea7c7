package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What source and mapping demand of the directory and the target, worked out without the engine. For one thread. */
final class Demand {

  private static final Map<String, String> INBOUND = Map.of(
      "userName",
      "userPrincipalName",
      "displayName",
      "displayName",
      "title",
      "jobTitle",
      "active",
      "accountEnabled",
      SimulatedService.ENTERPRISE + ":department",
      "department");

  private final Tenant tenant;
  private final boolean clears;
  private final boolean titleFromDepartment;
  private final Set<String> purged;
  private final List<String> faults = new ArrayList<>();

  /** @param purged externalIds of records that were removed from the directory and not uploaded since */
  Demand(Tenant tenant, boolean clears, boolean titleFromDepartment, Set<String> purged) {
    this.tenant = tenant;
    this.clears = clears;
    this.titleFromDepartment = titleFromDepartment;
    this.purged = purged;
  }

  /** Differences between what is demanded and what is. */
  List<String> faults() {
    Map<String, Entry> directory = directory();
    uploads(directory);
    Map<String, ObjectNode> accounts = accounts(directory);
    groups(directory, accounts);
    counts();
    log();
    return faults;
  }

  private void require(boolean condition, String fault) {
    if (!condition) {
      faults.add(fault);
    }
  }

  /** Entries of the directory by type and externalId. */
  private Map<String, Entry> directory() {
    Map<String, Entry> entries = new HashMap<>();
    for (Entry entry : tenant.directory()) {
      String key = entry.type() + " " + Tenant.externalId(entry);
      require(entries.put(key, entry) == null, "The directory has two of " + key);
    }
    return entries;
  }

  private void uploads(Map<String, Entry> directory) {
    for (Entry record : tenant.uploaded()) {
      String key = record.type() + " " + record.id();
      @Nullable Entry entry = directory.get(key);
      if (entry == null) {
        require(purged.contains(record.id()), "The directory lacks " + key);
      } else if (record.type().equals("User")) {
        INBOUND.forEach((from, to) -> same(key, to, record.value(from), entry.value(to)));
        manager(
            key,
            id(directory, record.value(SimulatedService.ENTERPRISE + ":manager")),
            entry.value("manager").asString(""));
      } else {
        Set<String> wanted = new TreeSet<>();
        record.value("members").forEach(member -> {
          String id = id(directory, member);
          if (id != null && !id.isEmpty()) {
            wanted.add(id);
          }
        });
        Set<String> there = new TreeSet<>();
        entry.value("members").forEach(member -> there.add(member.asString("")));
        require(wanted.equals(there), key + " of the directory has " + there + ", not " + wanted);
      }
    }
  }

  /** Id of an entry of the directory; empty for no reference, null if it refers to nothing. */
  private static @Nullable String id(Map<String, Entry> directory, JsonNode externalId) {
    String text = externalId.asString("");
    @Nullable Entry entry = directory.get("User " + text);
    return text.isEmpty() ? "" : entry == null ? null : entry.id();
  }

  private void manager(String key, @Nullable String wanted, String there) {
    require(
        wanted == null || wanted.equals(there),
        key + " has the manager '" + there + "', not '" + wanted + "'");
  }

  private void same(String key, String attribute, JsonNode wanted, JsonNode there) {
    String text = wanted.asString("");
    boolean any = text.isEmpty() && !clears;
    require(
        any || text.equalsIgnoreCase(there.asString("")),
        key + " has " + attribute + " '" + there.asString("") + "', not '" + text + "'");
  }

  /** Checks users of the target, and returns them by the id of their entry in the directory. */
  private Map<String, ObjectNode> accounts(Map<String, Entry> directory) {
    Map<String, ObjectNode> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (ObjectNode user : tenant.world.service.all("Users")) {
      String name = user.path("userName").asString("");
      require(byName.put(name, user) == null, "The target has two users " + name);
    }
    Map<String, ObjectNode> byEntry = new HashMap<>();
    Set<String> unknown = new HashSet<>(byName.keySet());
    for (Entry entry : directory.values()) {
      if (entry.type().equals("User")) {
        String name = entry.value("userPrincipalName").asString("");
        @Nullable ObjectNode account = byName.get(name);
        unknown.removeIf(name::equalsIgnoreCase);
        boolean on = !entry.value("IsSoftDeleted").booleanValue();
        require(account != null || !on, "The target lacks " + name);
        if (account != null) {
          byEntry.put(entry.id(), account);
          account(entry, account, on);
        }
      }
    }
    require(unknown.isEmpty(), "The target has users that are not in the directory: " + unknown);
    byEntry.forEach((id, account) -> directory.values().stream()
        .filter(entry -> entry.id().equals(id))
        .forEach(entry -> managers(entry, account, byEntry)));
    return byEntry;
  }

  private void account(Entry entry, ObjectNode account, boolean on) {
    String key =
        account.path("id").asString("") + " " + account.path("userName").asString("");
    require(
        account.path("active").booleanValue() == on,
        key + " has active " + account.path("active") + ", not " + on);
    same(key, "displayName", entry.value("displayName"), account.path("displayName"));
    same(
        key,
        "title",
        entry.value(titleFromDepartment ? "department" : "jobTitle"),
        account.path("title"));
    same(
        key,
        "department",
        entry.value("department"),
        account.path(SimulatedService.ENTERPRISE).path("department"));
  }

  private void managers(Entry entry, ObjectNode account, Map<String, ObjectNode> accounts) {
    String manager = entry.value("manager").asString("");
    @Nullable ObjectNode wanted = accounts.get(manager);
    manager(
        account.path("id").asString("") + " of the target",
        manager.isEmpty() ? "" : wanted == null ? null : wanted.path("id").asString(""),
        account.path(SimulatedService.ENTERPRISE).path("manager").path("value").asString(""));
  }

  private void groups(Map<String, Entry> directory, Map<String, ObjectNode> accounts) {
    Map<String, ObjectNode> byName = new TreeMap<>();
    for (ObjectNode group : tenant.world.service.all("Groups")) {
      String name = group.path("displayName").asString("");
      require(byName.put(name, group) == null, "The target has two groups " + name);
    }
    for (Entry entry : directory.values()) {
      if (!entry.type().equals("Group")) {
        continue;
      }
      String name = entry.value("displayName").asString("");
      @Nullable ObjectNode group = byName.remove(name);
      if (group == null) {
        faults.add("The target lacks " + name);
        continue;
      }
      List<String> wanted = new ArrayList<>();
      entry.value("members").forEach(member -> {
        @Nullable ObjectNode account = accounts.get(member.asString(""));
        if (account != null) {
          wanted.add(account.path("id").asString(""));
        }
      });
      List<String> there = group
          .path("members")
          .valueStream()
          .map(member -> member.path("value").asString(""))
          .sorted()
          .toList();
      require(
          wanted.stream().sorted().toList().equals(there),
          name + " of the target has " + there + ", not " + wanted);
    }
    require(byName.isEmpty(), "The target has groups that are not in the directory: " + byName);
  }

  private void counts() {
    for (var key : List.of(tenant.inbound, tenant.outbound)) {
      var progress = tenant.job(key).progress();
      require(progress.quarantine() == null, key.id() + " is in quarantine");
      // A counterpart that somebody removed is missed by those who refer to it.
      require(
          progress.escrows() == 0 || !purged.isEmpty(),
          key.id() + " has escrows: " + progress.escrows());
      Map<String, Long> linked = new TreeMap<>();
      tenant
          .world
          .jdbc()
          .sql("""
              SELECT type, count(*) FROM known_entries
              WHERE tenant_id = :tenant AND job_id = :job AND target_id IS NOT NULL GROUP BY type
              """)
          .param("tenant", tenant.id)
          .param("job", key.id())
          .query(row -> {
            linked.put(row.getString(1) + " to " + row.getString(1), row.getLong(2));
          });
      require(
          linked.equals(new TreeMap<>(progress.history().entryCounts())),
          key.id() + " counts " + progress.history().entryCounts() + ", not " + linked);
    }
  }

  private void log() {
    Set<String> logged = new HashSet<>(tenant
        .world
        .jdbc()
        .sql("SELECT DISTINCT target_id FROM provisioning_events WHERE tenant_id = :tenant")
        .param("tenant", tenant.id)
        .query(String.class)
        .list());
    for (SimulatedService.Write write : tenant.world.service.writes()) {
      require(logged.contains(write.id()), "The log has no entry for " + write);
    }
  }
}
