package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.directory.DirectoryFilter;
import io.syncjobs.server.connector.directory.DirectoryLists;
import io.syncjobs.server.connector.directory.DirectoryObject;
import io.syncjobs.server.connector.directory.DirectoryQuery;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.generated.UsersApiDelegate;
import io.syncjobs.server.web.api.generated.model.UserCollectionResponse;
import io.syncjobs.server.web.api.mapper.DirectoryMapper;
import io.syncjobs.server.web.api.query.DirectoryFilterParser;
import io.syncjobs.server.web.api.query.Skiptokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the users of the directory. */
@Component
class UsersDelegate implements UsersApiDelegate {

  private static final String COLLECTION = "users";

  private final DirectoryLists directory;
  private final Skiptokens skiptokens;
  private final GraphLinks links;

  UsersDelegate(DirectoryLists directory, Skiptokens skiptokens, GraphLinks links) {
    this.directory = directory;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  @Override
  public ResponseEntity<UserCollectionResponse> listUsers(
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count,
      @Nullable List<String> select,
      @Nullable String filter,
      @Nullable String consistencyLevel) {
    String tenant = Keys.tenant();
    DirectoryFilter wanted =
        filter == null ? DirectoryFilter.ALL : DirectoryFilterParser.USERS.parse(filter);
    String list = skiptokens.listOf(COLLECTION, tenant, filter);
    String after = skiptoken == null ? null : skiptokens.read(skiptoken, list);
    DirectoryLists.Page page =
        directory.list(new DirectoryQuery(tenant, DirectoryObject.USER, wanted, after, top));
    return ResponseEntity.ok(new UserCollectionResponse()
        .atOdataContext(links.typeContext(COLLECTION))
        .atOdataCount(
            count && after == null ? directory.count(tenant, DirectoryObject.USER, wanted) : null)
        .atOdataNextLink(
            page.more()
                ? links.nextPage(top, select, filter, null, skiptokens.issue(page.last(), list))
                : null)
        .value(page.entries().stream()
            .map(user -> DirectoryMapper.write(user, null, select))
            .toList()));
  }

  @Override
  public ResponseEntity<JsonNode> getUser(
      String userId, @Nullable String clientRequestId, @Nullable List<String> select) {
    DirectoryObject user = directory
        .findUser(Keys.tenant(), userId)
        .orElseThrow(() -> new Refusal(
            ErrorCode.USER_NOT_FOUND,
            "userId",
            "There is no user %s in the directory. Use the id or userPrincipalName of one that the list of users shows."
                .formatted(Quoted.of(userId))));
    return ResponseEntity.ok(
        DirectoryMapper.write(user, links.typeContext(COLLECTION + "/$entity"), select));
  }
}
