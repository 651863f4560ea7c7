package io.syncjobs.server.web.api;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.engine.JobControl;
import io.syncjobs.server.engine.ProvisionOnDemand;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobEditing;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.JobFilter;
import io.syncjobs.server.job.JobQuery;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.repeatability.RepeatableRequest;
import io.syncjobs.server.web.api.generated.JobsApiDelegate;
import io.syncjobs.server.web.api.generated.model.CredentialsValidation;
import io.syncjobs.server.web.api.generated.model.ProvisionOnDemandResponse;
import io.syncjobs.server.web.api.generated.model.SynchronizationJob;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobApplicationParameters;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobCollectionResponse;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobCreate;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobProvisionOnDemand;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobRestart;
import io.syncjobs.server.web.api.generated.model.SynchronizationJobUpdate;
import io.syncjobs.server.web.api.mapper.ETagMapper;
import io.syncjobs.server.web.api.mapper.JobMapper;
import io.syncjobs.server.web.api.mapper.OnDemandMapper;
import io.syncjobs.server.web.api.mapper.RepeatabilityMapper;
import io.syncjobs.server.web.api.mapper.RestartMapper;
import io.syncjobs.server.web.api.query.JobFilterParser;
import io.syncjobs.server.web.api.query.Skiptokens;
import io.syncjobs.server.web.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Creates, reads, lists, changes, starts, stops and deletes jobs. */
@Component
class JobsDelegate implements JobsApiDelegate {

  private static final String COLLECTION = "jobs";

  private final JobEditing editing;
  private final JobStore jobs;
  private final JobControl control;
  private final Skiptokens skiptokens;
  private final GraphLinks links;
  private final CredentialsCheck credentials;
  private final ProvisionOnDemand onDemand;

  JobsDelegate(
      JobEditing editing,
      JobStore jobs,
      JobControl control,
      Skiptokens skiptokens,
      GraphLinks links,
      CredentialsCheck credentials,
      ProvisionOnDemand onDemand) {
    this.editing = editing;
    this.jobs = jobs;
    this.control = control;
    this.skiptokens = skiptokens;
    this.links = links;
    this.credentials = credentials;
    this.onDemand = onDemand;
  }

  @Override
  public ResponseEntity<SynchronizationJob> createJob(
      String applicationsId,
      SynchronizationJobCreate body,
      @Nullable String clientRequestId,
      @Nullable String repeatabilityRequestId,
      @Nullable String repeatabilityFirstSent) {
    RepeatableRequest repeatable =
        RepeatabilityMapper.read(repeatabilityRequestId, repeatabilityFirstSent);
    Job job = editing.create(Keys.owner(applicationsId), JobMapper.read(body), repeatable);
    ResponseEntity.BodyBuilder answer = ResponseEntity.created(links.below(job.id()));
    if (repeatable != null) {
      answer.header(RepeatabilityMapper.RESULT, RepeatabilityMapper.ACCEPTED);
    }
    return answer.eTag(ETagMapper.write(job.version())).body(entity(job));
  }

  @Override
  public ResponseEntity<SynchronizationJob> getJob(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      @Nullable List<String> select,
      @Nullable String ifNoneMatch) {
    Job job = jobs.get(Keys.job(applicationsId, jobId));
    return ResponseEntity.ok()
        .eTag(ETagMapper.write(job.version()))
        .body(JobMapper.select(entity(job), select));
  }

  @Override
  public ResponseEntity<SynchronizationJob> updateJob(
      String applicationsId,
      String jobId,
      SynchronizationJobUpdate body,
      @Nullable String clientRequestId,
      @Nullable String ifMatch) {
    Job job = editing.update(
        Keys.job(applicationsId, jobId), ETagMapper.read(ifMatch), JobMapper.readUpdate(body));
    return ResponseEntity.ok().eTag(ETagMapper.write(job.version())).body(entity(job));
  }

  @Override
  public ResponseEntity<Void> startJob(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    return apply(applicationsId, jobId, new JobEvent.Start());
  }

  @Override
  public ResponseEntity<Void> pauseJob(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    return apply(applicationsId, jobId, new JobEvent.Pause());
  }

  @Override
  public ResponseEntity<Void> restartJob(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      @Nullable SynchronizationJobRestart body) {
    return apply(applicationsId, jobId, new JobEvent.Restart(RestartMapper.read(body)));
  }

  private ResponseEntity<Void> apply(String applicationsId, String jobId, JobEvent event) {
    control.apply(Keys.job(applicationsId, jobId), event);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> validateCredentials(
      String applicationsId, CredentialsValidation body, @Nullable String clientRequestId) {
    credentials.check(Keys.owner(applicationsId), body, body.getTemplateId().orElse(null));
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> validateJobCredentials(
      String applicationsId,
      String jobId,
      CredentialsValidation body,
      @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    Job job = jobs.get(Keys.job(applicationsId, jobId));
    credentials.check(owner, body, job.templateId());
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<ProvisionOnDemandResponse> provisionOnDemand(
      String applicationsId,
      String jobId,
      SynchronizationJobProvisionOnDemand body,
      @Nullable String clientRequestId) {
    SynchronizationJobApplicationParameters parameters = body.getParameters().get(0);
    List<ProvisioningEvent> events = onDemand.provision(
        Keys.job(applicationsId, jobId),
        parameters.getRuleId(),
        OnDemandMapper.read(parameters),
        Caller.name());
    return ResponseEntity.ok(OnDemandMapper.write(
        events, links.typeContext("microsoft.graph.stringKeyStringValuePair")));
  }

  @Override
  public ResponseEntity<Long> countJobs(
      String applicationsId, @Nullable String clientRequestId, @Nullable String filter) {
    return ResponseEntity.ok(jobs.count(Keys.owner(applicationsId), filter(filter)));
  }

  @Override
  public ResponseEntity<Void> deleteJob(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      @Nullable String ifMatch) {
    jobs.delete(Keys.job(applicationsId, jobId), ETagMapper.read(ifMatch));
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<SynchronizationJobCollectionResponse> listJobs(
      String applicationsId,
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count,
      @Nullable List<String> select,
      @Nullable String filter,
      String orderby) {
    Owner owner = Keys.owner(applicationsId);
    JobFilter wanted = filter(filter);
    JobQuery.Order order = JobMapper.readOrder(orderby);
    String list = skiptokens.listOf(owner, filter, order);
    String after = skiptoken == null ? null : skiptokens.read(skiptoken, list);
    List<Job> found = jobs.list(new JobQuery(owner, wanted, order, after, top + 1));
    List<Job> page = found.size() > top ? found.subList(0, top) : found;
    return ResponseEntity.ok(new SynchronizationJobCollectionResponse()
        .atOdataContext(links.collectionContext(owner.applicationId(), COLLECTION))
        .atOdataCount(count && after == null ? jobs.count(owner, wanted) : null)
        .atOdataNextLink(
            found.size() > top
                ? links.nextPage(
                    top,
                    select,
                    filter,
                    orderby,
                    skiptokens.issue(order.keyOf(page.get(top - 1)), list))
                : null)
        .value(page.stream()
            .map(job -> JobMapper.select(JobMapper.write(job), select))
            .toList()));
  }

  private SynchronizationJob entity(Job job) {
    return JobMapper.write(job)
        .atOdataContext(links.entityContext(job.owner().applicationId(), COLLECTION));
  }

  private static JobFilter filter(@Nullable String text) {
    return text == null ? JobFilter.ALL : JobFilterParser.parse(text);
  }
}
