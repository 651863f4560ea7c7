package example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SandboxRequest;
import io.syncjobs.client.model.SandboxResource;
import io.syncjobs.client.model.SandboxSeed;
import io.syncjobs.client.model.SandboxUser;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.testkit.SyncJobs;
import io.syncjobs.testkit.Tenant;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What several classes do at the same time with the same application: none sees anything of the others. */
@SyncJobs
abstract class Isolation {

  private static final String APPLICATION = "bfc8712e-0986-4d47-896b-6872713598c6";

  @Test
  void seesOnlyItsOwnTenant(SynchronizationClient client, Sandbox sandbox, Tenant tenant) {
    String name = getClass().getSimpleName() + "@example.com";
    client.application(APPLICATION).secrets().replace(sandbox.credentials());
    Jobs jobs = client.application(APPLICATION).jobs();
    assertEquals(0, jobs.count());
    String job = jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
    sandbox.seed(new SandboxSeed().addUsersItem(new SandboxUser().userPrincipalName(name)));

    int days = getClass().getSimpleName().charAt(8) - '0';
    sandbox.runCycle(APPLICATION, job);
    jobs.pause(job);
    OffsetDateTime now = sandbox.advanceClock(Duration.ofDays(days)).getDateTime();

    assertEquals(
        days, Duration.between(OffsetDateTime.now(ZoneOffset.UTC), now.plusHours(1)).toDays());
    assertEquals(
        List.of(name),
        sandbox.target().getUsers().stream().map(SandboxResource::getUserName).collect(Collectors.toList()));
    assertEquals(
        1,
        sandbox.requests().stream().map(SandboxRequest::getMethod).filter("POST"::equals).count());
    assertEquals(1, client.auditLogs().provisioning().items().size());
    assertEquals(tenant.id().replace("-", ""), job.split("\\.")[1]);
    assertEquals(UUID.nameUUIDFromBytes(getClass().getName().getBytes(UTF_8)).toString(), tenant.id());
  }
}
