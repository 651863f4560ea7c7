package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Call;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.JobsApi;
import io.syncjobs.client.internal.generated.UploadsApi;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.CredentialsValidation;
import io.syncjobs.client.model.SynchronizationCycle;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobApplicationParameters;
import io.syncjobs.client.model.SynchronizationJobCollectionResponse;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationJobProvisionOnDemand;
import io.syncjobs.client.model.SynchronizationJobRestart;
import io.syncjobs.client.model.SynchronizationJobRestartCriteria;
import io.syncjobs.client.model.SynchronizationJobSubject;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationSchema;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Synchronization jobs of an application. Methods throw a {@link io.syncjobs.client.error.SynchronizationException}; the futures of their
 * {@code Async} forms fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationjob">Graph's synchronizationJob</a>
 */
public final class Jobs {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final JobsApi api;
  private final UploadsApi uploads;
  private final Cycles cycles;
  private final Simulations simulations;
  private final Pages<SynchronizationJobCollectionResponse, SynchronizationJob> pages;
  private final String ownerId;
  private final Jobs blocking;

  Jobs(Transport transport, String ownerId) {
    this.api = new JobsApi(transport);
    this.uploads = new UploadsApi(transport);
    this.cycles = new Cycles(transport, ownerId);
    this.simulations = new Simulations(transport, ownerId);
    this.pages = Pages.ofJobs(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Jobs(transport.blocking(true), ownerId);
  }

  /**
   * Creates a job. A retry after a lost connection doesn't create a second one: the call carries repeatability headers.
   *
   * @return the job and its version, on which an update or deletion can be made conditional
   * @throws io.syncjobs.client.error.ConflictException if the application already has a job of that template
   * @throws io.syncjobs.client.error.BadRequestException if the template doesn't exist, or a member violates the contract
   */
  public Versioned<SynchronizationJob> create(SynchronizationJobCreate job) {
    return Await.result(() -> blocking.createAsync(job));
  }

  /** Asynchronous form of {@link #create}. */
  public CompletableFuture<Versioned<SynchronizationJob>> createAsync(
      SynchronizationJobCreate job) {
    return api.createJob(ownerId, job, null, UUID.randomUUID().toString(), Call.httpDate())
        .thenApply(Reply::versioned);
  }

  /**
   * Reads a job.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   */
  public Versioned<SynchronizationJob> get(String jobId) {
    return Await.result(() -> blocking.getAsync(jobId));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<Versioned<SynchronizationJob>> getAsync(String jobId) {
    return api.getJob(ownerId, jobId, null, null, null).thenApply(Reply::versioned);
  }

  /**
   * Waits until a job meets a condition. The job is read at once and then after pauses that grow from 50 milliseconds to 10 seconds.
   *
   * @param condition for example {@code job -> job.getStatus().getCode().equals(SynchronizationStatusCode.ACTIVE)}
   * @param limit maximum time to wait
   * @return the job that met the condition
   * @throws io.syncjobs.client.error.ConnectionException if the job doesn't meet the condition in time
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   */
  public Versioned<SynchronizationJob> waitUntil(
      String jobId, Predicate<SynchronizationJob> condition, Duration limit) {
    return Await.result(() -> waitUntilAsync(jobId, condition, limit));
  }

  /** Asynchronous form of {@link #waitUntil}. */
  public CompletableFuture<Versioned<SynchronizationJob>> waitUntilAsync(
      String jobId, Predicate<SynchronizationJob> condition, Duration limit) {
    return new Polling<>(
            () -> getAsync(jobId),
            job -> condition.test(job.value()) ? Optional.empty() : Optional.of(LONGEST_PAUSE),
            limit,
            "Job " + jobId + " did not meet the condition")
        .start();
  }

  /**
   * Waits until a job has done everything that was requested before this call, and returns its last cycle. See {@link Cycles#await}.
   *
   * @param limit maximum time to wait
   * @throws io.syncjobs.client.error.ConnectionException if the job doesn't end its work in time
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws IllegalArgumentException if the job has run no cycle and none is requested
   */
  public SynchronizationCycle awaitCycle(String jobId, Duration limit) {
    return cycles.await(jobId, limit);
  }

  /** Asynchronous form of {@link #awaitCycle}. */
  public CompletableFuture<SynchronizationCycle> awaitCycleAsync(String jobId, Duration limit) {
    return cycles.awaitAsync(jobId, limit);
  }

  /** Lists all jobs, ordered by id. */
  public Page<SynchronizationJob> list() {
    return list(JobListing.ALL);
  }

  /** Asynchronous form of {@link #list()}. */
  public CompletableFuture<Page<SynchronizationJob>> listAsync() {
    return listAsync(JobListing.ALL);
  }

  /**
   * Lists the jobs that a listing selects.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the filter, order, members or page size
   */
  public Page<SynchronizationJob> list(JobListing listing) {
    return Await.result(() -> blocking.listAsync(listing));
  }

  /** Asynchronous form of {@link #list(JobListing)}. */
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

  /** Counts the jobs. */
  public long count() {
    return Await.result(blocking::countAsync);
  }

  /** Asynchronous form of {@link #count()}. */
  public CompletableFuture<Long> countAsync() {
    return api.countJobs(ownerId, null, null).thenApply(Reply::body);
  }

  /**
   * Counts the jobs that match a filter.
   *
   * @param filter an OData filter such as {@code schedule/state eq 'Active'}
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the filter
   */
  public long count(String filter) {
    return Await.result(() -> blocking.countAsync(filter));
  }

  /** Asynchronous form of {@link #count(String)}. */
  public CompletableFuture<Long> countAsync(String filter) {
    return api.countJobs(ownerId, null, filter).thenApply(Reply::body);
  }

  /**
   * Updates a job, whatever its version. Members that aren't set keep their value; those set to null get their default.
   *
   * @return the updated job and its new version
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if a member violates the contract
   */
  public Versioned<SynchronizationJob> update(String jobId, SynchronizationJobUpdate update) {
    return Await.result(() -> blocking.updateAsync(jobId, update));
  }

  /** Asynchronous form of {@link #update(String, SynchronizationJobUpdate)}. */
  public CompletableFuture<Versioned<SynchronizationJob>> updateAsync(
      String jobId, SynchronizationJobUpdate update) {
    return api.updateJob(ownerId, jobId, update, null, null)
        .thenCompose(reply -> updated(jobId, reply));
  }

  /**
   * Updates a job if it still has a given version; otherwise as {@link #update(String, SynchronizationJobUpdate)}.
   *
   * @param etag version that was read, see {@link Versioned#etag}
   * @return the updated job and its new version
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.PreconditionFailedException if the job has another version; nothing is changed
   * @throws io.syncjobs.client.error.BadRequestException if a member violates the contract
   */
  public Versioned<SynchronizationJob> update(
      String jobId, SynchronizationJobUpdate update, String etag) {
    return Await.result(() -> blocking.updateAsync(jobId, update, etag));
  }

  /** Asynchronous form of {@link #update(String, SynchronizationJobUpdate, String)}. */
  public CompletableFuture<Versioned<SynchronizationJob>> updateAsync(
      String jobId, SynchronizationJobUpdate update, String etag) {
    return api.updateJob(ownerId, jobId, update, null, Objects.requireNonNull(etag))
        .thenCompose(reply -> updated(jobId, reply));
  }

  private CompletableFuture<Versioned<SynchronizationJob>> updated(
      String jobId, Reply<SynchronizationJob> reply) {
    // Graph may answer 204 without a body.
    return reply.content() == null
        ? getAsync(jobId)
        : CompletableFuture.completedFuture(reply.versioned());
  }

  /**
   * Starts a job, or resumes a paused one. Has no effect on a job that is started.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-start">Graph's start</a>
   */
  public void start(String jobId) {
    Await.result(() -> blocking.startAsync(jobId));
  }

  /** Asynchronous form of {@link #start}. */
  public CompletableFuture<Void> startAsync(String jobId) {
    return api.startJob(ownerId, jobId, null).thenAccept(reply -> {});
  }

  /**
   * Pauses a job, which keeps its progress. Has no effect on a job that isn't started.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-pause">Graph's pause</a>
   */
  public void pause(String jobId) {
    Await.result(() -> blocking.pauseAsync(jobId));
  }

  /** Asynchronous form of {@link #pause}. */
  public CompletableFuture<Void> pauseAsync(String jobId) {
    return api.pauseJob(ownerId, jobId, null).thenAccept(reply -> {});
  }

  /**
   * Starts a job after resetting parts of its state.
   *
   * @param scopes parts to reset, such as {@code Watermark}, after which all objects are processed again; without any, {@code Watermark},
   *     {@code Escrows} and {@code QuarantineState}
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-restart">Graph's restart</a>
   */
  public void restart(String jobId, String... scopes) {
    Await.result(() -> blocking.restartAsync(jobId, scopes));
  }

  /** Asynchronous form of {@link #restart}. */
  public CompletableFuture<Void> restartAsync(String jobId, String... scopes) {
    SynchronizationJobRestart restart = new SynchronizationJobRestart()
        .criteria(new SynchronizationJobRestartCriteria().resetScope(String.join(", ", scopes)));
    return api.restartJob(ownerId, jobId, null, restart).thenAccept(reply -> {});
  }

  /**
   * Validates credentials for a job that doesn't exist yet, by connecting to the target with them.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the credentials don't work; its code says why
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-validatecredentials">Graph's validateCredentials</a>
   */
  public void validateCredentials(CredentialsValidation credentials) {
    Await.result(() -> blocking.validateCredentialsAsync(credentials));
  }

  /** Asynchronous form of {@link #validateCredentials(CredentialsValidation)}. */
  public CompletableFuture<Void> validateCredentialsAsync(CredentialsValidation credentials) {
    return api.validateCredentials(ownerId, credentials, null).thenAccept(reply -> {});
  }

  /**
   * Validates credentials for a job, by connecting to the target with them.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if the credentials don't work; its code says why
   */
  public void validateCredentials(String jobId, CredentialsValidation credentials) {
    Await.result(() -> blocking.validateCredentialsAsync(jobId, credentials));
  }

  /** Asynchronous form of {@link #validateCredentials(String, CredentialsValidation)}. */
  public CompletableFuture<Void> validateCredentialsAsync(
      String jobId, CredentialsValidation credentials) {
    return api.validateJobCredentials(ownerId, jobId, credentials, null).thenAccept(reply -> {});
  }

  /**
   * Uploads records of a system of record to an API-driven job. They are stored when this returns; the job's next cycles process them. Repeating
   * the call after a {@link io.syncjobs.client.error.ConnectionException} is safe: records that were stored are merged with themselves.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if the job isn't API-driven or a record violates the contract; no record is stored
   * @throws io.syncjobs.client.error.TooManyRequestsException if the job receives uploads too fast, even after the retries
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-post-bulkupload">Graph's bulkUpload</a>
   */
  public void bulkUpload(String jobId, BulkUpload upload) {
    Await.result(() -> blocking.bulkUploadAsync(jobId, upload));
  }

  /** Asynchronous form of {@link #bulkUpload}. */
  public CompletableFuture<Void> bulkUploadAsync(String jobId, BulkUpload upload) {
    return uploads.bulkUpload(ownerId, jobId, upload, null).thenAccept(reply -> {});
  }

  /**
   * Synchronizes one entry at once, whether the job is started or not.
   *
   * @param ruleId id of a rule of the job's schema
   * @param subject the entry by its id in the source; a group may name members
   * @return the steps taken, a JSON array, also if the entry was skipped or could not be written
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if there is no such rule or entry, or the target can't be reached
   * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand">Graph's provisionOnDemand</a>
   */
  public String provisionOnDemand(String jobId, String ruleId, SynchronizationJobSubject subject) {
    return Await.result(() -> blocking.provisionOnDemandAsync(jobId, ruleId, subject));
  }

  /** Asynchronous form of {@link #provisionOnDemand}. */
  public CompletableFuture<String> provisionOnDemandAsync(
      String jobId, String ruleId, SynchronizationJobSubject subject) {
    SynchronizationJobProvisionOnDemand body = new SynchronizationJobProvisionOnDemand()
        .addParametersItem(
            new SynchronizationJobApplicationParameters().ruleId(ruleId).addSubjectsItem(subject));
    return api.provisionOnDemand(ownerId, jobId, body, null)
        .thenApply(reply -> Objects.requireNonNull(reply.body().getValue()));
  }

  /**
   * Runs the next cycle of a job without writing anything. Microsoft Graph has no such operation. It takes about as long as the cycle would, for which
   * the client's timeout must be long enough.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if the target can't be reached
   */
  public Simulation simulate(String jobId) {
    return simulate(jobId, null);
  }

  /**
   * Runs an initial cycle of a job with another schema, without writing anything. See {@link #simulate(String)}.
   *
   * @param draft schema to use; null for the job's own, with which the next cycle need not be an initial one
   * @throws io.syncjobs.client.error.BadRequestException if no job can run with the schema, or the target can't be reached
   */
  public Simulation simulate(String jobId, @Nullable SynchronizationSchema draft) {
    return Await.result(() -> blocking.simulateAsync(jobId, draft));
  }

  /** Asynchronous form of {@link #simulate(String, SynchronizationSchema)}. */
  public CompletableFuture<Simulation> simulateAsync(
      String jobId, @Nullable SynchronizationSchema draft) {
    return simulations.run(jobId, draft);
  }

  /**
   * Runs the next cycle of a job without writing anything, as {@link #simulate(String, SynchronizationSchema)} does.
   *
   * @return report in Markdown of the first hundred objects, for a pull request
   */
  public String simulationReport(String jobId, @Nullable SynchronizationSchema draft) {
    return Await.result(() -> blocking.simulationReportAsync(jobId, draft));
  }

  /** Asynchronous form of {@link #simulationReport}. */
  public CompletableFuture<String> simulationReportAsync(
      String jobId, @Nullable SynchronizationSchema draft) {
    return simulations.report(jobId, draft);
  }

  /**
   * Deletes a job, whatever its version.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   */
  public void delete(String jobId) {
    Await.result(() -> blocking.deleteAsync(jobId));
  }

  /** Asynchronous form of {@link #delete(String)}. */
  public CompletableFuture<Void> deleteAsync(String jobId) {
    return api.deleteJob(ownerId, jobId, null, null).thenAccept(reply -> {});
  }

  /**
   * Deletes a job if it still has a given version.
   *
   * @param etag version that was read, see {@link Versioned#etag}
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.PreconditionFailedException if the job has another version; it isn't deleted
   */
  public void delete(String jobId, String etag) {
    Await.result(() -> blocking.deleteAsync(jobId, etag));
  }

  /** Asynchronous form of {@link #delete(String, String)}. */
  public CompletableFuture<Void> deleteAsync(String jobId, String etag) {
    return api.deleteJob(ownerId, jobId, null, Objects.requireNonNull(etag))
        .thenAccept(reply -> {});
  }
}
