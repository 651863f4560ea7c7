package io.syncjobs.server.web.api;

import io.syncjobs.server.connector.directory.DirectoryLists;
import io.syncjobs.server.connector.directory.DirectoryObject;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.web.api.generated.GroupsApiDelegate;
import io.syncjobs.server.web.api.generated.model.DirectoryObjectCollectionResponse;
import io.syncjobs.server.web.api.generated.model.GroupCollectionResponse;
import io.syncjobs.server.web.api.mapper.DirectoryMapper;
import io.syncjobs.server.web.api.query.DirectoryFilterParser;
import io.syncjobs.server.web.api.query.Skiptokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the groups of the directory and their members. */
@Component
class GroupsDelegate implements GroupsApiDelegate {

  private static final String COLLECTION = "groups";

  private final DirectoryLists directory;
  private final DirectoryPages pages;
  private final Skiptokens skiptokens;
  private final GraphLinks links;

  GroupsDelegate(
      DirectoryLists directory, DirectoryPages pages, Skiptokens skiptokens, GraphLinks links) {
    this.directory = directory;
    this.pages = pages;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  @Override
  public ResponseEntity<GroupCollectionResponse> listGroups(
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count,
      @Nullable List<String> select,
      @Nullable String filter,
      @Nullable String consistencyLevel) {
    DirectoryPages.Listed page = pages.list(
        COLLECTION,
        DirectoryObject.GROUP,
        DirectoryFilterParser.GROUPS,
        top,
        skiptoken,
        count,
        select,
        filter);
    return ResponseEntity.ok(new GroupCollectionResponse()
        .atOdataContext(links.typeContext(COLLECTION))
        .atOdataCount(page.count())
        .atOdataNextLink(page.nextLink())
        .value(page.entries().stream()
            .map(group -> DirectoryMapper.write(group, null, select))
            .toList()));
  }

  @Override
  public ResponseEntity<Long> countGroups(
      @Nullable String clientRequestId,
      @Nullable String filter,
      @Nullable String consistencyLevel) {
    return ResponseEntity.ok(
        pages.count(DirectoryObject.GROUP, DirectoryFilterParser.GROUPS, filter));
  }

  @Override
  public ResponseEntity<Long> countGroupMembers(
      String groupId, @Nullable String clientRequestId, @Nullable String consistencyLevel) {
    return ResponseEntity.ok(
        directory.countMembers(Keys.tenant(), group(groupId).id()));
  }

  @Override
  public ResponseEntity<JsonNode> getGroup(
      String groupId, @Nullable String clientRequestId, @Nullable List<String> select) {
    return ResponseEntity.ok(
        DirectoryMapper.write(group(groupId), links.typeContext(COLLECTION + "/$entity"), select));
  }

  @Override
  public ResponseEntity<DirectoryObjectCollectionResponse> listGroupMembers(
      String groupId,
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count,
      @Nullable List<String> select,
      @Nullable String consistencyLevel) {
    String tenant = Keys.tenant();
    String group = group(groupId).id();
    String list = skiptokens.listOf(COLLECTION + "/" + group + "/members", tenant, null);
    String after = skiptoken == null ? null : skiptokens.read(skiptoken, list);
    DirectoryLists.Page page = directory.members(tenant, group, after, top);
    return ResponseEntity.ok(new DirectoryObjectCollectionResponse()
        .atOdataContext(links.typeContext("directoryObjects"))
        .atOdataCount(count && after == null ? directory.countMembers(tenant, group) : null)
        .atOdataNextLink(
            page.more()
                ? links.nextPage(top, select, null, null, skiptokens.issue(page.last(), list))
                : null)
        .value(page.entries().stream()
            .map(member -> DirectoryMapper.writeMember(member, select))
            .toList()));
  }

  private DirectoryObject group(String groupId) {
    return directory
        .find(Keys.tenant(), DirectoryObject.GROUP, groupId)
        .orElseThrow(() -> new Refusal(
            ErrorCode.GROUP_NOT_FOUND,
            "groupId",
            "There is no group %s in the directory. Use the id of one that the list of groups shows."
                .formatted(Quoted.of(groupId))));
  }
}
