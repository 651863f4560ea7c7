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
 * What the jobs of an application connect to their target with. Methods throw a {@link
 * io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} twins fail with it. Safe for use by many threads.
 */
public final class Secrets {

  private final SecretsApi api;
  private final String ownerId;

  Secrets(Transport transport, String ownerId) {
    this.api = new SecretsApi(transport);
    this.ownerId = ownerId;
  }

  /** All secrets, with values masked, and the version of the set. */
  public Versioned<List<SynchronizationSecretKeyStringValuePair>> list() {
    return Await.result(this::listAsync);
  }

  /** Does what {@link #list} does. */
  public CompletableFuture<Versioned<List<SynchronizationSecretKeyStringValuePair>>> listAsync() {
    return api.listSecrets(ownerId, null, null)
        .thenApply(reply -> reply.versioned(reply.complete(reply.body().getValue())));
  }

  /** How many secrets there are. */
  public long count() {
    return Await.result(this::countAsync);
  }

  /** Does what {@link #count} does. */
  public CompletableFuture<Long> countAsync() {
    return api.countSecrets(ownerId, null).thenApply(Reply::body);
  }

  /**
   * Replaces the whole set; what is left out is gone. A masked value that was read must not be sent back: it would be taken as it is.
   *
   * @throws io.syncjobs.client.error.BadRequestException if a key occurs twice
   */
  public void replace(List<SynchronizationSecretKeyStringValuePair> secrets) {
    Await.result(() -> replaceAsync(secrets));
  }

  /** Does what {@link #replace(List)} does. */
  public CompletableFuture<Void> replaceAsync(
      List<SynchronizationSecretKeyStringValuePair> secrets) {
    return save(secrets, null);
  }

  /**
   * Replaces the whole set if it still has the version that was read.
   *
   * @throws io.syncjobs.client.error.PreconditionFailedException if it has changed since; it stays as it is then
   * @throws io.syncjobs.client.error.BadRequestException if a key occurs twice
   */
  public void replace(List<SynchronizationSecretKeyStringValuePair> secrets, String etag) {
    Await.result(() -> replaceAsync(secrets, etag));
  }

  /** Does what {@link #replace(List, String)} does. */
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
