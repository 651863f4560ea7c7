package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Call;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.JobsApi;
import io.syncjobs.client.internal.generated.UploadsApi;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.CredentialsValidation;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobApplicationParameters;
import io.syncjobs.client.model.SynchronizationJobCollectionResponse;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationJobProvisionOnDemand;
import io.syncjobs.client.model.SynchronizationJobRestart;
import io.syncjobs.client.model.SynchronizationJobRestartCriteria;
import io.syncjobs.client.model.SynchronizationJobSubject;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The jobs of an application. Methods throw a {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async}
 * twins fail with it. Safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationjob">Graph's synchronizationJob</a>
 */
public final class Jobs {

  private final JobsApi api;
  private final UploadsApi uploads;
  private final Pages<SynchronizationJobCollectionResponse, SynchronizationJob> pages;
  private final String ownerId;

  Jobs(Transport transport, String ownerId) {
    this.api = new JobsApi(transport);
    this.uploads = new UploadsApi(transport);
    this.pages = Pages.ofJobs(transport);
    this.ownerId = ownerId;
  }

  /**
   * Creates a job. It is created once, also if the connection is lost and the call is made again underneath.
   *
   * @return the job with its version, which a change or deletion can be made to depend on
   * @throws io.syncjobs.client.error.ConflictException if there is a job of the template already
   * @throws io.syncjobs.client.error.BadRequestException if the template doesn't exist, or a member isn't as the contract says
   */
  public Versioned<SynchronizationJob> create(SynchronizationJobCreate job) {
    return Await.result(() -> createAsync(job));
  }

  /** Does what {@link #create} does. */
  public CompletableFuture<Versioned<SynchronizationJob>> createAsync(
      SynchronizationJobCreate job) {
    return api.createJob(ownerId, job, null, UUID.randomUUID().toString(), Call.httpDate())
        .thenApply(Reply::versioned);
  }

  /**
   * Reads a job and its version.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   */
  public Versioned<SynchronizationJob> get(String jobId) {
    return Await.result(() -> getAsync(jobId));
  }

  /** Does what {@link #get} does. */
  public CompletableFuture<Versioned<SynchronizationJob>> getAsync(String jobId) {
    return api.getJob(ownerId, jobId, null, null, null).thenApply(Reply::versioned);
  }

  /**
   * Waits until a job is as it is wanted. Reads it at once, then less and less often, at last every ten seconds.
   *
   * @param wanted whether it is so, such as {@code job -> job.getStatus().getCode().equals(SynchronizationStatusCode.ACTIVE)}
   * @param limit how long to wait at most
   * @return the job as it is then
   * @throws io.syncjobs.client.error.ConnectionException if it isn't so in time
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   */
  public Versioned<SynchronizationJob> waitUntil(
      String jobId, Predicate<SynchronizationJob> wanted, Duration limit) {
    return Await.result(() -> waitUntilAsync(jobId, wanted, limit));
  }

  /** Does what {@link #waitUntil} does. */
  public CompletableFuture<Versioned<SynchronizationJob>> waitUntilAsync(
      String jobId, Predicate<SynchronizationJob> wanted, Duration limit) {
    return new JobWait(() -> getAsync(jobId), wanted, limit).begin();
  }

  /** Lists all jobs, by id. */
  public Page<SynchronizationJob> list() {
    return list(JobListing.ALL);
  }

  /** Does what {@link #list()} does. */
  public CompletableFuture<Page<SynchronizationJob>> listAsync() {
    return listAsync(JobListing.ALL);
  }

  /**
   * Lists jobs.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the filter or order isn't one that the contract knows
   */
  public Page<SynchronizationJob> list(JobListing listing) {
    return Await.result(() -> listAsync(listing));
  }

  /** Does what {@link #list(JobListing)} does. */
  public CompletableFuture<Page<SynchronizationJob>> listAsync(JobListing listing) {
    return api.listJobs(
            ownerId,
            null,
            listing.pageSize,
            null,
            listing.count ? true : null,
            listing.select,
            listing.filter,
            listing.order)
        .thenApply(pages::page);
  }

  /** How many jobs there are. */
  public long count() {
    return Await.result(this::countAsync);
  }

