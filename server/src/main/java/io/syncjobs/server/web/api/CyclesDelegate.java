package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.EndedCycles;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.api.generated.CyclesApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationCycle;
import io.syncjobs.server.web.api.generated.model.SynchronizationCycleCollectionResponse;
import io.syncjobs.server.web.api.mapper.CycleMapper;
import io.syncjobs.server.web.api.query.Skiptokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Reads the cycles of a job: the one under way, and the newest that have ended. */
@Component
class CyclesDelegate implements CyclesApiDelegate {

  private final JobStore jobs;
  private final EndedCycles ended;
  private final Skiptokens skiptokens;
  private final GraphLinks links;
  private final TenantClocks clocks;

  CyclesDelegate(
      JobStore jobs,
      EndedCycles ended,
      Skiptokens skiptokens,
      GraphLinks links,
      TenantClocks clocks) {
    this.jobs = jobs;
    this.ended = ended;
    this.skiptokens = skiptokens;
    this.links = links;
    this.clocks = clocks;
  }

  @Override
  public ResponseEntity<SynchronizationCycleCollectionResponse> listCycles(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count) {
    JobKey key = Keys.job(applicationsId, jobId);
    String list = skiptokens.listOf("cycles", key.toString(), null);
    Long before = skiptoken == null ? null : Long.valueOf(skiptokens.read(skiptoken, list));
    Job job = jobs.get(key);
    Cycle current = job.runningCycle();
    String except = current == null ? null : current.id();
    List<SynchronizationCycle> page = new ArrayList<>();
    if (current != null && before == null) {
      page.add(CycleMapper.write(job, current));
    }
    long last = Long.MAX_VALUE;
    boolean more = false;
    for (EndedCycles.Numbered cycle : ended.list(key, before, except, top + 1 - page.size())) {
      more = page.size() == top;
      if (!more) {
        page.add(CycleMapper.write(cycle.cycle()));
        last = cycle.number();
      }
    }
    return answer(
            CycleMapper.secondsToWait(job, clocks.of(key.owner().tenantId()).instant()))
        .body(new SynchronizationCycleCollectionResponse()
            .atOdataContext(links.collectionContext(key.owner().applicationId(), in(jobId)))
            .atOdataCount(count && before == null ? count(key, current) : null)
            .atOdataNextLink(
                more
                    ? links.nextPage(
                        top, null, null, null, skiptokens.issue(String.valueOf(last), list))
                    : null)
            .value(page));
  }

  @Override
  public ResponseEntity<Long> countCycles(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    return ResponseEntity.ok(count(key, jobs.get(key).runningCycle()));
  }

  private long count(JobKey key, @Nullable Cycle current) {
    return current == null ? ended.count(key, null) : ended.count(key, current.id()) + 1;
  }

  @Override
  public ResponseEntity<SynchronizationCycle> getCycle(
      String applicationsId, String jobId, String cycleId, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    Job job = jobs.get(key);
    String id = cycleId.toLowerCase(Locale.ROOT);
    Cycle current = job.runningCycle();
    if (current != null && current.id().equals(id)) {
      return answer(
              CycleMapper.secondsToWait(job, clocks.of(key.owner().tenantId()).instant()))
          .body(entity(key, CycleMapper.write(job, current)));
    }
    return ResponseEntity.ok(entity(
        key,
        ended
            .find(key, id)
            .map(CycleMapper::write)
            .orElseThrow(() -> new Refusal(
                ErrorCode.CYCLE_NOT_FOUND,
                "cycleId",
                "The job has no cycle %s, or no longer. List the cycles to see those that are kept."
                    .formatted(Quoted.of(cycleId))))));
  }

  private SynchronizationCycle entity(JobKey key, SynchronizationCycle cycle) {
    return cycle.atOdataContext(links.entityContext(key.owner().applicationId(), in(key.id())));
  }

  /** An answer that tells when to ask again; with an empty time, that there is nothing to wait for. */
  static ResponseEntity.BodyBuilder answer(Optional<Long> secondsToWait) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    secondsToWait.ifPresent(
        seconds -> answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    return answer;
  }

  private static String in(String jobId) {
    return "jobs('" + jobId + "')/cycles";
  }
}
