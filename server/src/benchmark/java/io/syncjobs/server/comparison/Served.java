package io.syncjobs.server.comparison;

import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.time.Duration;
import java.util.List;

/**
 * A server in a process of its own, with a token and paths that it knows.
 *
 * @param job path of a job
 * @param list path of a list of four jobs
 */
record Served(ProcessHandle process, String origin, String token, String job, String list) {

  private static final List<String> TEMPLATES =
      List.of("scim", "aws", "dataBricks", "customappsso");

  /** Creates four jobs of a new application on a SyncJobs server. */
  static Served by(ServerProcess server) {
    String tenant = TestServer.newId();
    String list = Raw.jobs(TestServer.newId());
    Raw raw = server.raw(tenant);
    String job = "";
    for (String template : TEMPLATES) {
      Raw.Answer created = raw.post(list, "{\"templateId\":\"%s\"}".formatted(template));
      if (created.status() != 201) {
        throw new IllegalStateException(created.message());
      }
      job = list + "/" + created.json().path("id").stringValue();
    }
    return new Served(server.handle(), server.origin(), server.token(tenant), job, list);
  }

  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
