package io.syncjobs.server.engine;

import io.syncjobs.server.audit.AuditLog;
import io.syncjobs.server.audit.AuditProperties;
import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.connector.upload.LoggedUpload;
import io.syncjobs.server.connector.upload.RecordKey;
import io.syncjobs.server.connector.upload.UploadLog;
import io.syncjobs.server.connector.upload.UploadedRecords;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.progress.Cycle;
import io.syncjobs.server.platform.TenantClocks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds out what became of uploaded records. Nothing is written for this while jobs run: the id of an event follows from its cycle and entry, and the
 * change that a record was stored with tells which cycles read it. Safe for use by many threads.
 */
@Component
public class UploadResults {

  /** Cycles that are searched for the result of a record that failed at first. */
  private static final int CYCLES = 20;

  private final JobStore jobs;
  private final UploadLog uploads;
  private final UploadedRecords records;
  private final EndedCycles cycles;
  private final AuditLog audit;
  private final AuditProperties auditing;
  private final TenantClocks clocks;

  UploadResults(
      JobStore jobs,
      UploadLog uploads,
      UploadedRecords records,
      EndedCycles cycles,
      AuditLog audit,
      AuditProperties auditing,
      TenantClocks clocks) {
    this.jobs = jobs;
    this.uploads = uploads;
    this.records = records;
    this.cycles = cycles;
    this.audit = audit;
    this.auditing = auditing;
    this.clocks = clocks;
  }

  /** States of a record. */
  public enum Status {
    PENDING,
    SUCCEEDED,
    FAILED,
    SKIPPED,
    DISCARDED,
    EXPIRED
  }

  /**
   * Result of one record.
   *
   * @param event its last event, or the first after which it hadn't failed; null if there is none
   */
  public record Result(
      LoggedUpload.Operation operation,
      Status status,
      @Nullable ProvisioningEvent event) {}

  /**
   * Results of an upload.
   *
   * @param job the job as it was then
   * @param results in the order of the upload
   */
  public record Results(Job job, LoggedUpload upload, List<Result> results) {}

  /** A cycle that has read an upload or is reading it. */
  private record Reading(String id, long from, long upTo, boolean finished) {

    boolean covers(long change) {
      return finished && from < change && change <= upTo;
    }
  }

  /**
   * Reads the results of an upload.
   *
   * @throws io.syncjobs.server.job.JobNotFoundException if the owner has no such job
   * @throws Refusal if the job has no such upload
   */
  @Transactional(readOnly = true)
  public Results get(JobKey key, String uploadId) {
    Job job = jobs.get(key);
    LoggedUpload upload = uploads
        .find(key, uploadId)
        .orElseThrow(() -> new Refusal(
            ErrorCode.UPLOAD_NOT_FOUND,
            "uploadId",
            "The job has no upload %s, or no longer. Follow the Location of an upload unchanged, or read the provisioning log."
                .formatted(Quoted.of(uploadId))));
    List<Reading> readings = readings(job, upload.change());
    Set<RecordKey> keys = new LinkedHashSet<>();
    upload.operations().forEach(operation -> keys.add(operation.key()));
    Map<RecordKey, ProvisioningEvent> events = events(key, readings, keys);
    Map<RecordKey, Long> changes = records.changes(key, keys);
    Instant oldestEvent = clocks.of(key.owner().tenantId()).instant().minus(auditing.retention());
    boolean logged = upload.created().isAfter(oldestEvent);
    return new Results(
        job,
        upload,
        upload.operations().stream()
            .map(operation -> {
              ProvisioningEvent event = events.get(operation.key());
              Status status = event == null
                  ? status(job, readings, changes.get(operation.key()), logged)
                  : status(event.result());
              return new Result(operation, status, event);
            })
            .toList());
  }

  private List<Reading> readings(Job job, long change) {
    List<Reading> readings = new ArrayList<>();
    for (EndedCycle ended : cycles.firstUpTo(job.key(), change, CYCLES)) {
      readings.add(
          new Reading(ended.execution().id(), ended.from(), ended.upTo(), ended.finished()));
    }
    Cycle current = job.progress().cycle();
    if (current != null
        && current.upTo() >= change
        && readings.stream().noneMatch(reading -> reading.id().equals(current.id()))) {
      readings.add(new Reading(current.id(), current.from(), current.upTo(), false));
    }
    return readings;
  }

  private Map<RecordKey, ProvisioningEvent> events(
      JobKey key, List<Reading> readings, Set<RecordKey> keys) {
    Map<RecordKey, ProvisioningEvent> events = new HashMap<>();
    Set<RecordKey> missing = new LinkedHashSet<>(keys);
    for (Reading reading : readings) {
      Map<String, RecordKey> ids = new HashMap<>();
      missing.forEach(record -> ids.put(
          ProvisioningEvent.idOf(reading.id(), record.type(), record.externalId()), record));
      for (ProvisioningEvent event : audit.find(key.owner().tenantId(), ids.keySet())) {
        RecordKey record = ids.get(event.id());
        events.put(record, event);
        if (event.result() != ProvisioningEvent.Result.FAILURE) {
          missing.remove(record);
        }
      }
      if (missing.isEmpty()) {
        break;
      }
    }
    return events;
  }

  /**
   * Status of a record that has no event.
   *
   * @param change number of its last change; null if the job has no such record
   * @param logged whether the provisioning log still has all events since the upload
   */
  private static Status status(
      Job job, List<Reading> readings, @Nullable Long change, boolean logged) {
    if (change == null) {
      return Status.DISCARDED;
    }
    if (readings.stream().anyMatch(reading -> reading.covers(change))) {
      // A cycle writes an event for each entry that an object mapping applies to.
      return logged ? Status.SKIPPED : Status.EXPIRED;
    }
    return change <= job.progress().history().readUpTo() ? Status.EXPIRED : Status.PENDING;
  }

  private static Status status(ProvisioningEvent.Result result) {
    return switch (result) {
      case FAILURE -> Status.FAILED;
      case SKIPPED -> Status.SKIPPED;
      default -> Status.SUCCEEDED;
    };
  }
}
