package io.syncjobs.client;

import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.model.DirectoryObject;
import io.syncjobs.client.model.DirectoryObjectCollectionResponse;
import io.syncjobs.client.model.Group;
import io.syncjobs.client.model.GroupCollectionResponse;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningObjectSummaryCollectionResponse;
import io.syncjobs.client.model.SynchronizationCycle;
import io.syncjobs.client.model.SynchronizationCycleCollectionResponse;
import io.syncjobs.client.model.SynchronizationEscrow;
import io.syncjobs.client.model.SynchronizationEscrowCollectionResponse;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCollectionResponse;
import io.syncjobs.client.model.TenantJob;
import io.syncjobs.client.model.TenantJobCollectionResponse;
import io.syncjobs.client.model.User;
import io.syncjobs.client.model.UserCollectionResponse;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts answers to pages, each of which can fetch the next one.
 *
 * @param transport fetches the next page
 * @param type model of the body
 * @param items reads the items of a body
 * @param count reads the total, null unless it was requested
 * @param next reads the link to the next page, null on the last one
 */
record Pages<R, T>(
    Transport transport,
    Class<R> type,
    Function<R, @Nullable List<T>> items,
    Function<R, @Nullable Long> count,
    Function<R, @Nullable String> next) {

  static Pages<SynchronizationJobCollectionResponse, SynchronizationJob> ofJobs(
      Transport transport) {
    return new Pages<>(
        transport,
        SynchronizationJobCollectionResponse.class,
        SynchronizationJobCollectionResponse::getValue,
        SynchronizationJobCollectionResponse::getAtOdataCount,
        SynchronizationJobCollectionResponse::getAtOdataNextLink);
  }

  static Pages<ProvisioningObjectSummaryCollectionResponse, ProvisioningObjectSummary>
      ofProvisioning(Transport transport) {
    return new Pages<>(
        transport,
        ProvisioningObjectSummaryCollectionResponse.class,
        ProvisioningObjectSummaryCollectionResponse::getValue,
        ProvisioningObjectSummaryCollectionResponse::getAtOdataCount,
        ProvisioningObjectSummaryCollectionResponse::getAtOdataNextLink);
  }

  static Pages<UserCollectionResponse, User> ofUsers(Transport transport) {
    return new Pages<>(
        transport,
        UserCollectionResponse.class,
        UserCollectionResponse::getValue,
        UserCollectionResponse::getAtOdataCount,
        UserCollectionResponse::getAtOdataNextLink);
  }

  static Pages<GroupCollectionResponse, Group> ofGroups(Transport transport) {
    return new Pages<>(
        transport,
        GroupCollectionResponse.class,
        GroupCollectionResponse::getValue,
        GroupCollectionResponse::getAtOdataCount,
        GroupCollectionResponse::getAtOdataNextLink);
  }

  static Pages<DirectoryObjectCollectionResponse, DirectoryObject> ofMembers(Transport transport) {
    return new Pages<>(
        transport,
        DirectoryObjectCollectionResponse.class,
        DirectoryObjectCollectionResponse::getValue,
        DirectoryObjectCollectionResponse::getAtOdataCount,
        DirectoryObjectCollectionResponse::getAtOdataNextLink);
  }

  static Pages<SynchronizationCycleCollectionResponse, SynchronizationCycle> ofCycles(
      Transport transport) {
    return new Pages<>(
        transport,
        SynchronizationCycleCollectionResponse.class,
        SynchronizationCycleCollectionResponse::getValue,
        SynchronizationCycleCollectionResponse::getAtOdataCount,
        SynchronizationCycleCollectionResponse::getAtOdataNextLink);
  }

  static Pages<SynchronizationEscrowCollectionResponse, SynchronizationEscrow> ofEscrows(
      Transport transport) {
    return new Pages<>(
        transport,
        SynchronizationEscrowCollectionResponse.class,
        SynchronizationEscrowCollectionResponse::getValue,
        SynchronizationEscrowCollectionResponse::getAtOdataCount,
        SynchronizationEscrowCollectionResponse::getAtOdataNextLink);
  }

  static Pages<TenantJobCollectionResponse, TenantJob> ofTenantJobs(Transport transport) {
    return new Pages<>(
        transport,
        TenantJobCollectionResponse.class,
        TenantJobCollectionResponse::getValue,
        TenantJobCollectionResponse::getAtOdataCount,
        TenantJobCollectionResponse::getAtOdataNextLink);
  }

  Page<T> page(Reply<R> reply) {
    R body = reply.body();
    Long total = count.apply(body);
    String link = next.apply(body);
    return new Page<>(
        reply.complete(items.apply(body)),
        total == null ? OptionalLong.empty() : OptionalLong.of(total),
        link == null
            ? null
            : blocking ->
                transport.blocking(blocking).follow(reply, link, type).thenApply(this::page));
  }
}
