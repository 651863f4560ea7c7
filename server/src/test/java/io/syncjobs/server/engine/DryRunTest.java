package io.syncjobs.server.engine;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.ProvisioningListing;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.Simulation;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.ModifiedProperty;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.SandboxGroup;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxTarget;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SimulatedAction;
import io.syncjobs.client.model.SimulatedChange;
import io.syncjobs.client.model.SynchronizationCyclePhase;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationSchema;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dry runs, compared with the cycles that follow them, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class DryRunTest {

  private static final Logger log = LoggerFactory.getLogger(DryRunTest.class);

  /** All tables with rows of tenants. */
  private static final List<String> TABLES = List.of(
      "jobs",
      "known_entries",
      "written_references",
      "provisioning_events",
      "cycles",
      "target_pace",
      "schemas",
      "secrets",
      "directory_entries",
      "directory_references",
      "directory_changes");

  /** Entries that change; {@code -Dsimulated.changes} makes them more. */
  private static final int CHANGES = Integer.getInteger("simulated.changes", 500);

  private final String application = TestServer.newId();
  private final String tenant = TestServer.newId();
  private final TestServer server;
  private final SynchronizationClient client;
  private final Sandbox sandbox;
  private final Jobs jobs;
  private final String job;

  DryRunTest(Database database) {
    server = database.server(TestServer.RUNNING);
    client = server.clientBuilder(tenant).timeout(Duration.ofMinutes(5)).build();
    sandbox = client.sandbox();
    jobs = client.application(application).jobs();
    job = jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
    client.application(application).secrets().replace(sandbox.credentials());
    client.application(application).schemas().change(job, schema -> {
      EngineTestBase.userMapping(schema)
          .scope(Schemas.scope("department", "NOT EQUALS", "Outside"));
      return schema;
    });
  }

  @Test
  void predictsWhatTheNextCycleDoes() {
    sandbox.seed(people(CHANGES));
    compare(SynchronizationCyclePhase.INITIAL);
    sandbox.seed(changes(CHANGES));
    compare(SynchronizationCyclePhase.INCREMENTAL);
  }

  @Test
  void simulatesAStoppedJob() {
    sandbox.seed(people(30));
    compare(SynchronizationCyclePhase.INITIAL);
    sandbox.seed(new SandboxSeed()
        .addUsersItem(new SandboxUser()
            .userPrincipalName("u2@example.com")
            .otherMember("IsSoftDeleted", true)));
    compare(SynchronizationCyclePhase.INCREMENTAL);
    jobs.pause(job);
    // The deleted user is removed from the directory for good.
    sandbox.advanceClock(Duration.ofDays(31));

    assertThat(jobs.simulate(job).changes().items())
        .extracting(SimulatedChange::getAction)
        .contains(SimulatedAction.DELETE);
    compare(SynchronizationCyclePhase.INCREMENTAL);
    assertThat(jobs.simulate(job).changes().items()).isEmpty();
  }

  /** Compares a cycle with the dry run before it, and logs the times of both. */
  private void compare(SynchronizationCyclePhase phase) {
    Map<String, List<String>> rows = rows();
    SandboxTarget target = sandbox.target();
    long began = System.nanoTime();
    Simulation simulation = jobs.simulate(job);
    long simulated = System.nanoTime() - began;
    List<SimulatedChange> predicted = simulation.changes().all().toList();

    assertThat(simulation.phase()).isEqualTo(phase);
    assertThat(simulation.quarantine()).isNull();
    assertThat(rows()).isEqualTo(rows);
    assertThat(sandbox.target()).isEqualTo(target);
    assertThat(counts(predicted)).isEqualTo(counts(simulation));

    began = System.nanoTime();
    String cycle = sandbox
        .runCycle(application, job)
        .getCycles()
        .get(0)
        .getExecution()
        .getActivityIdentifier();
    long ran = System.nanoTime() - began;
    List<ProvisioningObjectSummary> events = client
        .auditLogs()
        .provisioning(ProvisioningListing.ALL.where("cycleId eq '" + cycle + "'"))
        .all()
        .toList();
    Map<String, String> names = names();
    List<String> foreseen =
        new ArrayList<>(predicted.stream().map(change -> text(change, names)).toList());
    List<String> done =
        new ArrayList<>(events.stream().map(event -> text(event, names)).toList());
    assertThat(foreseen).hasSameSizeAs(done);
    assertThat(foreseen.stream().filter(not(Set.copyOf(done)::contains)).limit(5))
        .isEmpty();
    assertThat(done.stream().filter(not(Set.copyOf(foreseen)::contains)).limit(5))
        .isEmpty();
    log.info(
        "{} cycle with {}: simulated in {} ms, run in {} ms",
        phase.getValue(),
        counts(predicted),
        simulated / 1_000_000,
        ran / 1_000_000);
  }

  private static Map<String, Long> counts(List<SimulatedChange> changes) {
    return changes.stream()
        .collect(Collectors.groupingBy(
            change -> change.getAction().getValue(), TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> counts(Simulation simulation) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("create", simulation.counts().getCreate());
    counts.put("update", simulation.counts().getUpdate());
    counts.put("delete", simulation.counts().getDelete());
    counts.put("disable", simulation.counts().getDisable());
    counts.put("none", simulation.counts().getNone());
    counts.put("skip", simulation.counts().getSkip());
    counts.put("escrow", simulation.counts().getEscrow());
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** Names of the target's entries by id, in the form in which a dry run names those that don't exist. */
  private Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    SandboxTarget target = sandbox.target();
    Stream.concat(target.getUsers().stream(), target.getGroups().stream())
        .forEach(resource -> names.put(
            resource.getId(),
            "new:"
                + Objects.requireNonNullElse(resource.getUserName(), resource.getDisplayName())));
    return names;
  }

  private static String text(SimulatedChange change, Map<String, String> names) {
    String action = change.getAction().getValue();
    return String.join(
        " ",
        change.getObjectType(),
        change.getSourceId(),
        action.equals("none") || action.equals("skip") ? "skipped" : action,
        String.valueOf(change.getTargetId()),
        text(change.getModifiedProperties(), names));
  }

  private static String text(ProvisioningObjectSummary event, Map<String, String> names) {
    String status = event.getProvisioningStatusInfo().getStatus().getValue();
    String action = event.getProvisioningAction().getValue();
    return String.join(
        " ",
        event.getSourceIdentity().getIdentityType(),
        event.getSourceIdentity().getId(),
        status.equals("skipped") ? "skipped" : status.equals("failure") ? "escrow" : action,
        action.equals("create") || event.getTargetIdentity() == null
            ? "null"
            : event.getTargetIdentity().getId(),
        text(event.getModifiedProperties(), names));
  }

  private static String text(List<ModifiedProperty> properties, Map<String, String> names) {
    return properties.stream()
        .map(property -> property.getDisplayName() + "=" + value(property.getOldValue(), names)
            + ">" + value(property.getNewValue(), names))
        .sorted()
        .toList()
        .toString();
  }

  /** Value with the names of entries instead of their ids. References have no order. */
  private static String value(@Nullable String value, Map<String, String> names) {
    if (value == null || !value.startsWith("[\"")) {
      return names.getOrDefault(String.valueOf(value), String.valueOf(value));
    }
    TreeSet<String> ids = new TreeSet<>();
    for (String id : value.substring(2).split("\"[],]\"?", -1)) {
      ids.add(names.getOrDefault(id, id));
    }
    return ids.toString();
  }

  private Map<String, List<String>> rows() {
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : TABLES) {
      rows.put(
          table,
          jdbc.queryForList("SELECT * FROM " + table + " WHERE tenant_id = ?", tenant).stream()
              .map(Object::toString)
              .sorted()
              .toList());
    }
    return rows;
  }

  private static SandboxUser user(int number) {
    return new SandboxUser()
        .userPrincipalName("u" + number + "@example.com")
        .otherMember("mailNickname", "u" + number)
        .otherMember("displayName", "User " + number)
        .otherMember("accountEnabled", number % 50 != 7)
        .otherMember("department", number % 20 == 3 ? "Outside" : "Inside");
  }

  private static SandboxGroup group(String name, IntStream members) {
    return new SandboxGroup()
        .displayName(name)
        .otherMember("mailNickname", name)
        .otherMember("mailEnabled", false)
        .otherMember("securityEnabled", true)
        .members(members.mapToObj(member -> "u" + member + "@example.com").toList());
  }

  private static SandboxSeed people(int number) {
    SandboxSeed seed = new SandboxSeed();
    // Half of them are there at first.
    for (int i = 0; i < number / 2; i++) {
      seed.addUsersItem(i % 10 == 1 ? user(i).manager("u" + i / 10 + "@example.com") : user(i));
    }
    seed.addGroupsItem(group("Small", IntStream.range(0, 10)));
    seed.addGroupsItem(group("Large", IntStream.range(0, Math.min(number / 2, 40))));
    return seed;
  }

  /** Changes of all people: every kind of change, spread over them. */
  private static SandboxSeed changes(int number) {
    SandboxSeed seed = new SandboxSeed();
    for (int i = 0; i < number / 2; i++) {
      SandboxUser user = new SandboxUser().userPrincipalName("u" + i + "@example.com");
      // Fewer leavers than the threshold from which on deletions are held back.
      switch (i % 50) {
        case 0 -> user.otherMember("accountEnabled", false);
        case 5 -> user.otherMember("IsSoftDeleted", true);
        case 10 -> user.otherMember("department", "Outside");
        case 3 -> user.otherMember("department", "Inside");
        case 15 -> user.manager("u1@example.com");
        case 20 -> user.otherMember("employeeId", "e" + i);
        default -> user.otherMember("displayName", "Renamed " + i);
      }
      seed.addUsersItem(user);
    }
    for (int i = number / 2; i < number; i++) {
      seed.addUsersItem(user(i));
    }
    seed.addGroupsItem(group("Small", IntStream.range(number / 2, number / 2 + 10)));
    seed.addGroupsItem(group("New", IntStream.range(0, 40)));
    return seed;
  }

  @Test
  void aDraftIsSimulatedOverAllObjectsAndRefusedLikeASchema() {
    sandbox.seed(people(40));
    sandbox.runCycle(application, job);
    SynchronizationSchema draft =
        client.application(application).schemas().get(job).value();
    EngineTestBase.attribute(draft, "displayName")
        .getSource()
        .expression("Append([displayName], \"!\")");
    Map<String, List<String>> rows = rows();

    Simulation simulation = jobs.simulate(job, draft);
    String report = jobs.simulationReport(job, draft);

    assertThat(rows()).isEqualTo(rows);
    assertThat(simulation.phase()).isEqualTo(SynchronizationCyclePhase.INITIAL);
    assertThat(simulation.changes().items())
        .filteredOn(change -> change.getAction().equals(SimulatedAction.UPDATE))
        .hasSizeGreaterThan(10)
        .allSatisfy(change -> assertThat(change.getModifiedProperties())
            .singleElement()
            .satisfies(property ->
                assertThat(property.getNewValue()).isEqualTo(property.getOldValue() + "!")));
    assertThat(report)
        .startsWith("## Simulated cycle (Initial)\n")
        .contains("| update | User User 0 |", "`displayName`: `User 0` → `User 0!`");
    EngineTestBase.attribute(draft, "displayName").getSource().expression("Append(");
    assertThatThrownBy(() -> jobs.simulate(job, draft))
        .isInstanceOf(BadRequestException.class)
        .satisfies(e ->
            assertThat(((BadRequestException) e).code()).contains(ErrorCode.INVALID_EXPRESSION))
        .satisfies(e ->
            assertThat(((BadRequestException) e).target().orElseThrow()).startsWith("schema/"));
  }

  @Test
  void aTargetThatCannotBeReachedIsTheCallersError() {
    client
        .application(application)
        .secrets()
        .replace(List.of(
            new SynchronizationSecretKeyStringValuePair()
                .key(SynchronizationSecret.BASE_ADDRESS)
                .value("http://127.0.0.1:9"),
            new SynchronizationSecretKeyStringValuePair()
                .key(SynchronizationSecret.SECRET_TOKEN)
                .value("x")));
    sandbox.seed(new SandboxSeed().addUsersItem(user(1)));

    assertThatThrownBy(() -> jobs.simulate(job))
        .isInstanceOf(BadRequestException.class)
        .satisfies(e -> assertThat(((BadRequestException) e).code())
            .contains(ErrorCode.TARGET_CONNECTION_REFUSED));
    assertThatThrownBy(() -> jobs.simulate("scim.unknown")).isInstanceOf(NotFoundException.class);
    assertThat(client.application(application).cycles().list(job).items()).isEmpty();
  }
}
