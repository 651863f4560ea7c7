package io.syncjobs.server.job;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Job store in memory, with only the operations that the comparison needs. The component scan doesn't find it. */
@Primary
public class MemoryJobStore extends JobStore {

  private final Map<Owner, Map<String, Job>> jobs = new ConcurrentHashMap<>();

  MemoryJobStore(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher events) {
    super(jdbc, json, events);
  }

  private Map<String, Job> of(Owner owner) {
    return jobs.computeIfAbsent(owner, any -> new ConcurrentHashMap<>());
  }

  @Override
  public boolean insert(Job job) {
    return of(job.owner()).putIfAbsent(job.id(), job) == null;
  }

  @Override
  public Job change(JobKey key, Predicate<String> version, UnaryOperator<Job> change) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Job get(JobKey key) {
    Job job = of(key.owner()).get(key.id());
    if (job == null) {
      throw new JobNotFoundException(key.id());
    }
    return job;
  }

  @Override
  public List<Job> list(JobQuery query) {
    return of(query.owner()).values().stream()
        .sorted(Comparator.comparing(Job::id))
        .limit(query.limit())
        .toList();
  }
}
