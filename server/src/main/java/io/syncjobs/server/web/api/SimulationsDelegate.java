package io.syncjobs.server.web.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.syncjobs.server.engine.DryRun;
import io.syncjobs.server.engine.DryRuns;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.Sha256;
import io.syncjobs.server.web.api.generated.SimulationsApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationSimulate;
import io.syncjobs.server.web.api.generated.model.SynchronizationSimulation;
import io.syncjobs.server.web.api.mapper.SimulationMapper;
import io.syncjobs.server.web.api.query.Skiptokens;
import io.syncjobs.server.web.overload.OverloadException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Simulates cycles of jobs. */
@Component
class SimulationsDelegate implements SimulationsApiDelegate, DisposableBean {

  /** Dry runs at the same time, each of which works like a cycle. */
  private static final int AT_ONCE = 4;

  /** Results of which further pages can be read. They are files, except for their cache. */
  private static final int KEPT = 16;

  private static final Duration KEPT_FOR = Duration.ofMinutes(10);

  private final DryRuns runs;
  private final Skiptokens skiptokens;
  private final GraphLinks links;
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final Cache<String, DryRun> kept = Caffeine.newBuilder()
      .maximumSize(KEPT)
      .expireAfterAccess(KEPT_FOR)
      .scheduler(Scheduler.systemScheduler())
      .<String, DryRun>removalListener((id, run, cause) -> close(run))
      .build();

  SimulationsDelegate(DryRuns runs, Skiptokens skiptokens, GraphLinks links) {
    this.runs = runs;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  private static void close(@Nullable DryRun run) {
    if (run != null) {
      run.close();
    }
  }

  /** Closes the dry runs that are kept, which have files. */
  @Override
  public void destroy() {
    kept.asMap().values().forEach(DryRun::close);
  }

  /**
   * Start of a page.
   *
   * @param id id of the dry run, if it is still kept
   * @param after place of the last change of the page before; null for the first page
   */
  private record Start(String id, DryRun.@Nullable Place after) {}

  @Override
  public ResponseEntity<SynchronizationSimulation> simulateJob(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      @Nullable SynchronizationSimulate body) {
    JobKey key = Keys.job(applicationsId, jobId);
    JsonNode draft = body == null ? null : body.getSchema();
    String list = skiptokens.listOf(
        "simulate", key.toString(), draft == null ? null : Sha256.of(draft.toString()));
    Start start = skiptoken == null
        ? new Start(UUID.randomUUID().toString(), null)
        : start(skiptokens.read(skiptoken, list));
    DryRun run = kept.getIfPresent(start.id);
    Optional<List<DryRun.Change>> found =
        run == null ? Optional.empty() : run.changes(start.after, top + 1);
    if (run == null || found.isEmpty()) {
      run = run(key, draft);
      found = run.changes(start.after, top + 1);
    }
    List<DryRun.Change> changes = found.orElseThrow();
    List<DryRun.Change> page = changes.size() > top ? changes.subList(0, top) : changes;
    SynchronizationSimulation answer = SimulationMapper.write(run, page)
        .atOdataContext(
            links.collectionContext(key.owner().applicationId(), "jobs('" + jobId + "')/simulate"));
    if (changes.size() > top) {
      kept.put(start.id, run);
      String place = SimulationMapper.writePlace(page.get(top - 1).place());
      answer.atOdataNextLink(
          links.nextPage(top, null, null, null, skiptokens.issue(start.id + "/" + place, list)));
    } else if (kept.getIfPresent(start.id) != run) {
      run.close();
    }
    return ResponseEntity.ok(answer);
  }

  private static Start start(String token) {
    String[] parts = token.split("/", 2);
    return new Start(parts[0], SimulationMapper.readPlace(parts[1]));
  }

  private DryRun run(JobKey key, @Nullable JsonNode draft) {
    if (!turns.tryAcquire()) {
      throw new OverloadException(OverloadException.Reason.CAPACITY, 5);
    }
    try {
      return runs.run(key, draft);
    } finally {
      turns.release();
    }
  }
}
