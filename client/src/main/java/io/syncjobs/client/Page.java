package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list. The next page is requested on demand, and only from the server that returned this one. Immutable and thread-safe.
 *
 * @param <T> type of the items
 * @see <a href="https://learn.microsoft.com/graph/paging">Graph's paging</a>
 */
public final class Page<T> {

  private final List<T> items;
  private final OptionalLong count;
  private final @Nullable Next<T> next;

  /** Fetches the next page. */
  interface Next<T> {
    /**
     * Fetches the next page.
     *
     * @param blocking true if the future must be complete when it is returned
     */
    CompletableFuture<Page<T>> fetch(boolean blocking);
  }

  Page(List<T> items, OptionalLong count, @Nullable Next<T> next) {
    this.items = List.copyOf(items);
    this.count = count;
    this.next = next;
  }

  /** Items of this page; immutable. */
  public List<T> items() {
    return items;
  }

  /** Number of items on all pages; present only on the first page, and only if the listing requested it. */
  public OptionalLong count() {
    return count;
  }

  /**
   * Fetches the next page; empty if this is the last one.
   *
   * @throws io.syncjobs.client.error.SynchronizationException if the page can't be fetched, or its link leads to another server
   */
  public Optional<Page<T>> next() {
    return Optional.ofNullable(next).map(page -> Await.result(() -> page.fetch(true)));
  }

  /** Asynchronous form of {@link #next}; empty if this is the last page. */
  public Optional<CompletableFuture<Page<T>>> nextAsync() {
    return Optional.ofNullable(next).map(page -> page.fetch(false));
  }

  /**
   * Streams the items of this page and all that follow. A page is fetched when the stream reaches it; if that fails, the stream throws a
   * {@link io.syncjobs.client.error.SynchronizationException}.
   */
  public Stream<T> all() {
    return Stream.iterate(Optional.of(this), Optional::isPresent, page -> page.flatMap(Page::next))
        .flatMap(page -> page.map(Page::items).orElse(List.of()).stream());
  }
}
