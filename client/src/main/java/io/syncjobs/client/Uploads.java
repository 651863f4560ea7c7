package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.UploadsApi;
import io.syncjobs.client.model.BulkUpload;
import io.syncjobs.client.model.SynchronizationUpload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Uploads to the API-driven jobs of an application, and the results of their records. Microsoft Graph has no results; there, use
 * {@link Jobs#bulkUpload}. Methods throw a {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail
 * with it. Thread-safe.
 */
public final class Uploads {

  private final UploadsApi api;
  private final String ownerId;
  private final Uploads blocking;

  Uploads(Transport transport, String ownerId) {
    this.api = new UploadsApi(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Uploads(transport.blocking(true), ownerId);
  }

  /**
   * Uploads records as {@link Jobs#bulkUpload} does.
   *
   * @return id of the upload, by which its results can be read
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if the job isn't API-driven or a record violates the contract; no record is stored
   */
  public String send(String jobId, BulkUpload upload) {
    return Await.result(() -> blocking.sendAsync(jobId, upload));
  }

  /** Asynchronous form of {@link #send}. */
  public CompletableFuture<String> sendAsync(String jobId, BulkUpload upload) {
    return api.bulkUpload(ownerId, jobId, upload, null).thenApply(reply -> {
      String location = reply.header("Location");
      return location.substring(location.lastIndexOf('/') + 1);
    });
  }

  /**
   * Reads the results of an upload.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id, or it has no such upload any more
   */
  public SynchronizationUpload get(String jobId, String uploadId) {
    return Await.result(() -> blocking.getAsync(jobId, uploadId));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<SynchronizationUpload> getAsync(String jobId, String uploadId) {
    return api.getUpload(ownerId, jobId, uploadId, null).thenApply(Reply::body);
  }

  /**
   * Waits until no record of an upload is pending, or the job does nothing about it because it is stopped, and returns the results. Pauses are those of
   * {@link Cycles#await}.
   *
   * @param limit maximum time to wait
   * @throws io.syncjobs.client.error.ConnectionException if records are still to be processed when the time is up
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id, or it has no such upload any more
   */
  public SynchronizationUpload await(String jobId, String uploadId, Duration limit) {
    return Await.result(() -> awaitAsync(jobId, uploadId, limit));
  }

  /** Asynchronous form of {@link #await}. */
  public CompletableFuture<SynchronizationUpload> awaitAsync(
      String jobId, String uploadId, Duration limit) {
    return new Polling<>(
            () -> api.getUpload(ownerId, jobId, uploadId, null),
            Reply::retryAfter,
            limit,
            "Job " + jobId + " did not process the upload " + uploadId)
        .start()
        .thenApply(Reply::body);
  }
}
