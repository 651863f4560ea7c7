package io.syncjobs.server.connector.upload;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.job.JobKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What was uploaded to a job, as it is read. */
record UploadSource(JobKey job, UploadReads reads) implements Source {

  @Override
  public long newest() {
    return reads.newest(job);
  }

  @Override
  public long count(long after, long upTo) {
    return reads.count(job, after, upTo);
  }

  @Override
  public List<Change> changes(long after, long upTo, int limit) {
    return reads.changes(job, after, upTo, limit);
  }

  @Override
  public Optional<Change> find(String type, String id) {
    return reads.find(job, type, id);
  }

  @Override
  public List<String> referrers(String id) {
    return reads.referrers(job, id);
  }

  @Override
  public boolean isIn(String id, Collection<String> groups) {
    return groups.contains(id)
        || (!groups.isEmpty()
            && reads.groups(job, id).stream().anyMatch(groups::contains));
  }
}
