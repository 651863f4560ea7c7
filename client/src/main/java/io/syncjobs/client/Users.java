package io.syncjobs.client;

import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.UsersApi;
import io.syncjobs.client.model.User;
import io.syncjobs.client.model.UserCollectionResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Users in the directory of the token's tenant, which jobs read. Reading them requires the permission {@code User.Read.All} or
 * {@code Directory.Read.All}. Methods throw a {@link io.syncjobs.client.error.SynchronizationException}; the futures of their {@code Async} forms
 * fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">Graph's user</a>
 */
public final class Users {

  private final UsersApi api;
  private final Pages<UserCollectionResponse, User> pages;
  private final Users blocking;

  Users(Transport transport) {
    this.api = new UsersApi(transport);
    this.pages = Pages.ofUsers(transport);
    this.blocking = transport.isBlocking() ? this : new Users(transport.blocking(true));
  }

  /** Lists all users, ordered by id. */
  public Page<User> list() {
    return list(DirectoryListing.ALL);
  }

  /** Asynchronous form of {@link #list()}. */
  public CompletableFuture<Page<User>> listAsync() {
    return listAsync(DirectoryListing.ALL);
  }

  /**
   * Lists the users that a listing selects.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the contract doesn't support the filter, members or page size
   * @throws io.syncjobs.client.error.ForbiddenException if the token lacks the permission
   */
  public Page<User> list(DirectoryListing listing) {
    return Await.result(() -> blocking.listAsync(listing));
  }

  /** Asynchronous form of {@link #list(DirectoryListing)}. */
  public CompletableFuture<Page<User>> listAsync(DirectoryListing listing) {
    return api.listUsers(
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
   * Reads a user.
   *
   * @param idOrName {@code id} or {@code userPrincipalName}
   * @throws io.syncjobs.client.error.NotFoundException if there is no such user, or the user is deleted
   */
  public User get(String idOrName) {
    return Await.result(() -> blocking.getAsync(idOrName));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<User> getAsync(String idOrName) {
    return api.getUser(idOrName, null, null).thenApply(Reply::body);
  }

  /** Counts all users. */
  public long count() {
    return Await.result(blocking::countAsync);
  }

  /** Asynchronous form of {@link #count}. */
  public CompletableFuture<Long> countAsync() {
    return api.countUsers(null, null, null).thenApply(Reply::body);
  }
}
