package io.syncjobs.server.web.api;

import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobFilter;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.web.api.generated.TenantJobsApiDelegate;
import io.syncjobs.server.web.api.generated.model.TenantJob;
import io.syncjobs.server.web.api.generated.model.TenantJobCollectionResponse;
import io.syncjobs.server.web.api.mapper.JobMapper;
import io.syncjobs.server.web.api.query.JobFilterParser;
import io.syncjobs.server.web.api.query.Skiptokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Lists the jobs of all applications of a tenant. */
@Component
class TenantJobsDelegate implements TenantJobsApiDelegate {

  private static final String COLLECTION = "synchronization/jobs";

  private final JobStore jobs;
  private final Skiptokens skiptokens;
  private final GraphLinks links;

  TenantJobsDelegate(JobStore jobs, Skiptokens skiptokens, GraphLinks links) {
    this.jobs = jobs;
    this.skiptokens = skiptokens;
    this.links = links;
  }

  @Override
  public ResponseEntity<TenantJobCollectionResponse> listTenantJobs(
      @Nullable String clientRequestId,
      Integer top,
      @Nullable String skiptoken,
      Boolean count,
      @Nullable String filter) {
    String tenant = Keys.tenant();
    JobFilter wanted = filter == null ? JobFilter.ALL : JobFilterParser.parse(filter);
    String list = skiptokens.listOf(COLLECTION, tenant, filter);
    JobKey after = skiptoken == null ? null : JobKey.parse(skiptokens.read(skiptoken, list));
    List<Job> found = jobs.listOfTenant(tenant, wanted, after, top + 1);
    List<Job> page = found.size() > top ? found.subList(0, top) : found;
    return ResponseEntity.ok(new TenantJobCollectionResponse()
        .atOdataContext(links.typeContext(COLLECTION))
        .atOdataCount(count && after == null ? jobs.countOfTenant(tenant, wanted) : null)
        .atOdataNextLink(
            found.size() > top
                ? links.nextPage(
                    top,
                    null,
                    filter,
                    null,
                    skiptokens.issue(page.get(top - 1).key().toString(), list))
                : null)
        .value(page.stream()
            .map(job -> new TenantJob()
                .applicationId(job.owner().applicationId())
                .job(JobMapper.write(job)))
            .toList()));
  }
}
