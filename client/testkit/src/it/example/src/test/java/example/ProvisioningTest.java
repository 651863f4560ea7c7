package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.*;
import io.syncjobs.testkit.SyncJobs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@SyncJobs
class ProvisioningTest {

  @Test
  void survivesAnOutageOfTheTarget(SynchronizationClient client, Sandbox sandbox) {
    String application = "bfc8712e-0986-4d47-896b-6872713598c6";
    client.application(application).secrets().replace(sandbox.credentials());
    Jobs jobs = client.application(application).jobs();
    String job = jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
    sandbox.seed(new SandboxSeed().addUsersItem(new SandboxUser().userPrincipalName("ada@example.com")));

    sandbox.order(new SandboxFault().status(401));
    sandbox.runCycle(application, job);
    assertEquals("Quarantine", jobs.get(job).value().getStatus().getCode().getValue());

    sandbox.order();
    sandbox.advanceClock(Duration.ofHours(6));
    assertEquals("Active", jobs.get(job).value().getStatus().getCode().getValue());
    assertEquals("ada@example.com", sandbox.target().getUsers().get(0).getUserName());
  }
}