  /** Does what {@link #count()} does. */
  public CompletableFuture<Long> countAsync() {
    return api.countJobs(ownerId, null, null).thenApply(Reply::body);
  }

  /**
   * How many jobs pass a filter.
   *
   * @param filter an OData filter such as {@code schedule/state eq 'Active'}
   * @throws io.syncjobs.client.error.BadRequestException if the filter isn't one that the contract knows
   */
  public long count(String filter) {
    return Await.result(() -> countAsync(filter));
  }

  /** Does what {@link #count(String)} does. */
  public CompletableFuture<Long> countAsync(String filter) {
    return api.countJobs(ownerId, null, filter).thenApply(Reply::body);
  }

  /**
   * Changes a job. Members that aren't set stay as they are; those set to null take their default.
   *
   * @return the job as it is then, with its new version
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   * @throws io.syncjobs.client.error.BadRequestException if a member isn't as the contract says
   */
  public Versioned<SynchronizationJob> update(String jobId, SynchronizationJobUpdate update) {
    return Await.result(() -> updateAsync(jobId, update));
  }

  /** Does what {@link #update(String, SynchronizationJobUpdate)} does. */
  public CompletableFuture<Versioned<SynchronizationJob>> updateAsync(
      String jobId, SynchronizationJobUpdate update) {
    return api.updateJob(ownerId, jobId, update, null, null)
        .thenCompose(reply -> changed(jobId, reply));
  }

  /**
   * Changes a job if it still has the version that was read.
   *
   * @return the job as it is then, with its new version
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   * @throws io.syncjobs.client.error.PreconditionFailedException if it has changed since; it stays as it is then
   * @throws io.syncjobs.client.error.BadRequestException if a member isn't as the contract says
   */
  public Versioned<SynchronizationJob> update(
      String jobId, SynchronizationJobUpdate update, String etag) {
    return Await.result(() -> updateAsync(jobId, update, etag));
  }

  /** Does what {@link #update(String, SynchronizationJobUpdate, String)} does. */
  public CompletableFuture<Versioned<SynchronizationJob>> updateAsync(
      String jobId, SynchronizationJobUpdate update, String etag) {
    return api.updateJob(ownerId, jobId, update, null, Objects.requireNonNull(etag))
        .thenCompose(reply -> changed(jobId, reply));
  }

  private CompletableFuture<Versioned<SynchronizationJob>> changed(
      String jobId, Reply<SynchronizationJob> reply) {
    // Graph itself may answer without a body.
    return reply.content() == null
        ? getAsync(jobId)
        : CompletableFuture.completedFuture(reply.versioned());
  }

  /**
   * Starts a job. One that runs already stays as it is.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   */
  public void start(String jobId) {
    Await.result(() -> startAsync(jobId));
  }

  /** Does what {@link #start} does. */
  public CompletableFuture<Void> startAsync(String jobId) {
    return api.startJob(ownerId, jobId, null).thenAccept(reply -> {});
  }

  /**
   * Stops a job for now. It keeps its place; one that doesn't run stays as it is.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   */
  public void pause(String jobId) {
    Await.result(() -> pauseAsync(jobId));
  }

  /** Does what {@link #pause} does. */
  public CompletableFuture<Void> pauseAsync(String jobId) {
    return api.pauseJob(ownerId, jobId, null).thenAccept(reply -> {});
  }

  /**
   * Starts a job and has it process objects anew.
   *
   * @param scopes what to forget; none at all stands for {@code Watermark}, {@code Escrows} and {@code QuarantineState}
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-restart">Graph's restart</a>
   */
  public void restart(String jobId, String... scopes) {
    Await.result(() -> restartAsync(jobId, scopes));
  }

  /** Does what {@link #restart} does. */
  public CompletableFuture<Void> restartAsync(String jobId, String... scopes) {
    SynchronizationJobRestart restart = new SynchronizationJobRestart()
        .criteria(new SynchronizationJobRestartCriteria().resetScope(String.join(", ", scopes)));
    return api.restartJob(ownerId, jobId, null, restart).thenAccept(reply -> {});
  }

