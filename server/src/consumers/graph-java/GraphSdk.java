import com.azure.core.credential.TokenCredential;
import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.content.BatchResponseContent;
import com.microsoft.graph.models.ProvisioningObjectSummary;
import com.microsoft.graph.models.StringKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationJob;
import com.microsoft.graph.models.SynchronizationJobApplicationParameters;
import com.microsoft.graph.models.SynchronizationJobCollectionResponse;
import com.microsoft.graph.models.SynchronizationJobRestartCriteria;
import com.microsoft.graph.models.SynchronizationJobRestartScope;
import com.microsoft.graph.models.SynchronizationJobSubject;
import com.microsoft.graph.models.SynchronizationRule;
import com.microsoft.graph.models.SynchronizationSchedule;
import com.microsoft.graph.models.SynchronizationScheduleState;
import com.microsoft.graph.models.SynchronizationSchema;
import com.microsoft.graph.models.SynchronizationSecret;
import com.microsoft.graph.models.SynchronizationSecretKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationStatusCode;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.serviceprincipals.item.synchronization.SynchronizationRequestBuilder;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.SynchronizationJobItemRequestBuilder;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.provisionondemand.ProvisionOnDemandPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.restart.RestartPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.item.schema.parseexpression.ParseExpressionPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.jobs.validatecredentials.ValidateCredentialsPostRequestBody;
import com.microsoft.graph.serviceprincipals.item.synchronization.secrets.SecretsPutRequestBody;
import com.microsoft.kiota.PeriodAndDuration;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Microsoft's SDK for Java lives the whole life of a job. Only its address, the host that may get the token, and the authority of the token are set.
 * The SDK has the same classes for applications, and for Graph's beta, under other names, so the test makes programs of those by replacing names.
 */
public final class GraphSdk {

  private static final List<com.microsoft.kiota.RequestOption> ONCE =
      List.of(new RetryHandlerOption(null, 0, 0));

  private final Server server;
  private final String version;
  private final String owner = UUID.randomUUID().toString();

  private GraphSdk(Server server, String version) {
    this.server = server;
    this.version = version;
  }

  public static void main(String[] arguments) throws Exception {
    for (String version : Server.VERSIONS) {
      new GraphSdk(Server.of(arguments), version).live();
      System.out.println("ok " + version);
    }
    new GraphSdk(Server.of(arguments), "v1.0").overload();
    System.out.println("ok overload");
    System.exit(0); // Threads of the library would go on.
  }

  private GraphServiceClient client(TokenCredential credential, String scope) {
    GraphServiceClient client = new GraphServiceClient(new AzureIdentityAuthenticationProvider(
        credential, new String[] {"localhost"}, scope));
    client.getRequestAdapter().setBaseUrl(server.origin() + "/" + version);
    return client;
  }

  private SynchronizationRequestBuilder synchronization(GraphServiceClient client) {
    return client.servicePrincipals().byServicePrincipalId(owner).synchronization();
  }

  private static SynchronizationJob job(String templateId) {
    SynchronizationJob job = new SynchronizationJob();
    job.setTemplateId(templateId);
    return job;
  }

  private static List<SynchronizationSecretKeyStringValuePair> secrets(
      String address, String token) {
    return List.of(
        secret(SynchronizationSecret.BaseAddress, address),
        secret(SynchronizationSecret.SecretToken, token));
  }

  private static SynchronizationSecretKeyStringValuePair secret(
      SynchronizationSecret key, String value) {
    SynchronizationSecretKeyStringValuePair secret = new SynchronizationSecretKeyStringValuePair();
    secret.setKey(key);
    secret.setValue(value);
    return secret;
  }

