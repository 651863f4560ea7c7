package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.WebhooksApi;
import io.syncjobs.client.model.SynchronizationWebhook;
import java.util.concurrent.CompletableFuture;

/**
 * Webhooks of the jobs of an application: addresses that are told about the end of each cycle. Microsoft Graph has no such operations. Methods throw a
 * {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail with it. Thread-safe.
 */
public final class Webhooks {

  private final WebhooksApi api;
  private final String ownerId;
  private final Webhooks blocking;

  Webhooks(Transport transport, String ownerId) {
    this.api = new WebhooksApi(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Webhooks(transport.blocking(true), ownerId);
  }

  /**
   * Sets the webhook of a job.
   *
   * @param url address that messages are sent to
   * @param secret signs messages: {@code whsec_} followed by 24 to 64 random bytes in base64
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id
   * @throws io.syncjobs.client.error.BadRequestException if address or secret can't be used
   */
  public void set(String jobId, String url, String secret) {
    Await.result(() -> blocking.setAsync(jobId, url, secret));
  }

  /** Asynchronous form of {@link #set}. */
  public CompletableFuture<Void> setAsync(String jobId, String url, String secret) {
    return api.replaceWebhook(
            ownerId, jobId, new SynchronizationWebhook().url(url).secret(secret), null)
        .thenAccept(reply -> {});
  }

  /**
   * Reads the address of a webhook; its secret can't be read.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id, or it has no webhook
   */
  public String url(String jobId) {
    return Await.result(() -> blocking.urlAsync(jobId));
  }

  /** Asynchronous form of {@link #url}. */
  public CompletableFuture<String> urlAsync(String jobId) {
    return api.getWebhook(ownerId, jobId, null)
        .thenApply(Reply::body)
        .thenApply(webhook -> webhook.getUrl());
  }

  /**
   * Deletes the webhook of a job.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no job with that id, or it has no webhook
   */
  public void delete(String jobId) {
    Await.result(() -> blocking.deleteAsync(jobId));
  }

  /** Asynchronous form of {@link #delete}. */
  public CompletableFuture<Void> deleteAsync(String jobId) {
    return api.deleteWebhook(ownerId, jobId, null).thenAccept(reply -> {});
  }
}