  /**
   * Tries credentials before there is a job.
   *
   * @throws io.syncjobs.client.error.BadRequestException if they don't work; its code tells why
   */
  public void validateCredentials(CredentialsValidation credentials) {
    Await.result(() -> validateCredentialsAsync(credentials));
  }

  /** Does what {@link #validateCredentials(CredentialsValidation)} does. */
  public CompletableFuture<Void> validateCredentialsAsync(CredentialsValidation credentials) {
    return api.validateCredentials(ownerId, credentials, null).thenAccept(reply -> {});
  }

  /**
   * Tries credentials for a job.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no such job
   * @throws io.syncjobs.client.error.BadRequestException if they don't work; its code tells why
   */
  public void validateCredentials(String jobId, CredentialsValidation credentials) {
    Await.result(() -> validateCredentialsAsync(jobId, credentials));
  }

  /** Does what {@link #validateCredentials(String, CredentialsValidation)} does. */
  public CompletableFuture<Void> validateCredentialsAsync(
      String jobId, CredentialsValidation credentials) {
    return api.validateJobCredentials(ownerId, jobId, credentials, null).thenAccept(reply -> {});
  }

  /**
   * Sends records of a system of record to an API-driven job. When it returns they are kept, all of them; the job's next cycles process them. After a
   * {@link io.syncjobs.client.error.ConnectionException} it may safely be called again, as records that came before are merged onto themselves.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no such job
   * @throws io.syncjobs.client.error.BadRequestException if the job isn't API-driven, or a record isn't as the contract says; none is kept then
   * @throws io.syncjobs.client.error.TooManyRequestsException if the job gets too many uploads
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-post-bulkupload">Graph's bulkUpload</a>
   */
  public void bulkUpload(String jobId, BulkUpload upload) {
    Await.result(() -> bulkUploadAsync(jobId, upload));
  }

  /** Does what {@link #bulkUpload} does. */
  public CompletableFuture<Void> bulkUploadAsync(String jobId, BulkUpload upload) {
    return uploads.bulkUpload(ownerId, jobId, upload, null).thenAccept(reply -> {});
  }

  /**
   * Brings an entry into step at once, whether the job runs or not.
   *
   * @param ruleId one of the rules of the job's schema
   * @param subject the entry, as the job's source names it; a group may have members with it
   * @return what was done, a list in JSON; also if the entry couldn't be written, or wasn't to be
   * @throws io.syncjobs.client.error.NotFoundException if there is no such job
   * @throws io.syncjobs.client.error.BadRequestException if there is no such rule or entry, or the target can't be used
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand">Graph's provisionOnDemand</a>
   */
  public String provisionOnDemand(String jobId, String ruleId, SynchronizationJobSubject subject) {
    return Await.result(() -> provisionOnDemandAsync(jobId, ruleId, subject));
  }

  /** Does what {@link #provisionOnDemand} does. */
  public CompletableFuture<String> provisionOnDemandAsync(
      String jobId, String ruleId, SynchronizationJobSubject subject) {
    SynchronizationJobProvisionOnDemand body = new SynchronizationJobProvisionOnDemand()
        .addParametersItem(
            new SynchronizationJobApplicationParameters().ruleId(ruleId).addSubjectsItem(subject));
    return api.provisionOnDemand(ownerId, jobId, body, null)
        .thenApply(reply -> Objects.requireNonNull(reply.body().getValue()));
  }

  /**
   * Deletes a job, whatever its version.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   */
  public void delete(String jobId) {
    Await.result(() -> deleteAsync(jobId));
  }

  /** Does what {@link #delete(String)} does. */
  public CompletableFuture<Void> deleteAsync(String jobId) {
    return api.deleteJob(ownerId, jobId, null, null).thenAccept(reply -> {});
  }

  /**
   * Deletes a job if it still has the version that was read.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id
   * @throws io.syncjobs.client.error.PreconditionFailedException if it has changed since; it is still there then
   */
  public void delete(String jobId, String etag) {
    Await.result(() -> deleteAsync(jobId, etag));
  }

  /** Does what {@link #delete(String, String)} does. */
  public CompletableFuture<Void> deleteAsync(String jobId, String etag) {
    return api.deleteJob(ownerId, jobId, null, Objects.requireNonNull(etag))
        .thenAccept(reply -> {});
  }
}
