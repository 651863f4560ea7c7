import com.azure.core.credential.TokenCredential;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.graph.authentication.TokenCredentialAuthProvider;
import com.microsoft.graph.content.BatchRequestContent;
import com.microsoft.graph.content.BatchResponseContent;
import com.microsoft.graph.http.BaseRequest;
import com.microsoft.graph.http.CustomRequest;
import com.microsoft.graph.http.GraphServiceException;
import com.microsoft.graph.http.HttpMethod;
import com.microsoft.graph.models.ProvisioningObjectSummary;
import com.microsoft.graph.models.StringKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationJob;
import com.microsoft.graph.models.SynchronizationJobApplicationParameters;
import com.microsoft.graph.models.SynchronizationJobProvisionOnDemandParameterSet;
import com.microsoft.graph.models.SynchronizationJobRestartCriteria;
import com.microsoft.graph.models.SynchronizationJobRestartParameterSet;
import com.microsoft.graph.models.SynchronizationJobRestartScope;
import com.microsoft.graph.models.SynchronizationJobSubject;
import com.microsoft.graph.models.SynchronizationJobValidateCredentialsParameterSet;
import com.microsoft.graph.models.SynchronizationRule;
import com.microsoft.graph.models.SynchronizationSchedule;
import com.microsoft.graph.models.SynchronizationScheduleState;
import com.microsoft.graph.models.SynchronizationSchema;
import com.microsoft.graph.models.SynchronizationSchemaParseExpressionParameterSet;
import com.microsoft.graph.models.SynchronizationSecret;
import com.microsoft.graph.models.SynchronizationSecretKeyStringValuePair;
import com.microsoft.graph.models.SynchronizationStatusCode;
import com.microsoft.graph.requests.GraphServiceClient;
import com.microsoft.graph.requests.SynchronizationJobCollectionPage;
import com.microsoft.graph.requests.SynchronizationJobCollectionRequestBuilder;
import com.microsoft.graph.requests.SynchronizationJobRequestBuilder;
import com.microsoft.graph.requests.SynchronizationJobValidateCredentialsRequest;
import com.microsoft.graph.requests.SynchronizationRequestBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.Duration;
import okhttp3.Request;

/**
 * The last version 5 of Microsoft's SDK for Java lives the whole life of a job. Only its address, the host that may get the token, and the authority
 * of the token are set. It has no methods for secrets and uploads, so those addresses are written out here.
 */
public final class GraphSdk5 {

  private static final List<String> ROOTS = List.of("applications", "servicePrincipals");

  private final Server server;
  private final String version;
  private final String root;
  private final String owner = UUID.randomUUID().toString();

  private GraphSdk5(Server server, String version, String root) {
    this.server = server;
    this.version = version;
    this.root = root;
  }

  public static void main(String[] arguments) throws Exception {
    for (String version : Server.VERSIONS) {
      for (String root : ROOTS) {
        new GraphSdk5(Server.of(arguments), version, root).live();
        System.out.println("ok " + version + "/" + root);
      }
    }
    new GraphSdk5(Server.of(arguments), "v1.0", "applications").overload();
    System.out.println("ok overload");
    System.exit(0); // Threads of the library would go on.
  }

  private GraphServiceClient<Request> client(TokenCredential credential, String scope) {
    TokenCredentialAuthProvider provider =
        new TokenCredentialAuthProvider(List.of(scope), credential);
    provider.setCustomHosts(new String[] {"localhost"});
    GraphServiceClient<Request> client =
        GraphServiceClient.builder().authenticationProvider(provider).buildClient();
    client.setServiceRoot(server.origin() + "/" + version);
    return client;
  }

  private SynchronizationRequestBuilder synchronization(GraphServiceClient<Request> client) {
    return root.equals("applications")
        ? client.applications(owner).synchronization()
        : client.servicePrincipals(owner).synchronization();
  }

  private CustomRequest<JsonObject> request(GraphServiceClient<Request> client, String path) {
    return new CustomRequest<>(
        server.origin() + "/" + version + "/" + root + "/" + owner + "/synchronization/" + path,
        client,
        List.of(),
        JsonObject.class);
  }

  private static SynchronizationJob job(String templateId) {
    SynchronizationJob job = new SynchronizationJob();
    job.templateId = templateId;
    return job;
  }

  private static SynchronizationJob every(String duration) throws Exception {
    Duration interval = DatatypeFactory.newInstance().newDuration(duration);
    SynchronizationJob change = new SynchronizationJob();
    change.schedule = new SynchronizationSchedule();
    change.schedule.interval = interval;
    return change;
  }

