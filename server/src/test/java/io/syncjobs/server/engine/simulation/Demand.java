package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What source and mapping demand of the directory and the target, worked out without the engine. For one thread at a time. */
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
  private final Callers callers;
  private final boolean clears;
  private final List<String> faults = new ArrayList<>();

  /** Ids of the counterparts that the job has now. */
  private final Set<String> linked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** Ids of the entries that others may refer to. */
  private final Set<String> referable = new HashSet<>();

  /** @param clears whether empty values flow */
  Demand(Tenant tenant, Callers callers, boolean clears) {
    this.tenant = tenant;
    this.callers = callers;
    this.clears = clears;
  }

  /** Differences between what is demanded and what is. */
  List<String> faults() {
    Map<String, Entry> directory = directory();
    uploads(directory);
    linked.addAll(
        ids("SELECT target_id FROM known_entries WHERE target_id IS NOT NULL AND job_id = '"
            + tenant.outbound.id() + "' AND tenant_id = :tenant"));
    Map<String, ObjectNode> accounts = accounts(directory);
    groups(directory, accounts);
    new Books(tenant, !callers.purged.isEmpty(), this::require).check();
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
        require(callers.purged.contains(record.id()), "The directory lacks " + key);
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
        wanted == null || wanted.equalsIgnoreCase(there),
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
    for (ObjectNode user : tenant.world.migrations.all("Users")) {
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
        boolean inScope =
            callers.scope.isEmpty() || entry.value("department").asString("").equals(callers.scope);
        boolean on = !entry.value("IsSoftDeleted").booleanValue() && inScope;
        if (!entry.isDeleted() && inScope) {
          referable.add(entry.id());
        }
        require(account != null || !on, "The target lacks " + name);
        // An account that the job never had to do with is not its business.
        if (account != null && (on || !isForeign(account))) {
          byEntry.put(entry.id(), account);
          account(entry, account, on);
        } else if (account != null && inScope) {
          require(
              !account.path("active").booleanValue(),
              "The account of " + name + ", who left before the job knew, is active");
        }
      }
    }
    unknown.removeIf(name -> isForeign(Objects.requireNonNull(byName.get(name))));
    require(unknown.isEmpty(), "The target has users that are not in the directory: " + unknown);
    byEntry.forEach((id, account) -> directory.values().stream()
        .filter(entry -> entry.id().equals(id))
        .forEach(entry -> managers(entry, account, byEntry)));
    return byEntry;
  }

  /** True for a resource that was there before the first cycle and is no counterpart. Nobody may change it. */
  private boolean isForeign(ObjectNode resource) {
    String id = resource.path("id").asString("");
    boolean foreign = tenant.world.earlier.include(id) && !linked.contains(id);
    require(
        !foreign || tenant.world.earlier.isUntouched(resource),
        "The job changed " + resource + ", which is no counterpart");
    return foreign;
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
        entry.value(callers.titleFromDepartment ? "department" : "jobTitle"),
        account.path("title"));
    same(
        key,
        "department",
        entry.value("department"),
        account.path(SimulatedService.ENTERPRISE).path("department"));
    granted(key, "roles", entry.value("department"), account);
    granted(key, "entitlements", entry.value("jobTitle"), account);
  }

  /**
   * Nobody keeps a role beside the one that the source gives. Who gets an account that somebody else of the name had before may get the same role once more where
   * the target hides roles: nobody can tell that it is there, and a replacement would take those that others have given.
   */
  private void granted(String key, String attribute, JsonNode wanted, ObjectNode account) {
    JsonNode there = account.path(attribute);
    long number = tenant.world.service.storesUnseenRolesTwice()
        ? there.valueStream().distinct().count()
        : there.size();
    require(number < 2, key + " has several " + attribute + ": " + there);
    same(key, attribute, wanted, there.path(0).path("value"));
  }

  private void managers(Entry entry, ObjectNode account, Map<String, ObjectNode> accounts) {
    String manager = entry.value("manager").asString("");
    @Nullable ObjectNode wanted = accounts.get(manager);
    manager(
        account.path("id").asString("") + " of the target",
        !referable.contains(manager)
            ? ""
            : wanted == null ? null : wanted.path("id").asString(""),
        account.path(SimulatedService.ENTERPRISE).path("manager").path("value").asString(""));
  }

  private void groups(Map<String, Entry> directory, Map<String, ObjectNode> accounts) {
    Map<String, ObjectNode> byName = new TreeMap<>();
    for (ObjectNode group : tenant.world.migrations.all("Groups")) {
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
      Set<String> members = new HashSet<>();
      entry.value("members").forEach(member -> members.add(member.asString("")));
      accounts.forEach((id, account) -> {
        String accountId = account.path("id").asString("");
        if (members.contains(id) && referable.contains(id)) {
          wanted.add(accountId);
        }
      });
      List<String> there = group
          .path("members")
          .valueStream()
          .map(member -> member.path("value").asString("").toLowerCase(Locale.ROOT))
          .filter(id -> !isOfOthers(entry, id, directory, accounts))
          .sorted()
          .toList();
      require(
          wanted.stream().sorted().toList().equals(there),
          name + " of the target has " + there + ", not " + wanted);
    }
    byName.values().removeIf(this::isForeign);
    require(byName.isEmpty(), "The target has groups that are not in the directory: " + byName);
  }

  /** True for a member that was there before the first cycle, and that no upload has ever made a member. It is the business of others. */
  private boolean isOfOthers(
      Entry group, String id, Map<String, Entry> directory, Map<String, ObjectNode> accounts) {
    return tenant.world.earlier.include(id)
        && directory.values().stream()
            .filter(entry -> accounts.containsKey(entry.id())
                && id.equals(accounts.get(entry.id()).path("id").asString("")))
            .noneMatch(entry -> callers.everMembers.contains(
                Tenant.externalId(group) + " " + Tenant.externalId(entry)));
  }

  private List<String> ids(String sql) {
    return tenant
        .world
        .jdbc()
        .sql(sql)
        .param("tenant", tenant.id)
        .query(String.class)
        .list();
  }
}
