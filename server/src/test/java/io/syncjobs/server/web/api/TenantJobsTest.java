package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.TenantJobs;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.TenantJob;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The list of the jobs of all applications, on both databases. */
@ClientTest
class TenantJobsTest {

  private static final String LIST = "/v1.0/synchronization/jobs";

  @ParameterizedTest
  @EnumSource(Database.class)
  void jobsOfAllApplicationsAreListedInPages(Database database) {
    TestServer server = database.server();
    String tenant = TestServer.newId();
    SynchronizationClient client = server.client(tenant);
    List<String> applications =
        Stream.of(TestServer.newId(), TestServer.newId()).sorted().toList();
    for (String application : applications) {
      for (String template : List.of("scim", "aws")) {
        client
            .application(application)
            .jobs()
            .create(new SynchronizationJobCreate().templateId(template));
      }
    }
    Raw raw = Raw.of(server, tenant);

    JsonNode first = raw.send("GET", LIST + "?$top=3&$count=true").json();
    JsonNode second =
        raw.send("GET", first.path("@odata.nextLink").stringValue()).json();

    assertThat(first.path("@odata.count").intValue()).isEqualTo(4);
    assertThat(first.path("value")).hasSize(3);
    assertThat(second.has("@odata.nextLink")).isFalse();
    assertThat(Stream.concat(
            first.path("value").valueStream(), second.path("value").valueStream()))
        .extracting(job -> job.path("applicationId").stringValue() + " "
            + job.at("/job/templateId").stringValue())
        .containsExactly(
            applications.get(0) + " aws",
            applications.get(0) + " scim",
            applications.get(1) + " aws",
            applications.get(1) + " scim");
    TenantJobs jobs = client.tenantJobs();
    assertThat(jobs.list().all()).hasSize(4);
    assertThat(jobs.list("templateId eq 'aws'").all())
        .extracting(TenantJob::getApplicationId)
        .containsExactlyElementsOf(applications);
    raw.send("GET", LIST + "?$filter=id eq 'x'".replace(" ", "%20"))
        .assertRefused(400, "invalidFilter", "$filter");
    assertThat(server.client(TestServer.newId()).tenantJobs().list().items()).isEmpty();
  }
}