  private static SynchronizationSecretKeyStringValuePair secret(
      SynchronizationSecret key, String value) {
    SynchronizationSecretKeyStringValuePair secret = new SynchronizationSecretKeyStringValuePair();
    secret.key = key;
    secret.value = value;
    return secret;
  }

  private static SynchronizationJobValidateCredentialsRequest validation(
      SynchronizationJobCollectionRequestBuilder jobs, String address, String token) {
    return jobs
        .validateCredentials(SynchronizationJobValidateCredentialsParameterSet.newBuilder()
            .withTemplateId("scim")
            .withCredentials(List.of(
                secret(SynchronizationSecret.BASE_ADDRESS, address),
                secret(SynchronizationSecret.SECRET_TOKEN, token)))
            .build())
        .buildRequest();
  }

  private JsonObject secrets() {
    JsonArray value = new JsonArray();
    value.add(pair("BaseAddress", server.target()));
    value.add(pair("SecretToken", server.targetToken()));
    JsonObject body = new JsonObject();
    body.add("value", value);
    return body;
  }

  private static JsonObject pair(String key, String value) {
    JsonObject pair = new JsonObject();
    pair.addProperty("key", key);
    pair.addProperty("value", value);
    return pair;
  }

  private void live() throws Exception {
    GraphServiceClient<Request> client = client(server.credential(), Server.ALL);
    SynchronizationRequestBuilder synchronization = synchronization(client);
    Server.check(
        synchronization.templates().buildRequest().get().getCurrentPage().stream()
            .anyMatch(template -> template.id.equals("scim")),
        "templates");
    request(client, "secrets").put(secrets());
    SynchronizationJobCollectionRequestBuilder jobs = synchronization.jobs();
    validation(jobs, server.target(), server.targetToken()).post();

    String id = jobs.buildRequest().post(job("scim")).id;
    String other = jobs.buildRequest().post(job("customappsso")).id;
    List<String> ids = new ArrayList<>();
    SynchronizationJobCollectionPage page = jobs.buildRequest().top(1).get();
    while (page != null) {
      page.getCurrentPage().forEach(each -> ids.add(each.id));
      SynchronizationJobCollectionRequestBuilder next = page.getNextPage();
      page = next == null ? null : next.buildRequest().get();
    }
    Server.check(ids.size() == 2 && ids.containsAll(List.of(id, other)), ids);

    SynchronizationJobRequestBuilder one = synchronization.jobs(id);
    SynchronizationJob changed = one.buildRequest().patch(every("PT20M"));
    Server.check(changed.schedule.interval.getMinutes() == 20, changed.schedule.interval);

    SynchronizationSchema schema = one.schema().buildRequest().get();
    schema.synchronizationRules.get(0).name = "Renamed";
    one.schema().buildRequest().put(schema);
    SynchronizationSchema renamed = one.schema().buildRequest().get();
    SynchronizationRule rule = renamed.synchronizationRules.get(0);
    Server.check(rule.name.equals("Renamed"), rule.name);
    renamed.synchronizationRules.get(0).name = "Again";
    one.schema().buildRequest().patch(renamed);
    Server.check(
        one.schema()
            .parseExpression(SynchronizationSchemaParseExpressionParameterSet.newBuilder()
                .withExpression("ToUpper([mail])")
                .build())
            .buildRequest()
            .post()
            .parsingSucceeded,
        "expression");

    one.start().buildRequest().post();
    Server.check(
        one.buildRequest().get().schedule.state == SynchronizationScheduleState.ACTIVE, "started");
    one.pause().buildRequest().post();
    Server.check(
        one.buildRequest().get().status.code == SynchronizationStatusCode.PAUSED, "paused");
    SynchronizationJobRestartCriteria criteria = new SynchronizationJobRestartCriteria();
    criteria.resetScope = EnumSet.of(
        SynchronizationJobRestartScope.WATERMARK, SynchronizationJobRestartScope.ESCROWS);
    one.restart(SynchronizationJobRestartParameterSet.newBuilder()
            .withCriteria(criteria)
            .build())
        .buildRequest()
        .post();

    SynchronizationJobSubject subject = new SynchronizationJobSubject();
    subject.objectId = server.user();
    subject.objectTypeName = "User";
    SynchronizationJobApplicationParameters parameters =
        new SynchronizationJobApplicationParameters();
    parameters.ruleId = rule.id;
    parameters.subjects = List.of(subject);
    StringKeyStringValuePair done = one.provisionOnDemand(
            SynchronizationJobProvisionOnDemandParameterSet.newBuilder()
                .withParameters(List.of(parameters))
                .build())
        .buildRequest()
        .post();
    Server.check(done.value.contains("uccess"), done.value);
    List<ProvisioningObjectSummary> log = client
        .auditLogs()
        .provisioning()
        .buildRequest()
        .filter("jobId eq '" + id + "'")
        .get()
        .getCurrentPage();
    Server.check(
        log.stream().anyMatch(entry -> entry.sourceIdentity.id.equals(server.user())), log);

    batch(client, synchronization, one);
    refusals(client, synchronization, one);

    one.buildRequest().delete();
    refused(404, "jobNotFound", () -> one.buildRequest().get());
  }

