package io.syncjobs.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.JobListing;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.Page;
import io.syncjobs.client.Versioned;
import io.syncjobs.client.error.ConflictException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.error.PreconditionFailedException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.KeyValuePair;
import io.syncjobs.client.model.KeyValuePairInput;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationScheduleInput;
import io.syncjobs.client.model.SynchronizationScheduleState;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Creating, reading, listing and deleting jobs through the Java client, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class JobsTest {

  private static final List<String> TEMPLATES =
      List.of("API2AAD", "Azure2Azure", "aws", "customappsso", "dataBricks", "scim");

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Jobs jobs;

  JobsTest(Database database) {
    server = database.server();
    jobs = server.client(tenant).application(application).jobs();
  }

  private static SynchronizationJobCreate of(String templateId) {
    return new SynchronizationJobCreate().templateId(templateId);
  }

  @Test
  void newJobsAreDisabledWithTheDefaultsOfTheirTemplate() {
    SynchronizationJob job = jobs.create(of("scim")).value();

    assertThat(job.getId()).isEqualTo("scim." + tenant.replace("-", "") + "." + application);
    assertThat(job.getTemplateId()).isEqualTo("scim");
    assertThat(job.getSchedule().getInterval()).isEqualTo("PT40M");
    assertThat(job.getSchedule().getExpiration()).isNull();
    assertThat(job.getSchedule().getState()).isEqualTo(SynchronizationScheduleState.DISABLED);
    assertThat(job.getStatus().getCode()).isEqualTo(SynchronizationStatusCode.PAUSED);
    assertThat(job.getStatus().getLastExecution()).isNull();
    assertThat(job.getStatus().getSteadyStateFirstAchievedTime())
        .isEqualTo(OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    assertThat(job.getSynchronizationJobSettings())
        .extracting(KeyValuePair::getName)
        .containsExactly("AzureIngestionAttributeOptimization", "LookaheadQueryEnabled");
  }

  @Test
  void scheduleAndSettingsOfTheCallerAreHonoured() {
    OffsetDateTime expiration = OffsetDateTime.parse("2099-12-31T23:59:59.123456789Z");
    SynchronizationJobCreate wanted = of("customappsso")
        .schedule(new SynchronizationScheduleInput()
            .interval("P1D")
            .expiration(expiration)
            .state(SynchronizationScheduleState.ACTIVE))
        .synchronizationJobSettings(List.of(
            new KeyValuePairInput().name("LookaheadQueryEnabled").value("True"),
            new KeyValuePairInput().name("mine ✓").value(null)));

    SynchronizationJob created = jobs.create(wanted).value();
    SynchronizationJob job = jobs.get(created.getId()).value();

    assertThat(job).isEqualTo(created);
    assertThat(job.getSchedule().getInterval()).isEqualTo("P1D");
    assertThat(job.getSchedule().getExpiration()).isEqualTo(expiration);
    assertThat(job.getSchedule().getState()).isEqualTo(SynchronizationScheduleState.ACTIVE);
    assertThat(job.getStatus().getCode()).isEqualTo(SynchronizationStatusCode.NOT_RUN);
    assertThat(job.getStatus().getLastExecution().getError().getCode()).isEqualTo("None");
    assertThat(job.getSynchronizationJobSettings())
        .extracting(KeyValuePair::getName, KeyValuePair::getValue)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("AzureIngestionAttributeOptimization", "False"),
            org.assertj.core.groups.Tuple.tuple("LookaheadQueryEnabled", "True"),
            org.assertj.core.groups.Tuple.tuple("mine ✓", null));
  }

  @Test
  void refusesASecondJobOfATemplateAndNamesTheFirst() {
    String id = jobs.create(of("scim")).value().getId();

    assertThatThrownBy(() -> jobs.create(of("scim")))
        .isInstanceOfSatisfying(ConflictException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.JOB_ALREADY_EXISTS);
          assertThat(e.target()).contains("templateId");
          assertThat(e.details().get(0).getMessage()).isEqualTo(id);
          assertThat(e.requestId()).isPresent();
        });
    assertThat(jobs.list().items()).hasSize(1);
  }

  @Test
  void ofManyCreatesAtOnceOneWins() {
    List<CompletableFuture<Boolean>> all = IntStream.range(0, 16)
        .mapToObj(i -> jobs.createAsync(of("aws")).handle((job, failure) -> failure == null))
        .toList();

    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(jobs.list().items()).hasSize(1);
  }

  @Test
  void deletedJobsCanBeCreatedAgain() {
    String id = jobs.create(of("scim")).value().getId();

    jobs.delete(id);

    assertThatThrownBy(() -> jobs.get(id)).isInstanceOfSatisfying(NotFoundException.class, e -> {
      assertThat(e.code()).contains(ErrorCode.JOB_NOT_FOUND);
      assertThat(e.target()).contains("jobId");
    });
    assertThatThrownBy(() -> jobs.delete(id)).isInstanceOf(NotFoundException.class);
    assertThat(jobs.create(of("scim")).value().getId()).isEqualTo(id);
  }

  @Test
  void deletionCanDependOnTheVersion() {
    Versioned<SynchronizationJob> first = jobs.create(of("scim"));
    jobs.delete(first.value().getId());
    Versioned<SynchronizationJob> second = jobs.create(of("scim"));

    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThatThrownBy(() -> jobs.delete(second.value().getId(), first.etag()))
        .isInstanceOfSatisfying(
            PreconditionFailedException.class,
            e -> assertThat(e.code()).contains(ErrorCode.PRECONDITION_FAILED));
    assertThat(jobs.get(second.value().getId())).isEqualTo(second);

    jobs.delete(second.value().getId(), second.etag());
    assertThat(jobs.list().items()).isEmpty();
  }

  @Test
  void listsComeInPagesOrderedById() {
    TEMPLATES.forEach(template -> jobs.create(of(template)));

    Page<SynchronizationJob> first = jobs.list(JobListing.ALL.inPagesOf(2).counted());

    assertThat(first.items()).hasSize(2);
    assertThat(first.count()).hasValue(6);
    assertThat(first.next().orElseThrow().count()).isEmpty();
    assertThat(first.all().map(SynchronizationJob::getTemplateId))
        .containsExactlyElementsOf(TEMPLATES);
    assertThat(jobs.list(JobListing.ALL.inPagesOf(6)).next()).isEmpty();
    assertThat(jobs.list().all()).hasSize(6);
  }

  @Test
  void pagesKeepOrderFilterAndSelection() {
    TEMPLATES.forEach(template -> jobs.create(of(template)));
    JobListing listing = JobListing.ALL
        .where(
            "templateId eq 'scim' or templateId eq 'aws' or (templateId eq 'API2AAD' and status/code eq 'Paused')")
        .orderedBy("templateId desc")
        .selecting("templateId")
        .inPagesOf(1);

    List<SynchronizationJob> found = jobs.list(listing).all().toList();

    assertThat(found)
        .extracting(SynchronizationJob::getTemplateId)
        .containsExactly("scim", "aws", "API2AAD");
    assertThat(found).allSatisfy(job -> assertThat(job.getId()).isNotNull());
    assertThat(found).allSatisfy(job -> assertThat(job.getStatus()).isNull());
  }

  @Test
  void filtersTellStatesApart() {
    jobs.create(of("scim"));
    jobs.create(of("aws")
        .schedule(new SynchronizationScheduleInput().state(SynchronizationScheduleState.ACTIVE)));

    assertThat(templatesWhere("schedule/state eq 'Active'")).containsExactly("aws");
    assertThat(templatesWhere("status/code eq 'Paused'")).containsExactly("scim");
    assertThat(templatesWhere("status/code eq 'Quarantine'")).isEmpty();
    assertThat(templatesWhere("schedule/state eq 'Active' and templateId eq 'scim'"))
        .isEmpty();
    assertThat(templatesWhere("templateId eq 'it''s' or templateId eq 'scim'"))
        .containsExactly("scim");
  }

  private List<String> templatesWhere(String filter) {
    return jobs.list(JobListing.ALL.where(filter))
        .all()
        .map(SynchronizationJob::getTemplateId)
        .toList();
  }

  @Test
  void applicationsAndTenantsDontSeeEachOther() {
    String id = jobs.create(of("scim")).value().getId();
    Jobs otherApplication =
        server.client(tenant).application(TestServer.newId()).jobs();
    Jobs otherTenant =
        server.client(TestServer.newId()).application(application).jobs();

    for (Jobs others : List.of(otherApplication, otherTenant)) {
      assertThat(others.list(JobListing.ALL.counted()).count()).hasValue(0);
      assertThatThrownBy(() -> others.get(id)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> others.delete(id)).isInstanceOf(NotFoundException.class);
      others.create(of("scim"));
    }
    assertThat(jobs.get(id).value().getId()).isEqualTo(id);
  }

  @Test
  void bothRootsLeadToTheSameJobs() {
    String id = jobs.create(of("scim")).value().getId();
    Jobs byServicePrincipal =
        server.client(tenant).servicePrincipal(application).jobs();

    assertThat(byServicePrincipal.get(id).value().getStatus())
        .isEqualTo(jobs.get(id).value().getStatus());
    byServicePrincipal.create(of("aws"));
    assertThat(jobs.list(JobListing.ALL.inPagesOf(1)).all()).hasSize(2);
    assertThat(byServicePrincipal.list(JobListing.ALL.inPagesOf(1)).all()).hasSize(2);
    byServicePrincipal.delete(id);
    assertThatThrownBy(() -> jobs.get(id)).isInstanceOf(NotFoundException.class);
  }
}
