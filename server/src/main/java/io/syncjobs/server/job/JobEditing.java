package io.syncjobs.server.job;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.job.repeatability.RepeatableRequest;
import io.syncjobs.server.job.repeatability.RepeatableRequests;
import io.syncjobs.server.job.template.Setting;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.platform.Ids;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Creates and changes jobs. Safe for use by many threads and nodes. */
@Service
public class JobEditing {

  private final JobStore jobs;
  private final Templates templates;
  private final RepeatableRequests repeatableRequests;
  private final JsonMapper json;
  private final TenantClocks clocks;
  private final Ids ids;

  JobEditing(
      JobStore jobs,
      Templates templates,
      RepeatableRequests repeatableRequests,
      JsonMapper json,
      TenantClocks clocks,
      Ids ids) {
    this.ids = ids;
    this.jobs = jobs;
    this.templates = templates;
    this.repeatableRequests = repeatableRequests;
    this.json = json;
    this.clocks = clocks;
  }

  /**
   * Creates a job, or returns the job that the same request created before. Job and answer
   * are stored in one transaction.
   *
   * @param request identifies repetitions of the request; null if it is not repeatable
   * @throws Refusal if there is no such template, the owner has a job of it, the job would have expired already, or another request had the same id
   */
  @Transactional
  public Job create(Owner owner, NewJob wanted, @Nullable RepeatableRequest request) {
    Optional<Job> before = answered(owner, wanted, request);
    if (before.isPresent()) {
      return before.get();
    }
    Job job = build(owner, wanted);
    if (!jobs.insert(job)) {
      // The same request may have arrived on another connection or node first.
      return answered(owner, wanted, request)
          .orElseThrow(() -> new Refusal(
              ErrorCode.JOB_ALREADY_EXISTS,
              "templateId",
              "The application already has a job of this template. Use it, or delete it first.",
              List.of(new Refusal.Detail(ErrorCode.JOB_ALREADY_EXISTS, "id", job.id()))));
    }
    if (request != null) {
      repeatableRequests.store(
          owner.tenantId(), request, fingerprint(owner, wanted), json.writeValueAsString(job));
    }
    return job;
  }

  private Optional<Job> answered(Owner owner, NewJob wanted, @Nullable RepeatableRequest request) {
    return request == null
        ? Optional.empty()
        : repeatableRequests
            .answer(owner.tenantId(), request, fingerprint(owner, wanted))
            .map(answer -> json.readValue(answer, Job.class));
  }

  private String fingerprint(Owner owner, NewJob wanted) {
    return json.writeValueAsString(List.of(owner, wanted));
  }

  private Job build(Owner owner, NewJob wanted) {
    Template template = templates.get(owner, wanted.templateId());
    Job stopped = new Job(
        owner,
        owner.jobId(template.id()),
        template.id(),
        new Schedule(
            intervalOrDefault(wanted.interval()),
            toCome(owner, wanted.expiration()),
            Schedule.State.DISABLED),
        Progress.NONE,
        overlay(template.settings(), wanted.settings()),
        ids.next(owner.tenantId(), Ids.Kind.VERSION));
    return wanted.started() ? JobLifecycle.next(stopped, new JobEvent.Start()) : stopped;
  }

  /**
   * Changes a job's schedule and settings.
   *
   * @param version tests whether the caller expects the version that the job has
   * @throws io.syncjobs.server.job.JobNotFoundException if there is no such job
   * @throws Refusal if its version isn't agreed to, or it would have expired already
   */
  public Job update(JobKey key, Predicate<String> version, JobUpdate update) {
    return jobs.change(key, version, job -> apply(update, job));
  }

  private Job apply(JobUpdate update, Job job) {
    Schedule before = job.schedule();
    Schedule schedule = new Schedule(
        update.interval() == null
            ? before.interval()
            : intervalOrDefault(update.interval().to()),
        update.expiration() == null
            ? before.expiration()
            : toCome(job.owner(), update.expiration().to()),
        before.state());
    List<Setting> settings = update.settings() == null
        ? job.settings()
        : overlay(
            templates
                .find(job.owner(), job.templateId())
                .map(Template::settings)
                .orElse(List.of()),
            update.settings());
    Job edited = replanned(job.with(schedule, settings), before);
    if (update.state() == null) {
      return edited;
    }
    return JobLifecycle.next(
        edited,
        switch (update.state()) {
          case ACTIVE -> new JobEvent.Start();
          case PAUSED -> new JobEvent.Pause();
          case DISABLED -> new JobEvent.Disable();
        });
  }

  /** Starts a run when the interval of an active job changes; the next run is counted from it. */
  private static Job replanned(Job job, Schedule before) {
    boolean same = job.schedule().interval().equals(before.interval());
    return same || before.state() != Schedule.State.ACTIVE || job.progress().quarantine() != null
        ? job
        : job.inState(Schedule.State.ACTIVE, job.progress().started());
  }

  private static String intervalOrDefault(@Nullable String interval) {
    return interval == null ? Schedule.DEFAULT_INTERVAL : interval;
  }

  private @Nullable Instant toCome(Owner owner, @Nullable Instant expiration) {
    if (expiration != null && !expiration.isAfter(clocks.of(owner.tenantId()).instant())) {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          "schedule/expiration",
          "The job would have expired already. Send a time later than now, or null for never.");
    }
    return expiration;
  }

  /** Settings of the template in their order with the caller's values, followed by the caller's other settings. */
  private static List<Setting> overlay(List<Setting> defaults, List<Setting> callers) {
    Map<String, Setting> byName = new LinkedHashMap<>();
    defaults.forEach(setting -> byName.put(setting.name(), setting));
    Set<String> known = new HashSet<>(Setting.NUMBERS.keySet());
    known.addAll(byName.keySet());
    for (Setting setting : callers) {
      requireSpelling(setting.name(), known);
      byName.put(setting.name(), setting);
    }
    return new ArrayList<>(byName.values());
  }

  /** Refuses a known name in another case, which would be stored beside the setting that it means and have no effect. */
  private static void requireSpelling(String name, Set<String> known) {
    if (known.contains(name)) {
      return;
    }
    known.stream().filter(name::equalsIgnoreCase).findFirst().ifPresent(right -> {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          "synchronizationJobSettings",
          "The setting '%s' is spelled '%s'. Write it like that; case is significant."
              .formatted(name, right));
    });
  }
}
