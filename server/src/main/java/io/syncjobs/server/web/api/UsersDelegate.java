package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.directory.DirectoryLists;
import io.syncjobs.server.connector.directory.DirectoryObject;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.generated.UsersApiDelegate;
import io.syncjobs.server.web.api.generated.model.UserCollectionResponse;
import io.syncjobs.server.web.api.mapper.DirectoryMapper;
import io.syncjobs.server.web.api.query.DirectoryFilterParser;
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
  private final DirectoryPages pages;
  private final GraphLinks links;

  UsersDelegate(DirectoryLists directory, DirectoryPages pages, GraphLinks links) {
    this.directory = directory;
    this.pages = pages;
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
    DirectoryPages.Listed page = pages.list(
        COLLECTION,
        DirectoryObject.USER,
        DirectoryFilterParser.USERS,
        top,
        skiptoken,
        count,
        select,
        filter);
    return ResponseEntity.ok(new UserCollectionResponse()
        .atOdataContext(links.typeContext(COLLECTION))
        .atOdataCount(page.count())
        .atOdataNextLink(page.nextLink())
        .value(page.entries().stream()
            .map(user -> DirectoryMapper.write(user, null, select))
            .toList()));
  }

  @Override
  public ResponseEntity<Long> countUsers(
      @Nullable String clientRequestId,
      @Nullable String filter,
      @Nullable String consistencyLevel) {
    return ResponseEntity.ok(
        pages.count(DirectoryObject.USER, DirectoryFilterParser.USERS, filter));
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
