package io.syncjobs.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filter, members and page size of a list of users or groups. Immutable; each method returns a changed copy.
 *
 * @see <a href="https://learn.microsoft.com/graph/query-parameters">Graph's query parameters</a>
 */
public final class DirectoryListing {

  /** All entries with all members, ordered by id, in pages of the server's default size. */
  public static final DirectoryListing ALL = new DirectoryListing(null, null, null, false);

  final @Nullable String filter;
  final @Nullable List<String> select;
  final @Nullable Integer pageSize;
  final boolean count;

  private DirectoryListing(
      @Nullable String filter,
      @Nullable List<String> select,
      @Nullable Integer pageSize,
      boolean count) {
    this.filter = filter;
    this.select = select;
    this.pageSize = pageSize;
    this.count = count;
  }

  /**
   * Selects entries by a filter, {@code $filter}. Lists of members support none.
   *
   * @param expression an OData filter such as {@code startsWith(displayName,'Kim')}
   */
  public DirectoryListing where(String expression) {
    return new DirectoryListing(expression, select, pageSize, count);
  }

  /**
   * Limits the members that each entry is returned with, {@code $select}. The id is always returned.
   *
   * @param members names of members; without any, all members are returned
   */
  public DirectoryListing selecting(String... members) {
    return new DirectoryListing(
        filter, members.length == 0 ? null : List.of(members), pageSize, count);
  }

  /**
   * Sets the page size, {@code $top}.
   *
   * @param size maximum number of entries on a page, 1 to 999
   */
  public DirectoryListing inPagesOf(int size) {
    return new DirectoryListing(filter, select, size, count);
  }

  /** Requests the total number of entries with the first page, {@code $count}. See {@link Page#count}. */
  public DirectoryListing counted() {
    return new DirectoryListing(filter, select, pageSize, true);
  }
}
