package io.syncjobs.server.platform;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Splits collections, since databases and SCIM services limit how many values one call may carry. */
public final class Chunks {

  private Chunks() {}

  /**
   * Splits a collection into consecutive chunks.
   *
   * @param size size of each chunk but the last, which may be smaller; at least 1
   * @return no chunk if the collection is empty
   */
  public static <T> List<List<T>> of(Collection<T> items, int size) {
    List<T> all = List.copyOf(items);
    return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
        .mapToObj(from -> all.subList(from, Math.min(from + size, all.size())))
        .toList();
  }
}
