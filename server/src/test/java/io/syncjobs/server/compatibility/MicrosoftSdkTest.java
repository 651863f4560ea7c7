package io.syncjobs.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.models.AttributeMapping;
import com.microsoft.graph.models.ExpressionInputObject;
import com.microsoft.graph.models.InitiatorType;
import com.microsoft.graph.models.KeyValuePair;
import com.microsoft.graph.models.ObjectFlowTypes;
import com.microsoft.graph.models.ObjectMapping;
import com.microsoft.graph.models.ParseExpressionResponse;
import com.microsoft.graph.models.ProvisioningAction;
import com.microsoft.graph.models.ProvisioningErrorInfo;
import com.microsoft.graph.models.ProvisioningObjectSummary;
import com.microsoft.graph.models.ProvisioningObjectSummaryCollectionResponse;
import com.microsoft.graph.models.ProvisioningResult;
import com.microsoft.graph.models.ProvisioningStatusErrorCategory;
import com.microsoft.graph.models.ProvisioningStatusInfo;
import com.microsoft.graph.models.ProvisioningStep;
import com.microsoft.graph.models.ProvisioningStepType;
import com.microsoft.graph.models.StringKeyObjectValuePair;
import com.microsoft.graph.models.SynchronizationJob;
import com.microsoft.graph.models.SynchronizationJobCollectionResponse;
import com.microsoft.graph.models.SynchronizationJobRestartCriteria;
import com.microsoft.graph.models.SynchronizationJobRestartScope;
import com.microsoft.graph.models.SynchronizationRule;
import com.microsoft.graph.models.SynchronizationSchedule;
import com.microsoft.graph.models.SynchronizationScheduleState;
import com.microsoft.graph.models.SynchronizationSchema;
import com.microsoft.graph.models.SynchronizationSecret;
import com.microsoft.graph.models.SynchronizationSecretKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationStatusCode;
import com.microsoft.graph.models.SynchronizationTemplate;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.restart.RestartPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.schema.parseexpression.ParseExpressionPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.validatecredentials.ValidateCredentialsPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.secrets.SecretsPutRequestBody;
import com.microsoft.kiota.PeriodAndDuration;
import com.microsoft.kiota.authentication.AccessTokenProvider;
import com.microsoft.kiota.authentication.AllowedHostsValidator;
import com.microsoft.kiota.authentication.BaseBearerTokenAuthenticationProvider;
import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.http.ResponseCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft's own SDK works unchanged: nothing but its base URL and its token is set. */
class MicrosoftSdkTest {

  private final TestServer server = Database.SQLITE.server();
  private final String tenant = TestServer.newId();
  private final String owner = TestServer.newId();

  private GraphServiceClient client(String version) {
    String token = server.token(tenant, TestServer.ALL);
    GraphServiceClient client = new GraphServiceClient(
        new BaseBearerTokenAuthenticationProvider(new FixedToken(token)),
        GraphClientFactory.create(new ContractInterceptor()).build());
    client.getRequestAdapter().setBaseUrl(server.origin() + version);
    return client;
  }

