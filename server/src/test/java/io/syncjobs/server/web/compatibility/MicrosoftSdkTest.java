package io.syncjobs.server.web.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.models.AttributeMapping;
import com.microsoft.graph.models.DirectoryDefinition;
import com.microsoft.graph.models.ExpressionInputObject;
import com.microsoft.graph.models.InitiatorType;
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
import com.microsoft.graph.models.SynchronizationRule;
import com.microsoft.graph.models.SynchronizationSchema;
import com.microsoft.graph.models.SynchronizationSecret;
import com.microsoft.graph.models.SynchronizationSecretKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationTemplate;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.schema.parseexpression.ParseExpressionPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.validatecredentials.ValidateCredentialsPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.secrets.SecretsPutRequestBody;
import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.support.Events;
import io.syncjobs.server.support.Uploads;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft's SDK uses secrets, schemas, templates and the provisioning log as with Graph. */
class MicrosoftSdkTest extends WithMicrosoftSdk {

  @Test
  void savesSecretsAndChecksCredentials() {
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
  void readsSchemasOfJobsAndTemplates() {
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
  }

  @Test
  void changesSchemasByPatch() {
    var synchronization =
        client("/v1.0").servicePrincipals().byServicePrincipalId(owner).synchronization();
    String id = Objects.requireNonNull(
        Objects.requireNonNull(synchronization.jobs().post(job("scim"))).getId());
    var schemas = synchronization.jobs().bySynchronizationJobId(id).schema();
    SynchronizationSchema schema = Objects.requireNonNull(schemas.get());
    List<SynchronizationRule> rules = Objects.requireNonNull(schema.getSynchronizationRules());
    rules.get(0).setName("Renamed");
    schema.setSynchronizationRules(rules);

    SynchronizationSchema changed = Objects.requireNonNull(schemas.patch(schema));

    assertThat(changed.getVersion()).isNotEqualTo(schema.getVersion());
    SynchronizationSchema read = Objects.requireNonNull(schemas.get());
    SynchronizationRule rule =
        Objects.requireNonNull(read.getSynchronizationRules()).get(0);
    assertThat(rule.getName()).isEqualTo("Renamed");
    assertThat(Objects.requireNonNull(rule.getObjectMappings())).isNotEmpty();
    assertThat(Objects.requireNonNull(read.getDirectories())).hasSize(2);
  }

  @Test
  void usesTheRestOfTheSurface() {
    var synchronization =
        client("/v1.0").servicePrincipals().byServicePrincipalId(owner).synchronization();
    String id = Objects.requireNonNull(
        Objects.requireNonNull(synchronization.jobs().post(job("API2AAD"))).getId());
    var one = synchronization.jobs().bySynchronizationJobId(id);
    DirectoryDefinition directory = new DirectoryDefinition();
    directory.setName("HR");

    DirectoryDefinition added =
        Objects.requireNonNull(one.schema().directories().post(directory));
    DirectoryDefinition readOnly = new DirectoryDefinition();
    readOnly.setReadOnly(true);
    var hr =
        one.schema().directories().byDirectoryDefinitionId(Objects.requireNonNull(added.getId()));

    assertThat(Objects.requireNonNull(hr.patch(readOnly)).getReadOnly()).isTrue();
    assertThat(Objects.requireNonNull(hr.get()).getName()).isEqualTo("HR");
    assertThat(one.schema().directories().count().get()).isEqualTo(3);
    hr.delete();
    assertThat(one.schema().directories().count().get()).isEqualTo(2);
    assertThat(Objects.requireNonNull(synchronization.get()).getId()).isEqualTo(owner);
    assertThat(synchronization.templates().count().get()).isEqualTo(6);
    one.bulkUpload().content().put(new ByteArrayInputStream(Uploads.body("1").getBytes(UTF_8)));
    var template =
        synchronization.templates().bySynchronizationTemplateId("scim").schema();
    assertThat(Objects.requireNonNull(template.functions().get()).getValue()).isNotEmpty();
    assertThat(Objects.requireNonNull(template.filterOperators().get()).getValue())
        .isNotEmpty();
    assertThat(Objects.requireNonNull(template.directories().get()).getValue()).hasSize(2);
    Events events = Events.of(tenant);
    ProvisioningEvent event = events.created("Ann");
    server.bean(AuditLog.class).add(List.of(event));
    assertThat(Objects.requireNonNull(client("/beta")
                .auditLogs()
                .provisioning()
                .byProvisioningObjectSummaryId(event.id())
                .get())
            .getJobId())
        .isEqualTo(events.jobId());
    assertThat(client("/v1.0").auditLogs().provisioning().count().get()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0", "/beta"})
  void readsTheProvisioningLog(String version) {
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
  void parsesExpressions() {
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
  void readsCodeTargetAndDetailsOfErrors() {
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
}
