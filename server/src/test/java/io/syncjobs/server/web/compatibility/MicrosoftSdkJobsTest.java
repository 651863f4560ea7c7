package io.syncjobs.server.web.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.models.KeyValuePair;
import com.microsoft.graph.models.SynchronizationJob;
import com.microsoft.graph.models.SynchronizationJobCollectionResponse;
import com.microsoft.graph.models.SynchronizationJobRestartCriteria;
import com.microsoft.graph.models.SynchronizationJobRestartScope;
import com.microsoft.graph.models.SynchronizationSchedule;
import com.microsoft.graph.models.SynchronizationScheduleState;
import com.microsoft.graph.models.SynchronizationSecret;
import com.microsoft.graph.models.SynchronizationSecretKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationStatusCode;
import com.microsoft.graph.models.SynchronizationTemplate;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.restart.RestartPostRequestBody;
import com.microsoft.kiota.PeriodAndDuration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft's SDK creates, changes, starts and deletes jobs as with Graph. */
class MicrosoftSdkJobsTest extends WithMicrosoftSdk {

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0", "/beta"})
  void managesJobsOfAServicePrincipal(String version) {
    var synchronization =
        client(version).servicePrincipals().byServicePrincipalId(owner).synchronization();
    var jobs = synchronization.jobs();

    SynchronizationJob created = Objects.requireNonNull(jobs.post(job("scim")));
    String id = Objects.requireNonNull(created.getId());
    assertThat(Objects.requireNonNull(created.getStatus()).getCode())
        .isEqualTo(SynchronizationStatusCode.Paused);
    SynchronizationSchedule schedule = Objects.requireNonNull(created.getSchedule());
    assertThat(schedule.getState()).isEqualTo(SynchronizationScheduleState.Disabled);
    assertThat(Objects.requireNonNull(schedule.getInterval()).getDuration())
        .isEqualTo(Duration.ofMinutes(40));
    assertThat(created.getSynchronizationJobSettings())
        .extracting(KeyValuePair::getName)
        .contains("LookaheadQueryEnabled");

    var one = jobs.bySynchronizationJobId(id);
    assertThat(Objects.requireNonNull(one.get()).getTemplateId()).isEqualTo("scim");

    one.start().post();
    assertThat(statusOf(one.get())).isEqualTo(SynchronizationStatusCode.NotRun);
    SynchronizationJobCollectionResponse list = Objects.requireNonNull(jobs.get(request -> {
      Objects.requireNonNull(request.queryParameters).top = 10;
      request.queryParameters.count = true;
      request.queryParameters.select = new String[] {"id", "status"};
    }));
    assertThat(list.getOdataCount()).isEqualTo(1);
    assertThat(Objects.requireNonNull(list.getValue()).get(0).getId()).isEqualTo(id);
    assertThat(jobs.count().get()).isEqualTo(1);

    one.pause().post();
    assertThat(statusOf(one.get())).isEqualTo(SynchronizationStatusCode.Paused);

    RestartPostRequestBody restart = new RestartPostRequestBody();
    SynchronizationJobRestartCriteria criteria = new SynchronizationJobRestartCriteria();
    criteria.setResetScope(EnumSet.of(
        SynchronizationJobRestartScope.Watermark, SynchronizationJobRestartScope.Escrows));
    restart.setCriteria(criteria);
    one.restart().post(restart);
    RestartPostRequestBody empty = new RestartPostRequestBody();
    empty.setCriteria(new SynchronizationJobRestartCriteria());
    one.restart().post(empty);
    assertThat(statusOf(one.get())).isEqualTo(SynchronizationStatusCode.NotRun);

    SynchronizationJob change = new SynchronizationJob();
    SynchronizationSchedule faster = new SynchronizationSchedule();
    faster.setInterval(PeriodAndDuration.ofDuration(Duration.ofMinutes(20)));
    change.setSchedule(faster);
    SynchronizationJob changed = Objects.requireNonNull(one.patch(change));
    assertThat(
            Objects.requireNonNull(Objects.requireNonNull(changed.getSchedule()).getInterval())
                .getDuration())
        .isEqualTo(Duration.ofMinutes(20));

    one.delete();
    assertThatThrownBy(one::get).isInstanceOfSatisfying(ODataError.class, e -> {
      assertThat(e.getResponseStatusCode()).isEqualTo(404);
      assertThat(Objects.requireNonNull(e.getError()).getCode()).isEqualTo("jobNotFound");
      assertThat(e.getError().getTarget()).isEqualTo("jobId");
      assertThat(e).hasMessageContaining("List the jobs to see their ids.");
    });
  }