  private static void batch(
      GraphServiceClient<Request> client,
      SynchronizationRequestBuilder synchronization,
      SynchronizationJobRequestBuilder one)
      throws Exception {
    BatchRequestContent requests = new BatchRequestContent();
    String changed =
        requests.addBatchRequestStep(one.buildRequest(), HttpMethod.PATCH, every("PT30M"));
    String read = requests.addBatchRequestStep(one.buildRequest(), HttpMethod.GET, null, changed);
    String missing = requests.addBatchRequestStep(synchronization.jobs("none").buildRequest());

    BatchResponseContent answers = client.batch().buildRequest().post(requests);

    Server.check(answers.getResponseById(changed).status == 200, changed);
    SynchronizationJob job =
        answers.getResponseById(read).getDeserializedBody(SynchronizationJob.class);
    Server.check(job.schedule.interval.getMinutes() == 30, job.schedule.interval);
    refused(
        404,
        "jobNotFound",
        () -> answers.getResponseById(missing).getDeserializedBody(SynchronizationJob.class));
  }

  private void refusals(
      GraphServiceClient<Request> client,
      SynchronizationRequestBuilder synchronization,
      SynchronizationJobRequestBuilder one) {
    SynchronizationJobCollectionRequestBuilder jobs = synchronization.jobs();
    refused(400, "unknownTemplate", () -> jobs.buildRequest().post(job("nix")));
    refused(401, "InvalidAuthenticationToken", () -> synchronization(
            client(Server.wrongCredential(), Server.ALL))
        .jobs()
        .buildRequest()
        .get());
    refused(403, "Authorization_RequestDenied", () -> synchronization(
            client(server.credential(), "Synchronization.Read.All"))
        .jobs()
        .buildRequest()
        .post(job("scim")));
    refused(404, "jobNotFound", () -> synchronization.jobs("none").buildRequest().get());
    refused(405, "methodNotAllowed", () -> one.buildRequest().put(job("scim")));
    refused(409, "jobAlreadyExists", () -> jobs.buildRequest().post(job("scim")));
    refused(
        412,
        "preconditionFailed",
        () -> with(one.buildRequest(), "If-Match", "\"old\"").delete());
    refused(413, "requestTooLarge", () -> jobs.buildRequest().post(job(Server.LONG)));
    refused(415, "unsupportedMediaType", () -> with(
            request(client, "jobs"), "Content-Type", "text/plain")
        .post(new JsonObject()));
  }

  private static <R extends BaseRequest<?>> R with(R request, String name, String value) {
    request.addHeader(name, value);
    return request;
  }

  /** The server limits uploads and checks of credentials. The SDK tries again by itself, unless a call says otherwise. */
  private void overload() throws Exception {
    GraphServiceClient<Request> client = client(server.credential(), Server.ALL);
    SynchronizationJobCollectionRequestBuilder jobs = synchronization(client).jobs();
    String upload = "jobs/" + jobs.buildRequest().post(job("API2AAD")).id + "/bulkUpload";
    JsonObject body = com.google.gson.JsonParser.parseString(Server.UPLOAD).getAsJsonObject();
    Supplier<CustomRequest<JsonObject>> request =
        () -> with(request(client, upload), "Content-Type", "application/scim+json");
    request.get().post(body);
    refused(429, "TooManyRequests", () -> once(request.get()).post(body));
    request.get().post(body);

    Server.whileBusy(
        address -> validation(jobs, address, "t").post(),
        address -> refused(
            503, "serviceNotAvailable", () -> once(validation(jobs, address, "t")).post()));
  }

  private static <R extends BaseRequest<?>> R once(R request) {
    request.setMaxRetries(0);
    return request;
  }

  private static void refused(int status, String code, Runnable call) {
    try {
      call.run();
    } catch (GraphServiceException e) {
      Server.check(
          e.getResponseCode() == status
              && code.equals(e.getServiceError().code)
              && e.getServiceError().message.endsWith("."),
          e.getResponseCode() + " " + e.getServiceError().code);
      return;
    }
    throw new AssertionError("Not refused with " + status);
  }
}
