package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.TemplatesApi;
import io.syncjobs.client.model.SynchronizationTemplate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Templates that jobs of an application can be created from. Methods throw a {@link io.syncjobs.client.error.SynchronizationException};
 * the futures of their {@code Async} forms fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationtemplate">Graph's synchronizationTemplate</a>
 */
public final class Templates {

  private final TemplatesApi api;
  private final String ownerId;
  private final Templates blocking;

  Templates(Transport transport, String ownerId) {
    this.api = new TemplatesApi(transport);
    this.ownerId = ownerId;
    this.blocking =
        transport.isBlocking() ? this : new Templates(transport.blocking(true), ownerId);
  }

  /** Lists all templates, ordered by id. */
  public List<SynchronizationTemplate> list() {
    return Await.result(blocking::listAsync);
  }

  /** Asynchronous form of {@link #list}. */
  public CompletableFuture<List<SynchronizationTemplate>> listAsync() {
    return api.listTemplates(ownerId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /**
   * Reads a template.
   *
   * @param templateId id of the template; case-sensitive
   * @throws io.syncjobs.client.error.NotFoundException if there is no template with that id
   */
  public SynchronizationTemplate get(String templateId) {
    return Await.result(() -> blocking.getAsync(templateId));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<SynchronizationTemplate> getAsync(String templateId) {
    return api.getTemplate(ownerId, templateId, null).thenApply(Reply::body);
  }
}
