package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.CycleRunner;
import io.syncjobs.server.engine.CycleTimes;
import io.syncjobs.server.engine.Subject;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.NewJob;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tenant with a job that brings uploads into the directory, and one that brings the directory into the simulated target. For one thread at a time. */
final class Tenant {

  private static final String RULE = "6c409270-f78a-4bc6-af23-7cf3ab6482fe";

  /** Time after which a node that gives no sign of life is taken for dead. */
  static final Duration DEAD = Duration.ofSeconds(40);

  final World world;
  final String id = UUID.randomUUID().toString();
  final JobKey inbound;
  final JobKey outbound;
  private final Map<JobKey, Instant> turns = new HashMap<>();
  private final Random random;
  private int runs;

  /** @param clears whether empty values flow */
  Tenant(World world, Random random, boolean clears) {
    this.world = world;
    this.random = random;
    inbound = create("API2AAD", "20000000-0000-4000-8000-000000000001");
    outbound = create("scim", "20000000-0000-4000-8000-000000000002");
    world
        .secrets()
        .replace(
            outbound.owner(),
            version -> true,
            List.of(
                new Secret(Secret.BASE_ADDRESS, "https://target.example/scim"),
                new Secret(Secret.SECRET_TOKEN, "token")));
    grant();
    if (clears) {
      Stream.of(inbound, outbound).forEach(key -> {
        ObjectNode schema = schema(key);
        schema
            .path("directories")
            .forEach(directory -> directory
                .path("objects")
                .forEach(object -> object
                    .path("attributes")
                    .forEach(attribute -> ((ObjectNode) attribute).put("flowNullValues", true))));
        world.schemas().replace(key, version -> true, schema);
      });
    }
  }

  /** Gives users a role and an entitlement: values of many, each of which stands for access. */
  private void grant() {
    ObjectNode schema = schema(outbound);
    grant(schema, "department", "roles[primary eq \"True\"].value");
    grant(schema, "jobTitle", "entitlements");
    world.schemas().replace(outbound, version -> true, schema);
  }

  private static void grant(ObjectNode schema, String source, String target) {
    copy(
        schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings"),
        "targetAttributeName",
        each -> each.at("/source/name").asString("").equals(source),
        target);
    copy(
        schema.at("/directories/1/objects/0/attributes"),
        "name",
        each -> each.path("name").asString("").equals("title"),
        target);
  }

  /** Adds a copy of an element under another name. */
  private static void copy(JsonNode array, String member, Predicate<JsonNode> which, String name) {
    ObjectNode copied =
        (ObjectNode) array.valueStream().filter(which).findFirst().orElseThrow().deepCopy();
    ((ArrayNode) array).add(copied.put(member, name));
  }

  private JobKey create(String template, String application) {
    return world
        .editing()
        .create(new Owner(id, application), new NewJob(template, null, null, true, List.of()), null)
        .key();
  }

  ObjectNode schema(JobKey key) {
    return world.schemas().get(key).document().deepCopy();
  }

  /** Leaves only entries with a value of an attribute in the scope of a mapping. */
  static void onlyWith(ObjectNode mapping, String attribute, String value) {
    ObjectNode clause = mapping
        .putObject("scope")
        .putArray("groups")
        .addObject()
        .put("name", "scope")
        .putArray("clauses")
        .addObject()
        .put("sourceOperandName", attribute)
        .put("operatorName", "EQUALS");
    clause.putObject("targetOperand").putArray("values").add(value);
  }

  Job job(JobKey key) {
    return world.jobs().get(key);
  }

  /** The records that were uploaded. */
  List<Entry> uploaded() {
    return all(world.uploads().source(inbound));
  }

  /** The entries of the directory, also those that are deleted and can be restored. */
  List<Entry> directory() {
    return all(world.directory().source(id));
  }

  private static List<Entry> all(Source source) {
    return source.changes(0, source.newest(), 10_000).stream()
        .filter(change -> !change.gone())
        .map(Change::entry)
        .toList();
  }

  /** The entry of the directory that an uploaded record became. */
  Optional<Entry> find(String type, String externalId) {
    return directory().stream()
        .filter(entry -> entry.type().equals(type) && externalId(entry).equals(externalId))
        .findFirst();
  }

  /** The externalId of the record that an entry of the directory comes from. */
  static String externalId(Entry entry) {
    String attribute = entry.type().equals("User") ? "employeeId" : "mailNickname";
    return entry.value(attribute).asString("");
  }

  void change(String type, String entryId, Map<String, JsonNode> values) {
    world.directory().target(id).update(type, entryId, values);
  }

  List<JobKey> jobs() {
    return List.of(inbound, outbound);
  }