  private static @Nullable SynchronizationStatusCode statusOf(@Nullable SynchronizationJob job) {
    return Objects.requireNonNull(Objects.requireNonNull(job).getStatus()).getCode();
  }

  @Test
  void managesJobsOfAnApplication() {
    var synchronization = client("/v1.0").applications().byApplicationId(owner).synchronization();

    List<SynchronizationTemplate> templates = Objects.requireNonNull(
        Objects.requireNonNull(synchronization.templates().get()).getValue());
    assertThat(templates).extracting(SynchronizationTemplate::getId).contains("scim", "API2AAD");
    assertThat(Objects.requireNonNull(
                synchronization.templates().bySynchronizationTemplateId("aws").get())
            .getFactoryTag())
        .isEqualTo("aws");

    String id = Objects.requireNonNull(
        Objects.requireNonNull(synchronization.jobs().post(job("aws"))).getId());
    var one = synchronization.jobs().bySynchronizationJobId(id);
    one.start().post();
    one.pause().post();
    var criteria = new SynchronizationJobRestartCriteria();
    criteria.setResetScope(EnumSet.of(SynchronizationJobRestartScope.Full));
    var restart = new com.microsoft.graph.applications.item.synchronization.jobs.item.restart
        .RestartPostRequestBody();
    restart.setCriteria(criteria);
    one.restart().post(restart);
    assertThat(statusOf(one.get())).isEqualTo(SynchronizationStatusCode.NotRun);
    SynchronizationJob stop = new SynchronizationJob();
    SynchronizationSchedule disabled = new SynchronizationSchedule();
    disabled.setState(SynchronizationScheduleState.Disabled);
    stop.setSchedule(disabled);
    assertThat(statusOf(one.patch(stop))).isEqualTo(SynchronizationStatusCode.Paused);

    var secrets =
        new com.microsoft.graph.applications.item.synchronization.secrets.SecretsPutRequestBody();
    SynchronizationSecretKeyStringValuePair address = new SynchronizationSecretKeyStringValuePair();
    address.setKey(SynchronizationSecret.SecretToken);
    address.setValue("t");
    secrets.setValue(List.of(address));
    synchronization.secrets().put(secrets);
    assertThat(synchronization.secrets().count().get()).isEqualTo(1);
    var credentials = new com.microsoft.graph.applications.item.synchronization.jobs.item
        .validatecredentials.ValidateCredentialsPostRequestBody();
    credentials.setUseSavedCredentials(true);
    assertThatThrownBy(() -> one.validateCredentials().post(credentials))
        .isInstanceOfSatisfying(
            ODataError.class,
            e -> assertThat(Objects.requireNonNull(e.getError()).getTarget())
                .isEqualTo("BaseAddress"));
    assertThat(Objects.requireNonNull(one.schema().get()).getSynchronizationRules())
        .hasSize(1);

    assertThat(synchronization.jobs().count().get()).isEqualTo(1);
    one.delete();
    assertThat(Objects.requireNonNull(synchronization.jobs().get()).getValue()).isEmpty();
  }

  @Test
  void acceptsAJobAsTheSdkReadIt() {
    var jobs = client("/v1.0")
        .servicePrincipals()
        .byServicePrincipalId(owner)
        .synchronization()
        .jobs();
    SynchronizationJob created = Objects.requireNonNull(jobs.post(job("scim")));
    var one = jobs.bySynchronizationJobId(Objects.requireNonNull(created.getId()));

    SynchronizationJob read = Objects.requireNonNull(one.get());
    Objects.requireNonNull(read.getSchedule()).setState(SynchronizationScheduleState.Active);

    assertThat(statusOf(one.patch(read))).isEqualTo(SynchronizationStatusCode.NotRun);
  }
}
