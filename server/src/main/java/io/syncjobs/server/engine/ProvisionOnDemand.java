package io.syncjobs.server.engine;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.Change;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.entry.Connection;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.mapping.JobMapping;
import io.syncjobs.server.mapping.ObjectMapping;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/**
 * Synchronizes single entries within a request, whether or not their job runs; Graph's provisionOnDemand. Safe for use by many threads and nodes.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/synchronization-synchronizationjob-provisionondemand">Graph's page</a>
 */
@Service
public class ProvisionOnDemand {

  private record Task(ObjectMapping mapping, Change change) {}

  private final JobStore jobs;
  private final Connections connections;
  private final OnDemandSync sync;

  ProvisionOnDemand(JobStore jobs, Connections connections, OnDemandSync sync) {
    this.jobs = jobs;
    this.connections = connections;
    this.sync = sync;
  }

  /**
   * Synchronizes entries one after the other.
   *
   * @param key the job
   * @param ruleId id of the synchronization rule
   * @param subjects the entries
   * @param caller name of the caller, for the provisioning log
   * @return one event per entry
   * @throws io.syncjobs.server.job.JobNotFoundException if the owner has no such job
   * @throws Refusal if the schema has no such rule or the source no such entry; nothing is written then
   * @throws io.syncjobs.server.connector.TargetException if the target can't be used
   */
  public List<ProvisioningEvent> provision(
      JobKey key, String ruleId, List<Subject> subjects, String caller) {
    Job job = jobs.get(key);
    try (Connection connection = connections.open(job)) {
      List<Task> tasks = new ArrayList<>();
      for (Subject subject : subjects) {
        ObjectMapping mapping = mapping(connection.mapping(), ruleId, subject.type());
        Change change = connection
            .source()
            .find(mapping.sourceType(), subject.id())
            .orElseThrow(() -> new Refusal(
                ErrorCode.UNKNOWN_SUBJECT,
                subject.path(),
                "The job's source has no %s with the id '%s'. Send the id of an entry of the source."
                    .formatted(subject.type(), subject.id())));
        tasks.add(new Task(mapping, change));
      }
      List<ProvisioningEvent> events = new ArrayList<>();
      // Members and managers come before the entry that then can refer to them.
      for (int i = tasks.size() - 1; i >= 0; i--) {
        events.add(0, sync.sync(connection, tasks.get(i).mapping, tasks.get(i).change, caller));
      }
      return events;
    }
  }

  private static ObjectMapping mapping(JobMapping mapping, String ruleId, String type) {
    return mapping.objects().stream()
        .filter(each -> each.ruleId().equals(ruleId) && each.sourceType().equalsIgnoreCase(type))
        .findFirst()
        .orElseThrow(() -> new Refusal(
            ErrorCode.UNKNOWN_RULE,
            "parameters/0/ruleId",
            "The schema of the job has no rule '%s' for objects of type '%s'. Use one of the rules in details."
                .formatted(ruleId, type),
            mapping.objects().stream()
                .map(ObjectMapping::ruleId)
                .distinct()
                .map(known -> new Refusal.Detail(ErrorCode.UNKNOWN_RULE, null, known))
                .toList()));
  }
}
