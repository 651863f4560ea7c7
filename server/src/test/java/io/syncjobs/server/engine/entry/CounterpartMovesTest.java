package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered of counterparts that have other ids. */
class CounterpartMovesTest {

  private static final Instant LOOK = Instant.parse("2026-01-01T00:00:00Z");

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();

  private JobKey create(TestServer server) {
    String id = Raw.of(server, tenant)
        .post(Raw.jobs(application), "{\"templateId\":\"scim\"}")
        .json()
        .path("id")
        .stringValue();
    return new JobKey(new Owner(tenant, application), id);
  }

  private static KnownEntry user(String id, String targetId) {
    return KnownEntry.unknown("User", id).linked("User", targetId, Map.of());
  }

  private static Outcome.Move move(String id, String from, String to) {
    return new Outcome.Move(new EntryKey(id, "User"), from, to, true);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void twoThatHaveChangedPlacesKeepTheirOwnReferences(Database database) {
    TestServer server = database.server();
    JobKey job = create(server);
    KnownEntries entries = server.bean(KnownEntries.class);
    WrittenReferences written = server.bean(WrittenReferences.class);
    entries.save(job, List.of(user("ada", "1"), user("bob", "2")), "run");
    written.attempt(job, "1", "manager", Set.of("8"));
    written.attempt(job, "2", "manager", Set.of("9"));
    written.attempt(job, "g", "members", Set.of("1"));
    KnownEntry group = KnownEntry.unknown("Group", "staff");

    Map<String, Long> links = server
        .bean(CounterpartMoves.class)
        .store(
            job,
            List.of(new Outcome(
                group,
                group,
                null,
                Counters.NONE,
                List.of(),
                List.of(),
                List.of(move("ada", "1", "2"), move("bob", "2", "1")),
                List.of())),
            LOOK);

    assertThat(links).isEmpty();
    assertThat(entries.sources(job, List.of("1", "2")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("1", "bob", "2", "ada"));
    assertThat(written.find(job, "1", "manager").dangling()).containsExactly("9");
    assertThat(written.find(job, "2", "manager").dangling()).containsExactly("8");
    assertThat(written.find(job, "g", "members").dangling()).containsExactlyInAnyOrder("1", "2");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void theIdOfAStrangerIsForgotten(Database database) {
    TestServer server = database.server();
    JobKey job = create(server);
    KnownEntries entries = server.bean(KnownEntries.class);
    WrittenReferences written = server.bean(WrittenReferences.class);
    entries.save(job, List.of(user("ada", "1")), "run");
    written.attempt(job, "g", "members", Set.of("1"));
    KnownEntry group = KnownEntry.unknown("Group", "staff");

    Map<String, Long> links = server
        .bean(CounterpartMoves.class)
        .store(
            job,
            List.of(new Outcome(
                group,
                group,
                null,
                Counters.NONE,
                List.of(),
                List.of(),
                List.of(new Outcome.Move(new EntryKey("ada", "User"), "1", null, true)),
                List.of())),
            LOOK);

    assertThat(links).isEqualTo(Map.of("User to User", -1L));
    assertThat(entries.sources(job, List.of("1"))).isEmpty();
    assertThat(written.find(job, "g", "members").dangling()).isEmpty();
  }
}