  /**
   * True if neither job is to run at once or failed, and no entry waits for another attempt.
   *
   * @param waits whether entries may wait for others that were removed and to which they refer
   */
  boolean isAtRest(boolean waits) {
    return (waits || !isAttemptPlanned())
        && jobs().stream().map(this::job).map(Job::progress).allMatch(progress -> {
          Execution last = progress.history().last();
          return !progress.due()
              && progress.cycle() == null
              && progress.quarantine() == null
              && progress.initialCycleDone()
              && last != null
              && (last.result() == Execution.Result.SUCCEEDED
                  || (waits && last.result() == Execution.Result.ENTRY_LEVEL_ERRORS));
        });
  }

  /** True if the next cycle tries an entry again, such as one whose counterpart was found elsewhere only by an entry that refers to it. */
  private boolean isAttemptPlanned() {
    return world
        .jdbc()
        .sql(
            "SELECT count(*) > 0 FROM known_entries WHERE tenant_id = :tenant AND retry_at IS NOT NULL")
        .param("tenant", id)
        .query(Boolean.class)
        .single();
  }

  /** Number of changes in the log. */
  long changesInLog() {
    return world
        .jdbc()
        .sql(
            "SELECT count(*) FROM provisioning_events WHERE tenant_id = :tenant AND result = 'SUCCESS'")
        .param("tenant", id)
        .query(Long.class)
        .single();
  }

  /** Provisions an entry of the directory on demand. */
  void provision(Entry entry) {
    runs++;
    String node = "request" + runs;
    world.steps.log(node + " provisions " + entry.type() + " " + externalId(entry));
    world.steps.as(node, () -> {
      try {
        world
            .onDemand()
            .provision(outbound, RULE, List.of(new Subject(entry.type(), entry.id(), "")), "caller")
            .forEach(
                event -> world.steps.log(node + " ends: " + event.result() + " " + event.steps()));
      } catch (Refusal e) {
        world.steps.log(node + " fails: " + e.getMessage());
      }
      return null;
    });
  }

  /**
   * Runs those jobs whose turn it is.
   *
   * @param loose whether nodes may stop, stall, and work at the same time
   */
  void runDue(boolean loose) {
    Instant now = world.clock.instant();
    List<JobKey> due = new ArrayList<>();
    for (JobKey key : jobs()) {
      Job job = job(key);
      if (job.schedule().state() == Schedule.State.ACTIVE && job.progress().due()) {
        turns.putIfAbsent(key, now);
      }
      if (!turns.getOrDefault(key, Instant.MAX).isAfter(now)) {
        turns.remove(key);
        due.add(key);
      }
    }
    if (!loose) {
      due.forEach(key -> run(key, false));
    } else if (due.size() == 2 && random.nextBoolean()) {
      world.steps.together(() -> run(inbound, true), () -> run(outbound, true), 20, true);
    } else {
      due.forEach(this::runLoosely);
    }
  }

  private void runLoosely(JobKey key) {
    switch (random.nextInt(6)) {
      case 0 ->
        // The node stalls, so that another one takes its work over; then it goes on.
        world.steps.together(
            () -> run(key, true),
            () -> {
              world.clock.advance(DEAD.plusSeconds(random.nextInt(60)));
              world.steps.log("is taken for dead");
              run(key, true);
            },
            30,
            false);
      case 1 -> {
        List<Entry> entries = directory();
        Runnable request = entries.isEmpty()
            ? () -> {}
            : () -> provision(entries.get(random.nextInt(entries.size())));
        if (world.service.refusesEqualNames()) {
          world.steps.together(request, () -> run(key, true), 10, true);
        } else {
          run(key, true);
        }
      }
      default -> run(key, true);
    }
  }

  /** Runs both jobs now. */
  void run() {
    jobs().forEach(key -> run(key, false));
  }

  /** Runs a job as the scheduler does, which runs it again at once if its node was killed. */
  private void run(JobKey key, boolean maybeStopped) {
    runs++;
    String node = "node" + runs;
    String name = key.equals(inbound) ? "inbound" : "outbound";
    world.steps.log(world.clock.instant() + " " + node + " runs " + name);
    boolean[] stopped = new boolean[1];
    CycleRunner.@Nullable Ended ended = world.steps.as(
        node,
        () -> world.cycles().run(key, () -> stopped[0] |= maybeStopped && random.nextInt(60) == 0));
    Instant now = world.clock.instant();
    Job job = job(key);
    if (ended == null) {
      turns.put(key, now.plus(DEAD));
    } else if (ended.unfinished()) {
      turns.put(key, now);
    } else {
      CycleTimes.next(job, ended.rest(), now).ifPresent(time -> turns.put(key, time));
    }
    world.steps.log(node + " ends: " + ended + " "
        + Optional.ofNullable(job.progress().history().last())
            .map(last -> last.result() + " " + last.counters()
                + (last.error() == null ? "" : " " + last.error()))
            .orElse(""));
  }
}
