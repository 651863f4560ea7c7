package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.engine.CycleRunner;
import io.syncjobs.server.engine.Turns;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.NewJob;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.secret.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tenant with a job that brings uploads into the directory, and one that brings the directory into the simulated target. For one thread. */
final class Tenant {

  final World world;
  final String id = UUID.randomUUID().toString();
  final JobKey inbound;
  final JobKey outbound;
  private final Map<JobKey, Instant> turns = new HashMap<>();
  private int runs;

  Tenant(World world, boolean clears) {
    this.world = world;
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

  private JobKey create(String template, String application) {
    return world
        .editing()
        .create(new Owner(id, application), new NewJob(template, null, null, true, List.of()), null)
        .key();
  }

  ObjectNode schema(JobKey key) {
    return world.schemas().get(key).document().deepCopy();
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

  /** Runs those jobs whose turn it is, on a node that may be killed. */
  void runDue(BooleanSupplier stopping) {
    for (JobKey key : List.of(inbound, outbound)) {
      Instant now = world.clock.instant();
      Job job = job(key);
      if (job.schedule().state() == Schedule.State.ACTIVE && job.progress().due()) {
        turns.putIfAbsent(key, now);
      }
      if (!turns.getOrDefault(key, Instant.MAX).isAfter(now)) {
        turns.remove(key);
        run(key, stopping);
      }
    }
  }

  /** Runs a job as the scheduler does, which runs it again at once if its node was killed. */
  private void run(JobKey key, BooleanSupplier stopping) {
    runs++;
    String node = "node" + runs;
    String name = key.equals(inbound) ? "inbound" : "outbound";
    world.steps.log(world.clock.instant() + " " + node + " runs " + name);
    boolean[] stopped = new boolean[1];
    CycleRunner.@Nullable Ended ended = world.steps.as(
        node, () -> world.cycles().run(key, () -> stopped[0] |= stopping.getAsBoolean()));
    Instant now = world.clock.instant();
    if (ended == null) {
      turns.put(key, now.plusSeconds(40));
    } else if (ended.unfinished()) {
      turns.put(key, now);
    } else {
      Turns.next(job(key), ended.rest(), now).ifPresent(time -> turns.put(key, time));
    }
    world.steps.log(node + " ends: " + ended + " "
        + Optional.ofNullable(job(key).progress().history().last())
            .map(last -> last.result() + " " + last.counters()
                + (last.error() == null ? "" : " " + last.error()))
            .orElse(""));
  }
}
