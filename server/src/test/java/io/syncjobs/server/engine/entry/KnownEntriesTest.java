package io.syncjobs.server.engine.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Search for the entry whose interrupted attempt may have created a counterpart. */
class KnownEntriesTest {

  private static final EntryKey ASKING = new EntryKey("1", "Group");

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

  private static KnownEntry attempting(String id, String type, Trace... made) {
    return KnownEntry.unknown(type, id).attempted(Set.of(made));
  }

  private static Trace named(String name) {
    return new Trace("displayName", name);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void findsTheEntryByAnyValueInAnyCase(Database database) {
    TestServer server = database.server();
    KnownEntries entries = server.bean(KnownEntries.class);
    JobKey job = create(server);
    entries.attempt(
        job,
        List.of(
            attempting("1", "Group", named("Staff")),
            attempting("2", "User", named("Staff")),
            attempting("3", "Group"),
            attempting("4", "Group").attemptedAt("Staff"),
            attempting("5", "Group", named("50% \"Off\" a_b!"), named("Staff"))),
        "run");

    assertThat(entries.attempting(job, ASKING, named("STAFF"))).contains("5");
    assertThat(entries.attempting(job, ASKING, named("50% \"off\" A_B!"))).contains("5");
    assertThat(entries.attempting(job, ASKING, named("50% \"Off\" axb!"))).isEmpty();
    assertThat(entries.attempting(job, ASKING, new Trace("userName", "Staff"))).isEmpty();
  }
}
