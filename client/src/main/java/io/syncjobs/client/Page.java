package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list. The next one is asked for when it is wanted, on the same server only. Immutable
 * and safe for use by many threads.
 */
public final class Page<T> {

  private final List<T> items;
  private final OptionalLong count;
  private final @Nullable Supplier<CompletableFuture<Page<T>>> next;

  Page(List<T> items, OptionalLong count, @Nullable Supplier<CompletableFuture<Page<T>>> next) {
    this.items = List.copyOf(items);
    this.count = count;
    this.next = next;
  }

  /** What this page holds. */
  public List<T> items() {
    return items;
  }

  /** How many there are in all; on the first page only, and if it was asked for. */
  public OptionalLong count() {
    return count;
  }

  /**
   * The next page; empty after the last one.
   *
   * @throws io.syncjobs.client.error.SynchronizationException if it can't be had
   */
  public Optional<Page<T>> next() {
    return nextAsync().map(page -> Await.result(() -> page));
  }

  /** The next page, as it comes; empty after the last one. */
  public Optional<CompletableFuture<Page<T>>> nextAsync() {
    return Optional.ofNullable(next).map(Supplier::get);
  }

  /**
   * What this page and all that follow hold. Pages are fetched as the stream gets there.
   *
   * <p>The stream throws a {@link io.syncjobs.client.error.SynchronizationException} if a page
   * can't be had.
   */
  public Stream<T> all() {
    return Stream.iterate(Optional.of(this), Optional::isPresent, page -> page.flatMap(Page::next))
        .flatMap(page -> page.map(Page::items).orElse(List.of()).stream());
  }
}
