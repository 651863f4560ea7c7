package io.syncjobs.client;

import io.syncjobs.client.internal.Call;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.SimulationsApi;
import io.syncjobs.client.model.SimulatedChange;
import io.syncjobs.client.model.SynchronizationSchema;
import io.syncjobs.client.model.SynchronizationSimulate;
import io.syncjobs.client.model.SynchronizationSimulation;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests simulations. A page is requested by sending the body again. */
record Simulations(Transport transport, String ownerId) {

  private static final int PAGE_SIZE = 999;
  private static final Pattern TOKEN = Pattern.compile("[?&](?:\\$|%24)skiptoken=([A-Za-z0-9_-]+)");

  CompletableFuture<Simulation> run(String jobId, @Nullable SynchronizationSchema draft) {
    SynchronizationSimulate body = body(draft);
    return request(transport, jobId, body, null)
        .thenApply(first -> new Simulation(
            Objects.requireNonNull(first.getPhase()),
            Objects.requireNonNull(first.getCounts()),
            first.getQuarantine(),
            page(jobId, body, first)));
  }

  private static SynchronizationSimulate body(@Nullable SynchronizationSchema draft) {
    return draft == null
        ? new SynchronizationSimulate()
        : new SynchronizationSimulate().schema(draft);
  }

  private CompletableFuture<SynchronizationSimulation> request(
      Transport through, String jobId, SynchronizationSimulate body, @Nullable String token) {
    return new SimulationsApi(through)
        .simulateJob(ownerId, jobId, null, PAGE_SIZE, token, body)
        .thenApply(Reply::body);
  }

  private Page<SimulatedChange> page(
      String jobId, SynchronizationSimulate body, SynchronizationSimulation answer) {
    String link = answer.getAtOdataNextLink();
    Matcher token = TOKEN.matcher(link == null ? "" : link);
    return new Page<>(
        Objects.requireNonNull(answer.getChanges()),
        OptionalLong.empty(),
        !token.find()
            ? null
            : blocking -> request(transport.blocking(blocking), jobId, body, token.group(1))
                .thenApply(next -> page(jobId, body, next)));
  }

  CompletableFuture<String> report(String jobId, @Nullable SynchronizationSchema draft) {
    Call call =
        new Call("POST", "/applications/{applicationsId}/synchronization/jobs/{jobId}/simulate");
    call.path("applicationsId", ownerId);
    call.path("jobId", jobId);
    call.accept("text/markdown");
    call.body(body(draft), "application/json");
    return transport.send(call, String.class).thenApply(Reply::body);
  }
}