  private void live() throws Exception {
    GraphServiceClient client = client(server.credential(), Server.ALL);
    SynchronizationRequestBuilder synchronization = synchronization(client);
    Server.check(
        synchronization.templates().get().getValue().stream()
            .anyMatch(template -> template.getId().equals("scim")),
        "templates");
    SecretsPutRequestBody saved = new SecretsPutRequestBody();
    saved.setValue(secrets(server.target(), server.targetToken()));
    synchronization.secrets().put(saved);
    Server.check(synchronization.secrets().count().get() == 2, "secrets");
    ValidateCredentialsPostRequestBody validation = new ValidateCredentialsPostRequestBody();
    validation.setTemplateId("scim");
    validation.setCredentials(secrets(server.target(), server.targetToken()));
    synchronization.jobs().validateCredentials().post(validation);

    String id = synchronization.jobs().post(job("scim")).getId();
    String other = synchronization.jobs().post(job("customappsso")).getId();
    List<String> ids = new ArrayList<>();
    SynchronizationJobCollectionResponse page =
        synchronization.jobs().get(request -> request.queryParameters.top = 1);
    while (page != null) {
      page.getValue().forEach(each -> ids.add(each.getId()));
      String next = page.getOdataNextLink();
      page = next == null ? null : synchronization.jobs().withUrl(next).get();
    }
    Server.check(ids.size() == 2 && ids.containsAll(List.of(id, other)), ids);

    SynchronizationJobItemRequestBuilder one = synchronization.jobs().bySynchronizationJobId(id);
    SynchronizationJob change = new SynchronizationJob();
    SynchronizationSchedule schedule = new SynchronizationSchedule();
    schedule.setInterval(PeriodAndDuration.ofDuration(Duration.ofMinutes(20)));
    change.setSchedule(schedule);
    Duration interval = one.patch(change).getSchedule().getInterval().getDuration();
    Server.check(interval.equals(Duration.ofMinutes(20)), interval);

    SynchronizationSchema schema = one.schema().get();
    List<SynchronizationRule> rules = schema.getSynchronizationRules();
    rules.get(0).setName("Renamed");
    schema.setSynchronizationRules(rules);
    one.schema().patch(schema);
    SynchronizationRule rule = one.schema().get().getSynchronizationRules().get(0);
    Server.check(rule.getName().equals("Renamed"), rule.getName());
    ParseExpressionPostRequestBody expression = new ParseExpressionPostRequestBody();
    expression.setExpression("ToUpper([mail])");
    Server.check(
        one.schema().parseExpression().post(expression).getParsingSucceeded(), "expression");

    one.start().post();
    Server.check(
        one.get().getSchedule().getState() == SynchronizationScheduleState.Active, "started");
    one.pause().post();
    Server.check(one.get().getStatus().getCode() == SynchronizationStatusCode.Paused, "paused");
    RestartPostRequestBody restart = new RestartPostRequestBody();
    SynchronizationJobRestartCriteria criteria = new SynchronizationJobRestartCriteria();
    criteria.setResetScope(EnumSet.of(
        SynchronizationJobRestartScope.Watermark, SynchronizationJobRestartScope.Escrows));
    restart.setCriteria(criteria);
    one.restart().post(restart);

    SynchronizationJobSubject subject = new SynchronizationJobSubject();
    subject.setObjectId(server.user());
    subject.setObjectTypeName("User");
    SynchronizationJobApplicationParameters parameters =
        new SynchronizationJobApplicationParameters();
    parameters.setRuleId(rule.getId());
    parameters.setSubjects(List.of(subject));
    ProvisionOnDemandPostRequestBody onDemand = new ProvisionOnDemandPostRequestBody();
    onDemand.setParameters(List.of(parameters));
    StringKeyStringValuePair done = one.provisionOnDemand().post(onDemand);
    Server.check(done.getValue().contains("uccess"), done.getValue());
    List<ProvisioningObjectSummary> log = client
        .auditLogs()
        .provisioning()
        .get(request -> request.queryParameters.filter = "jobId eq '" + id + "'")
        .getValue();
    Server.check(
        log.stream()
            .anyMatch(entry -> entry.getSourceIdentity().getId().equals(server.user())),
        log);

    batch(client, one, synchronization);
    refusals(client, synchronization, one);

    one.delete();
    refused(404, "jobNotFound", one::get);
  }

