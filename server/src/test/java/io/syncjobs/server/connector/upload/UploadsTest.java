package io.syncjobs.server.connector.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import io.syncjobs.server.support.Uploads;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Accepted uploads survive concurrent uploads; uploads beyond the rate limit are refused. {@code KillTest} kills servers. */
class UploadsTest {

  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();

  private String createJob(Raw raw) {
    return raw.post(Raw.jobs(application), "{\"templateId\":\"API2AAD\"}")
        .json()
        .path("id")
        .stringValue();
  }

  private Raw.Answer upload(Raw raw, String jobId, String... externalIds) {
    return raw.send(
        "POST",
        Raw.jobs(application) + "/" + jobId + "/bulkUpload",
        BodyPublishers.ofString(Uploads.body(externalIds)),
        "Content-Type",
        Uploads.MEDIA_TYPE);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void concurrentUploadsLoseNothing(Database database) throws Exception {
    TestServer server = database.server();
    Raw raw = Raw.of(server, tenant);
    String jobId = createJob(raw);
    UploadedRecords records = server.bean(UploadedRecords.class);
    JobKey key = new JobKey(new Owner(tenant, application), jobId);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> uploads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String own = "own" + i;
      String body = "{\"externalId\":\"same\",\"%s\":1}".formatted(own);
      uploads.add(threads.submit(
          () -> records.add(key, List.of(record(own, "{}"), record("same", body)))));
    }
    for (Future<?> upload : uploads) {
      upload.get();
    }
    threads.shutdown();

    var source = records.source(key);
    assertThat(source.newest()).isEqualTo(40);
    assertThat(source.count(0, 40)).isEqualTo(21);
    var same = source.find("User", "same").orElseThrow();
    assertThat(same.number()).isEqualTo(40);
    for (int i = 0; i < 20; i++) {
      assertThat(same.entry().value("own" + i).asInt()).isEqualTo(1);
    }
  }

  private static UploadedRecord record(String externalId, String data) {
    return new UploadedRecord(
        "User", externalId, (ObjectNode) JsonMapper.shared().readTree(data));
  }

  @Test
  void refusesTooManyUploadsToAJob() {
    try (TestServer server = TestServer.start("--syncjobs.upload.requests-per-day=2")) {
      Raw raw = Raw.of(server, tenant);
      String jobId = createJob(raw);
      assertThat(upload(raw, jobId, "1").status()).isEqualTo(202);
      assertThat(upload(raw, jobId, "2").status()).isEqualTo(202);

      Raw.Answer refused = upload(raw, jobId, "3");

      refused.assertRefused(429, "TooManyRequests", "");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 43200);
      Raw other = Raw.of(server, TestServer.newId());
      assertThat(upload(other, createJob(other), "1").status()).isEqualTo(202);
    }
    try (TestServer server = TestServer.start(
        "--syncjobs.upload.requests-per-day=0", "--syncjobs.upload.requests-per-five-seconds=0")) {
      Raw raw = Raw.of(server, tenant);
      String jobId = createJob(raw);
      for (int i = 0; i < 50; i++) {
        assertThat(upload(raw, jobId, "1").status()).isEqualTo(202);
      }
    }
  }
}
