package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.SecretsApi;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.client.model.SynchronizationSecretsReplace;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of an application: credentials and settings by which its jobs connect to their target. Methods throw a {@link
 * io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationsecretkeystringvaluepair">Graph's
 *     synchronizationSecretKeyStringValuePair</a>
 */
public final class Secrets {

  private final SecretsApi api;
  private final String ownerId;
  private final Secrets blocking;

  Secrets(Transport transport, String ownerId) {
    this.api = new SecretsApi(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Secrets(transport.blocking(true), ownerId);
  }

  /** Lists all secrets, with masked values, and the version of the whole set. */
  public Versioned<List<SynchronizationSecretKeyStringValuePair>> list() {
    return Await.result(blocking::listAsync);
  }

  /** Asynchronous form of {@link #list}. */
  public CompletableFuture<Versioned<List<SynchronizationSecretKeyStringValuePair>>> listAsync() {
    return api.listSecrets(ownerId, null, null)
        .thenApply(reply -> reply.versioned(reply.complete(reply.body().getValue())));
  }

  /** Counts the secrets. */
  public long count() {
    return Await.result(blocking::countAsync);
  }

  /** Asynchronous form of {@link #count}. */
  public CompletableFuture<Long> countAsync() {
    return api.countSecrets(ownerId, null).thenApply(Reply::body);
  }

  /**
   * Replaces the whole set, whatever its version; secrets that aren't in the list are deleted. Masked values as {@link #list} returns them
   * must not be sent back: the server would store the mask.
   *
   * @throws io.syncjobs.client.error.BadRequestException if a key occurs twice
   */
  public void replace(List<SynchronizationSecretKeyStringValuePair> secrets) {
    Await.result(() -> blocking.replaceAsync(secrets));
  }

  /** Asynchronous form of {@link #replace(List)}. */
  public CompletableFuture<Void> replaceAsync(
      List<SynchronizationSecretKeyStringValuePair> secrets) {
    return save(secrets, null);
  }

  /**
   * Replaces the whole set if it still has a given version; otherwise as {@link #replace(List)}.
   *
   * @param etag version that {@link #list} returned, see {@link Versioned#etag}
   * @throws io.syncjobs.client.error.PreconditionFailedException if the set has another version; nothing is changed
   * @throws io.syncjobs.client.error.BadRequestException if a key occurs twice
   */
  public void replace(List<SynchronizationSecretKeyStringValuePair> secrets, String etag) {
    Await.result(() -> blocking.replaceAsync(secrets, etag));
  }

  /** Asynchronous form of {@link #replace(List, String)}. */
  public CompletableFuture<Void> replaceAsync(
      List<SynchronizationSecretKeyStringValuePair> secrets, String etag) {
    return save(secrets, Objects.requireNonNull(etag));
  }

  private CompletableFuture<Void> save(
      List<SynchronizationSecretKeyStringValuePair> secrets, @Nullable String etag) {
    return api.replaceSecrets(
            ownerId, new SynchronizationSecretsReplace().value(secrets), null, etag)
        .thenAccept(reply -> {});
  }
}
