package io.syncjobs.server.web.api;

import io.syncjobs.server.engine.Escrows;
import io.syncjobs.server.engine.entry.EntryKey;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.web.api.generated.EscrowsApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationEscrowCollectionResponse;
import io.syncjobs.server.web.api.mapper.EscrowMapper;
import io.syncjobs.server.web.api.query.Skiptokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Lists the entries that a job failed to write and tries again. */
@Component
class EscrowsDelegate implements EscrowsApiDelegate {

  private final JobStore jobs;
  private final Escrows escrows;
  private final Skiptokens skiptokens;
  private final GraphLinks links;

  EscrowsDelegate(JobStore jobs, Escrows escrows, Skiptokens skiptokens, GraphLinks links) {
    this.jobs = jobs;
    this.escrows = escrows;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  @Override
  public ResponseEntity<SynchronizationEscrowCollectionResponse> listEscrows(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count) {
    JobKey job = jobs.get(Keys.job(applicationsId, jobId)).key();
    String list = skiptokens.listOf("escrows", job.toString(), null);
    EntryKey after = skiptoken == null
        ? EntryKey.BEGINNING
        : EscrowMapper.readKey(skiptokens.read(skiptoken, list));
    List<Escrows.Escrow> found = escrows.list(job, after, top + 1);
    List<Escrows.Escrow> page = found.size() > top ? found.subList(0, top) : found;
    return ResponseEntity.ok(new SynchronizationEscrowCollectionResponse()
        .atOdataContext(
            links.collectionContext(job.owner().applicationId(), "jobs('" + jobId + "')/escrows"))
        .atOdataCount(count && skiptoken == null ? escrows.count(job) : null)
        .atOdataNextLink(
            found.size() > top
                ? links.nextPage(
                    top,
                    null,
                    null,
                    null,
                    skiptokens.issue(
                        EscrowMapper.writeKey(EntryKey.of(page.get(top - 1).entry())), list))
                : null)
        .value(page.stream().map(EscrowMapper::write).toList()));
  }
}
