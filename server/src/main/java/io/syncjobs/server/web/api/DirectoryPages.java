package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.directory.DirectoryFilter;
import io.syncjobs.server.connector.directory.DirectoryLists;
import io.syncjobs.server.connector.directory.DirectoryObject;
import io.syncjobs.server.connector.directory.DirectoryQuery;
import io.syncjobs.server.web.api.query.DirectoryFilterParser;
import io.syncjobs.server.web.api.query.Skiptokens;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads pages of the directory's users and groups. */
@Component
class DirectoryPages {

  private final DirectoryLists directory;
  private final Skiptokens skiptokens;
  private final GraphLinks links;

  DirectoryPages(DirectoryLists directory, Skiptokens skiptokens, GraphLinks links) {
    this.directory = directory;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  /**
   * A page.
   *
   * @param count number of all matching entries; null unless the first page was asked for with it
   * @param nextLink address of the next page; null on the last one
   */
  record Listed(
      List<DirectoryObject> entries,
      @Nullable Long count,
      @Nullable URI nextLink) {}

  /**
   * Reads a page of a collection such as {@code users}.
   *
   * @param type type of its entries
   * @throws io.syncjobs.server.contract.Refusal if the filter or the skiptoken is invalid
   */
  Listed list(
      String collection,
      String type,
      DirectoryFilterParser parser,
      int top,
      @Nullable String skiptoken,
      boolean count,
      @Nullable List<String> select,
      @Nullable String filter) {
    String tenant = Keys.tenant();
    DirectoryFilter wanted = parsed(parser, filter);
    String list = skiptokens.listOf(collection, tenant, filter);
    String after = skiptoken == null ? null : skiptokens.read(skiptoken, list);
    DirectoryLists.Page page = directory.list(new DirectoryQuery(tenant, type, wanted, after, top));
    return new Listed(
        page.entries(),
        count && after == null ? directory.count(tenant, type, wanted) : null,
        page.more()
            ? links.nextPage(top, select, filter, null, skiptokens.issue(page.last(), list))
            : null);
  }

  /**
   * Counts the entries of a type.
   *
   * @throws io.syncjobs.server.contract.Refusal if the filter is invalid
   */
  long count(String type, DirectoryFilterParser parser, @Nullable String filter) {
    return directory.count(Keys.tenant(), type, parsed(parser, filter));
  }

  private static DirectoryFilter parsed(DirectoryFilterParser parser, @Nullable String filter) {
    return filter == null ? DirectoryFilter.ALL : parser.parse(filter);
  }
}