  private static SynchronizationJob job(String templateId) {
    SynchronizationJob job = new SynchronizationJob();
    job.setTemplateId(templateId);
    return job;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0", "/beta"})
  void theLifeOfAJobOfAServicePrincipal(String version) {
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
  void theLifeOfAJobOfAnApplication() {
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
  void whatAClientReadItCanSendBack() {
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

  @Test
  void secretsAndCredentials() {
    var synchronization =
        client("/v1.0").servicePrincipals().byServicePrincipalId(owner).synchronization();
    SynchronizationSecretKeyStringValuePair secret = new SynchronizationSecretKeyStringValuePair();
    secret.setKey(SynchronizationSecret.BaseAddress);
    secret.setValue("http://127.0.0.1:1/scim");
    SecretsPutRequestBody body = new SecretsPutRequestBody();
    body.setValue(List.of(secret));

    synchronization.secrets().put(body);

    assertThat(synchronization.secrets().count().get()).isEqualTo(1);
    ValidateCredentialsPostRequestBody saved = new ValidateCredentialsPostRequestBody();
    saved.setTemplateId("scim");
    saved.setUseSavedCredentials(true);
    assertThatThrownBy(() -> synchronization.jobs().validateCredentials().post(saved))
        .isInstanceOfSatisfying(
            ODataError.class,
            e -> assertThat(Objects.requireNonNull(e.getError()).getCode())
                .isEqualTo("credentialsMissing"));
  }

  @Test
  void schemasOfJobsAndTemplates() {
    var synchronization =
        client("/v1.0").servicePrincipals().byServicePrincipalId(owner).synchronization();
    String id = Objects.requireNonNull(
        Objects.requireNonNull(synchronization.jobs().post(job("scim"))).getId());

    SynchronizationSchema schema = Objects.requireNonNull(
        synchronization.jobs().bySynchronizationJobId(id).schema().get());
    assertThat(schema.getId()).isEqualTo(id);
    SynchronizationRule rule =
        Objects.requireNonNull(schema.getSynchronizationRules()).get(0);
    ObjectMapping users = Objects.requireNonNull(rule.getObjectMappings()).get(0);
    assertThat(users.getFlowTypes())
        .containsExactlyInAnyOrder(
            ObjectFlowTypes.Add, ObjectFlowTypes.Update, ObjectFlowTypes.Delete);
    assertThat(Objects.requireNonNull(users.getAttributeMappings()))
        .extracting(AttributeMapping::getTargetAttributeName)
        .contains("userName", "active");
    assertThat(Objects.requireNonNull(synchronization
                .jobs()
                .bySynchronizationJobId(id)
                .schema()
                .functions()
                .get())
            .getValue())
        .isNotEmpty();
    SynchronizationTemplate template = Objects.requireNonNull(
        synchronization.templates().bySynchronizationTemplateId("scim").get());
    assertThat(
            Objects.requireNonNull(Objects.requireNonNull(template.getSchema()).getDirectories()))
        .hasSize(2);
    // The SDK generates PATCH where the service wants PUT; it is told so.
    assertThatThrownBy(
            () -> synchronization.jobs().bySynchronizationJobId(id).schema().patch(schema))
        .isInstanceOfSatisfying(
            ODataError.class, e -> assertThat(e.getResponseStatusCode()).isEqualTo(405));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0", "/beta"})
  void whatJobsDid(String version) {
    Events events = Events.of(tenant);
    server
        .bean(AuditLog.class)
        .add(List.of(events.created("Ann"), events.failed("Bob"), events.created("Eve")));
    var provisioning = client(version).auditLogs().provisioning();

    ProvisioningObjectSummaryCollectionResponse page =
        Objects.requireNonNull(provisioning.get(request -> {
          Objects.requireNonNull(request.queryParameters).filter =
              "jobId eq '%s' and provisioningStatusInfo/status eq 'failure'"
                  .formatted(events.jobId());
          request.queryParameters.top = 500;
          request.queryParameters.orderby = new String[] {"activityDateTime desc"};
          request.queryParameters.count = true;
        }));

    assertThat(page.getOdataCount()).isEqualTo(1);
    ProvisioningObjectSummary failure = Objects.requireNonNull(page.getValue()).get(0);
    assertThat(failure.getProvisioningAction()).isEqualTo(ProvisioningAction.Create);
    assertThat(Objects.requireNonNull(failure.getSourceIdentity()).getDisplayName())
        .isEqualTo("Bob");
    assertThat(failure.getTargetIdentity()).isNull();
    assertThat(Objects.requireNonNull(failure.getInitiatedBy()).getInitiatorType())
        .isEqualTo(InitiatorType.System);
    ProvisioningStatusInfo status = Objects.requireNonNull(failure.getProvisioningStatusInfo());
    assertThat(status.getStatus()).isEqualTo(ProvisioningResult.Failure);
    ProvisioningErrorInfo error = Objects.requireNonNull(status.getErrorInformation());
    assertThat(error.getErrorCategory())
        .isEqualTo(ProvisioningStatusErrorCategory.NonServiceFailure);
    assertThat(error.getErrorCode()).isEqualTo("InvalidRequest");
    assertThat(Objects.requireNonNull(failure.getProvisioningSteps()))
        .extracting(ProvisioningStep::getProvisioningStepType)
        .containsExactly(ProvisioningStepType.Import, ProvisioningStepType.Export);

    ProvisioningObjectSummaryCollectionResponse first =
        Objects.requireNonNull(provisioning.get(request -> {
          Objects.requireNonNull(request.queryParameters).top = 2;
        }));
    assertThat(first.getValue()).hasSize(2);
    assertThat(Objects.requireNonNull(provisioning
                .withUrl(Objects.requireNonNull(first.getOdataNextLink()))
                .get())
            .getValue())
        .hasSize(1);
  }

  @Test
  void expressionsAreTried() {
    var synchronization =
        client("/v1.0").servicePrincipals().byServicePrincipalId(owner).synchronization();
    String id = Objects.requireNonNull(
        Objects.requireNonNull(synchronization.jobs().post(job("scim"))).getId());
    StringKeyObjectValuePair language = new StringKeyObjectValuePair();
    language.setKey("preferredLanguage");
    language.setAdditionalData(Map.of("value", "EN-US"));
    ExpressionInputObject object = new ExpressionInputObject();
    object.setProperties(List.of(language));
    ParseExpressionPostRequestBody body = new ParseExpressionPostRequestBody();
    body.setExpression("Replace([preferredLanguage], \"-\", , , \"_\", , )");
    body.setTestInputObject(object);

    ParseExpressionResponse response = Objects.requireNonNull(synchronization
        .jobs()
        .bySynchronizationJobId(id)
        .schema()
        .parseExpression()
        .post(body));

    assertThat(response.getEvaluationResult()).containsExactly("EN_US");
    assertThat(Objects.requireNonNull(response.getParsedExpression()).getParameters())
        .hasSize(3);
    assertThat(response.getError()).isNull();
  }

  @Test
  void errorsShowCodeTargetAndDetails() {
    var jobs = client("/v1.0")
        .servicePrincipals()
        .byServicePrincipalId(owner)
        .synchronization()
        .jobs();
    String id =
        Objects.requireNonNull(Objects.requireNonNull(jobs.post(job("scim"))).getId());

    assertThatThrownBy(() -> jobs.post(job("scim"))).isInstanceOfSatisfying(ODataError.class, e -> {
      assertThat(e.getResponseStatusCode()).isEqualTo(409);
      var error = Objects.requireNonNull(e.getError());
      assertThat(error.getCode()).isEqualTo("jobAlreadyExists");
      assertThat(Objects.requireNonNull(error.getDetails()).get(0).getMessage()).isEqualTo(id);
      assertThat(Objects.requireNonNull(error.getInnerError()).getRequestId()).isNotEmpty();
    });
    assertThatThrownBy(() -> jobs.post(job("nix")))
        .isInstanceOfSatisfying(
            ODataError.class,
            e -> assertThat(Objects.requireNonNull(e.getError()).getCode())
                .isEqualTo("unknownTemplate"));
  }

  /** A token that is sent to this machine. */
  private static final class FixedToken implements AccessTokenProvider {
    private final String token;
    private final AllowedHostsValidator hosts = new AllowedHostsValidator("localhost");

    FixedToken(String token) {
      this.token = token;
    }

    @Override
    public String getAuthorizationToken(URI uri, @Nullable Map<String, Object> context) {
      return hosts.isUrlHostValid(uri) ? token : "";
    }

    @Override
    public AllowedHostsValidator getAllowedHostsValidator() {
      return hosts;
    }
  }

  /** Holds what the SDK gets against the contract. */
  private static final class ContractInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Response response = chain.proceed(chain.request());
      ResponseCheck.check(
          response.request().method(),
          response.request().url().uri(),
          response.code(),
          HttpHeaders.of(response.headers().toMultimap(), (name, value) -> true),
          response.peekBody(Long.MAX_VALUE).bytes());
      return response;
    }
  }
}
