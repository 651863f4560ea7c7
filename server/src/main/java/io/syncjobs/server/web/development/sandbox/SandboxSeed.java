package io.syncjobs.server.web.development.sandbox;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.mapping.JobSchemas;
import io.syncjobs.server.platform.Chunks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes users and groups of tests to directories. References name other entries by their names, since tests don't know ids. */
class SandboxSeed {

  static final String USER = "User";
  static final String GROUP = "Group";
  static final String USER_NAME = "userPrincipalName";
  static final String GROUP_NAME = "displayName";
  static final String MANAGER = "manager";
  static final String MEMBERS = "members";
  static final String DELETED = "IsSoftDeleted";

  /** Entries in a transaction: few enough that other writers need not wait for long. */
  private static final int TOGETHER = 100;

  private final Directory directory;
  private final TransactionOperations transactions;
  private final SeedCheck check;
  private final JobStore jobs;
  private final JobSchemas schemas;
  private final SeedCsv usersCsv;
  private final SeedCsv groupsCsv;

  SandboxSeed(
      Directory directory,
      TransactionOperations transactions,
      SeedCheck check,
      Contract contract,
      JobStore jobs,
      JobSchemas schemas) {
    this.jobs = jobs;
    this.schemas = schemas;
    this.directory = directory;
    this.transactions = transactions;
    this.check = check;
    usersCsv = new SeedCsv(contract, check, "usersCsv", USER, USER_NAME);
    groupsCsv = new SeedCsv(contract, check, "groupsCsv", GROUP, GROUP_NAME);
  }

  /**
   * Writes entries: first all users and groups, then the references between them.
   *
   * @throws Refusal if one of them has a fault; nothing is written then
   */
  void write(String tenantId, JsonNode seed) {
    List<SeedCsv.Row> users = rows(usersCsv, seed.path("usersCsv"));
    List<SeedCsv.Row> groups = rows(groupsCsv, seed.path("groupsCsv"));
    ObjectNode entries = JsonNodeFactory.instance.objectNode();
    entries.withArray("users").addAll(all(seed.path("users"), users));
    entries.withArray("groups").addAll(all(seed.path("groups"), groups));
    try {
      writeAll(tenantId, entries);
    } catch (Refusal e) {
      throw located(
          located(e, "users", seed.path("users").size(), users, usersCsv),
          "groups",
          seed.path("groups").size(),
          groups,
          groupsCsv);
    }
  }

  private static List<SeedCsv.Row> rows(SeedCsv csv, JsonNode text) {
    return text.isString() ? csv.read(text.stringValue()) : List.of();
  }

  private static List<JsonNode> all(JsonNode listed, List<SeedCsv.Row> rows) {
    return Stream.concat(listed.valueStream(), rows.stream().map(SeedCsv.Row::entry))
        .toList();
  }

  /** Names line and column instead of the place in a list, if an entry comes from CSV. */
  private static Refusal located(
      Refusal refusal, String list, int listed, List<SeedCsv.Row> rows, SeedCsv csv) {
    String[] place = Objects.requireNonNullElse(refusal.target(), "").split("/", -1);
    if (!place[0].equals(list) || place.length < 2 || Integer.parseInt(place[1]) < listed) {
      return refusal;
    }
    SeedCsv.Row row = rows.get(Integer.parseInt(place[1]) - listed);
    return csv.refused(
        row.line(), place.length < 3 ? null : place[2], String.valueOf(refusal.getMessage()));
  }

  private void writeAll(String tenantId, JsonNode entries) {
    try (Target target = directory.target(tenantId)) {
      check.check(
          entries,
          name -> find(target, name).isPresent(),
          name -> !target.find(USER, USER_NAME, name).isEmpty(),
          name -> isInSchemas(tenantId, name));
      List<JsonNode> users = entries.path("users").valueStream().toList();
      List<JsonNode> groups = entries.path("groups").valueStream().toList();
      each(users, i -> write(target, USER, USER_NAME, users.get(i), "users/" + i));
      each(groups, i -> writeGroup(target, groups.get(i), "groups/" + i));
      each(
          users,
          i -> refer(target, USER, USER_NAME, users.get(i), MANAGER, "users/" + i + "/" + MANAGER));
      each(
          groups,
          i -> refer(
              target, GROUP, GROUP_NAME, groups.get(i), MEMBERS, "groups/" + i + "/" + MEMBERS));
    }
  }

  private boolean isInSchemas(String tenantId, String name) {
    return jobs.ofTenant(tenantId).stream()
        .anyMatch(
            job -> schemas.get(job.key()).document().findValuesAsString("name").contains(name));
  }

  /** Does something with each entry by its place, many of them in one transaction, as each transaction waits for the disk. */
  private void each(List<JsonNode> entries, IntConsumer action) {
    List<Integer> places = IntStream.range(0, entries.size()).boxed().toList();
    Chunks.of(places, TOGETHER)
        .forEach(chunk ->
            transactions.executeWithoutResult(transaction -> chunk.forEach(action::accept)));
  }

  /** True if a seed deletes an entry. */
  static boolean isDeleted(JsonNode entry) {
    return entry.path(DELETED).asBoolean(false);
  }

  /** Writes a group. The directory keeps deleted users for some time, but no groups. */
  private static void writeGroup(Target target, JsonNode group, String place) {
    if (isDeleted(group)) {
      target
          .find(GROUP, GROUP_NAME, group.path(GROUP_NAME).stringValue())
          .forEach(found -> target.delete(GROUP, found.id()));
    } else {
      write(target, GROUP, GROUP_NAME, group, place);
    }
  }

  private static void write(
      Target target, String type, String nameAttribute, JsonNode entry, String place) {
    Map<String, JsonNode> values = new HashMap<>();
    entry.properties().stream()
        .filter(value -> !value.getKey().startsWith("@"))
        .filter(value -> !value.getKey().equals(MANAGER) && !value.getKey().equals(MEMBERS))
        .filter(value -> !value.getKey().equals(DELETED) || type.equals(USER))
        .forEach(value -> values.put(value.getKey(), value.getValue()));
    try {
      List<Entry> found =
          target.find(type, nameAttribute, entry.path(nameAttribute).stringValue());
      if (found.isEmpty()) {
        target.create(type, values);
      } else {
        target.update(type, found.get(0).id(), values);
      }
    } catch (TargetException e) {
      throw refused(e, place);
    }
  }

  private static void refer(
      Target target,
      String type,
      String nameAttribute,
      JsonNode entry,
      String attribute,
      String place) {
    if (!entry.has(attribute) || (type.equals(GROUP) && isDeleted(entry))) {
      return;
    }
    Entry from = target
        .find(type, nameAttribute, entry.path(nameAttribute).stringValue())
        .get(0);
    List<String> to = SeedCheck.names(entry.path(attribute)).stream()
        .flatMap(name -> find(target, name).stream())
        .map(Entry::id)
        .toList();
    try {
      List<String> before = target.read(type, from.id()).stream()
          .flatMap(current -> SeedCheck.names(current.value(attribute)).stream())
          .toList();
      target.changeReferences(type, from.id(), attribute, to, before);
    } catch (TargetException e) {
      throw refused(e, place);
    }
  }

  private static Optional<Entry> find(Target target, String name) {
    return Stream.concat(
            target.find(USER, USER_NAME, name).stream(),
            target.find(GROUP, GROUP_NAME, name).stream())
        .findFirst();
  }

  private static Refusal refused(TargetException e, String place) {
    return new Refusal(ErrorCode.INVALID_MEMBER, place, String.valueOf(e.getMessage()));
  }
}
