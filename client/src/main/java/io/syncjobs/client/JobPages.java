package io.syncjobs.client;

import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCollectionResponse;
import java.util.OptionalLong;

/** Makes pages of answers; each knows how to get the next one. */
record JobPages(Transport transport) {

  Page<SynchronizationJob> page(Reply<SynchronizationJobCollectionResponse> reply) {
    SynchronizationJobCollectionResponse body = reply.body();
    Long count = body.getAtOdataCount();
    String next = body.getAtOdataNextLink();
    return new Page<>(
        reply.complete(body.getValue()),
        count == null ? OptionalLong.empty() : OptionalLong.of(count),
        next == null
            ? null
            : () -> transport
                .follow(reply, next, SynchronizationJobCollectionResponse.class)
                .thenApply(this::page));
  }
}
