package io.syncjobs.server.engine;

import io.syncjobs.server.connector.upload.UploadLog;
import io.syncjobs.server.connector.upload.UploadedOperation;
import io.syncjobs.server.connector.upload.UploadedRecord;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.job.progress.Execution;
import io.syncjobs.server.job.secret.Webhook;
import io.syncjobs.server.job.secret.WebhookStore;
import io.syncjobs.server.support.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;

/** Cycles and uploads of jobs on a server that runs no jobs. */
public final class Completed {

  private Completed() {}

  /** Stores a cycle of a job. */
  public static void cycle(
      TestServer server, String tenant, String application, String job, String cycleId) {
    Instant time = Instant.parse("2026-11-23T10:00:00.1234567Z");
    Execution execution =
        new Execution(cycleId, time, time, Execution.Result.SUCCEEDED, 0, Counters.NONE, null);
    server
        .bean(EndedCycles.class)
        .save(key(tenant, application, job), new EndedCycle(true, 0, 1, execution));
  }

  /** Stores an upload of a record that the job doesn't have. Returns the id of the upload. */
  public static String upload(TestServer server, String tenant, String application, String job) {
    UploadedRecord record = new UploadedRecord("User", "1", JsonNodeFactory.instance.objectNode());
    return Objects.requireNonNull(server
        .bean(TransactionOperations.class)
        .execute(transaction -> server
            .bean(UploadLog.class)
            .add(key(tenant, application, job), 1, List.of(new UploadedOperation("b", record)))));
  }

  /** Stores a webhook of a job. */
  public static void webhook(
      TestServer server, String tenant, String application, String job, String url) {
    server
        .bean(WebhookStore.class)
        .save(
            key(tenant, application, job),
            new Webhook(url, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="));
  }

  private static JobKey key(String tenant, String application, String job) {
    return new JobKey(new Owner(tenant, application), job);
  }
}