  private static void batch(
      GraphServiceClient client,
      SynchronizationJobItemRequestBuilder one,
      SynchronizationRequestBuilder synchronization)
      throws Exception {
    SynchronizationJob change = new SynchronizationJob();
    SynchronizationSchedule schedule = new SynchronizationSchedule();
    schedule.setInterval(PeriodAndDuration.ofDuration(Duration.ofMinutes(30)));
    change.setSchedule(schedule);
    BatchRequestContent requests = new BatchRequestContent(client);
    String changed = requests.addBatchRequestStep(one.toPatchRequestInformation(change));
    String read = requests.addBatchRequestStep(one.toGetRequestInformation());
    requests.getBatchRequestSteps().get(read).addDependsOnId(changed);
    String missing = requests.addBatchRequestStep(
        synchronization.jobs().bySynchronizationJobId("none").toGetRequestInformation());

    BatchResponseContent answers = client.getBatchRequestBuilder().post(requests, null);

    Map<String, Integer> statuses = answers.getResponsesStatusCode();
    Server.check(statuses.equals(Map.of(changed, 200, read, 200, missing, 404)), statuses);
    SynchronizationJob job =
        answers.getResponseById(read, SynchronizationJob::createFromDiscriminatorValue);
    Server.check(
        job.getSchedule().getInterval().getDuration().equals(Duration.ofMinutes(30)), job);
  }

  private void refusals(
      GraphServiceClient client,
      SynchronizationRequestBuilder synchronization,
      SynchronizationJobItemRequestBuilder one) {
    var jobs = synchronization.jobs();
    refused(400, "unknownTemplate", () -> jobs.post(job("nix")));
    var wrong = synchronization(client(Server.wrongCredential(), Server.ALL)).jobs();
    refused(401, "InvalidAuthenticationToken", wrong::get);
    var reading =
        synchronization(client(server.credential(), "Synchronization.Read.All")).jobs();
    refused(403, "Authorization_RequestDenied", () -> reading.post(job("scim")));
    refused(404, "jobNotFound", () -> jobs.bySynchronizationJobId("none").get());
    refused(405, "methodNotAllowed", synchronization::delete);
    refused(406, "notAcceptable", () -> one.get(request -> {
      request.headers.remove("Accept");
      request.headers.add("Accept", "text/csv");
    }));
    refused(409, "jobAlreadyExists", () -> jobs.post(job("scim")));
    refused(
        412,
        "preconditionFailed",
        () -> one.delete(request -> request.headers.add("If-Match", "\"old\"")));
    refused(413, "requestTooLarge", () -> jobs.post(job(Server.LONG)));
    refused(415, "unsupportedMediaType", () -> {
      RequestInformation request = jobs.toPostRequestInformation(job("scim"));
      request.headers.remove("Content-Type");
      request.setStreamContent(new ByteArrayInputStream(new byte[] {'x'}), "text/plain");
      client
          .getRequestAdapter()
          .send(
              request,
              new HashMap<>(Map.of("XXX", ODataError::createFromDiscriminatorValue)),
              SynchronizationJob::createFromDiscriminatorValue);
    });
  }

  /** The server limits uploads and checks of credentials. The SDK tries again by itself, unless a call says otherwise. */
  private void overload() throws Exception {
    SynchronizationRequestBuilder synchronization =
        synchronization(client(server.credential(), Server.ALL));
    var upload = synchronization
        .jobs()
        .bySynchronizationJobId(synchronization.jobs().post(job("API2AAD")).getId())
        .bulkUpload()
        .content();
    upload.put(new ByteArrayInputStream(Server.UPLOAD.getBytes()));
    refused(
        429,
        "TooManyRequests",
        () -> upload.put(
            new ByteArrayInputStream(Server.UPLOAD.getBytes()), request -> request.options = ONCE));
    upload.put(new ByteArrayInputStream(Server.UPLOAD.getBytes()));

    var checks = synchronization.jobs().validateCredentials();
    Server.whileBusy(
        address -> checks.post(validation(address)),
        address -> refused(
            503,
            "serviceNotAvailable",
            () -> checks.post(validation(address), request -> request.options = ONCE)));
  }

  private static ValidateCredentialsPostRequestBody validation(String address) {
    ValidateCredentialsPostRequestBody validation = new ValidateCredentialsPostRequestBody();
    validation.setTemplateId("scim");
    validation.setCredentials(secrets(address, "t"));
    return validation;
  }

  private static void refused(int status, String code, Runnable call) {
    try {
      call.run();
    } catch (ODataError e) {
      Server.check(
          e.getResponseStatusCode() == status
              && code.equals(e.getError().getCode())
              && e.getMessage().endsWith(".")
              && e.getError().getInnerError().getRequestId() != null,
          e.getResponseStatusCode() + " " + e.getError().getCode() + " " + e.getMessage());
      return;
    }
    throw new AssertionError("Not refused with " + status);
  }
}
