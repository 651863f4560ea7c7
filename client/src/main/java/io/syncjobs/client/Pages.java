package io.syncjobs.client;

import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.model.ProvisioningObjectSummary;
import io.syncjobs.client.model.ProvisioningObjectSummaryCollectionResponse;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCollectionResponse;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages of answers; each knows how to get the next one.
 *
 * @param transport how to get it
 * @param type what it is read as
 * @param items what is on a page
 * @param count how many there are in all, if it was asked for
 * @param next where the next page is; null on the last one
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

  Page<T> page(Reply<R> reply) {
    R body = reply.body();
    Long all = count.apply(body);
    String link = next.apply(body);
    return new Page<>(
        reply.complete(items.apply(body)),
        all == null ? OptionalLong.empty() : OptionalLong.of(all),
        link == null ? null : () -> transport.follow(reply, link, type).thenApply(this::page));
  }
}
