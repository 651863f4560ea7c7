package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.GroupsApi;
import io.syncjobs.client.model.DirectoryObject;
import io.syncjobs.client.model.DirectoryObjectCollectionResponse;
import io.syncjobs.client.model.Group;
import io.syncjobs.client.model.GroupCollectionResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Groups in the directory of the token's tenant, which jobs read. Reading them requires the permission {@code Group.Read.All} or
 * {@code Directory.Read.All}. Methods throw a {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms
 * fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/group">Graph's group</a>
 */
public final class Groups {

  private final GroupsApi api;
  private final Pages<GroupCollectionResponse, Group> pages;
  private final Pages<DirectoryObjectCollectionResponse, DirectoryObject> memberPages;
  private final Groups blocking;

  Groups(Transport transport) {
    this.api = new GroupsApi(transport);
    this.pages = Pages.ofGroups(transport);
    this.memberPages = Pages.ofMembers(transport);
    this.blocking = transport.isBlocking() ? this : new Groups(transport.blocking(true));
  }

  /** Lists all groups, ordered by id. */
  public Page<Group> list() {
    return list(DirectoryListing.ALL);
  }

  /** Asynchronous form of {@link #list()}. */
  public CompletableFuture<Page<Group>> listAsync() {
    return listAsync(DirectoryListing.ALL);
  }

  /**
   * Lists the groups that a listing selects.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the filter, members or page size
   * @throws io.syncjobs.client.error.ForbiddenException if the token lacks the permission
   */
  public Page<Group> list(DirectoryListing listing) {
    return Await.result(() -> blocking.listAsync(listing));
  }

  /** Asynchronous form of {@link #list(DirectoryListing)}. */
  public CompletableFuture<Page<Group>> listAsync(DirectoryListing listing) {
    return api.listGroups(
            null,
            listing.pageSize,
            null,
            listing.count ? true : null,
            listing.select,
            listing.filter,
            null)
        .thenApply(pages::page);
  }

  /**
   * Reads a group, without its members.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no group with that id
   */
  public Group get(String id) {
    return Await.result(() -> blocking.getAsync(id));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<Group> getAsync(String id) {
    return api.getGroup(id, null, null).thenApply(Reply::body);
  }

  /**
   * Lists all direct members of a group, ordered by id.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no group with that id
   */
  public Page<DirectoryObject> members(String id) {
    return members(id, DirectoryListing.ALL);
  }

  /** Asynchronous form of {@link #members(String)}. */
  public CompletableFuture<Page<DirectoryObject>> membersAsync(String id) {
    return membersAsync(id, DirectoryListing.ALL);
  }

  /**
   * Lists the direct members of a group with the page size, members and count of a listing.
   *
   * @throws IllegalArgumentException if the listing has a filter
   * @throws io.syncjobs.client.error.NotFoundException if there is no group with that id
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the members or page size
   */
  public Page<DirectoryObject> members(String id, DirectoryListing listing) {
    return Await.result(() -> blocking.membersAsync(id, listing));
  }

  /** Asynchronous form of {@link #members(String, DirectoryListing)}. */
  public CompletableFuture<Page<DirectoryObject>> membersAsync(
      String id, DirectoryListing listing) {
    if (listing.filter != null) {
      throw new IllegalArgumentException(
          "Members can't be filtered, but the listing has the filter " + listing.filter);
    }
    return api.listGroupMembers(
            id, null, listing.pageSize, null, listing.count ? true : null, listing.select, null)
        .thenApply(memberPages::page);
  }

  /** Counts all groups. */
  public long count() {
    return Await.result(blocking::countAsync);
  }

  /** Asynchronous form of {@link #count}. */
  public CompletableFuture<Long> countAsync() {
    return api.countGroups(null, null, null).thenApply(Reply::body);
  }

  /**
   * Counts the direct members of a group.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no group with that id
   */
  public long countMembers(String id) {
    return Await.result(() -> blocking.countMembersAsync(id));
  }

  /** Asynchronous form of {@link #countMembers}. */
  public CompletableFuture<Long> countMembersAsync(String id) {
    return api.countGroupMembers(id, null, null).thenApply(Reply::body);
  }
}
