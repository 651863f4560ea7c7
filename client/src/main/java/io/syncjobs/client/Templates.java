package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.TemplatesApi;
import io.syncjobs.client.model.SynchronizationTemplate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The templates that jobs of an application can be made from. Methods throw a {@link
 * io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} twins fail
 * with it. Safe for use by many threads.
 */
public final class Templates {

  private final TemplatesApi api;
  private final String ownerId;

  Templates(Transport transport, String ownerId) {
    this.api = new TemplatesApi(transport);
    this.ownerId = ownerId;
  }

  /** All templates, by id. */
  public List<SynchronizationTemplate> list() {
    return Await.result(() -> listAsync());
  }

  /** Does what {@link #list} does. */
  public CompletableFuture<List<SynchronizationTemplate>> listAsync() {
    return api.listTemplates(ownerId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /**
   * One template.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is none of that id; case is
   *     significant
   */
  public SynchronizationTemplate get(String templateId) {
    return Await.result(() -> getAsync(templateId));
  }

  /** Does what {@link #get} does. */
  public CompletableFuture<SynchronizationTemplate> getAsync(String templateId) {
    return api.getTemplate(ownerId, templateId, null).thenApply(Reply::body);
  }
}
