package io.syncjobs.server.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL. */
class NodesTest {

  @Test
  void nodesShareRepeatedRequestsAndPages() {
    String[] settings = Database.POSTGRESQL.newDatabase();
    Path folder = TestServer.newFolder();
    try (TestServer first = TestServer.startIn(folder, settings);
        TestServer second = TestServer.startIn(folder, settings)) {
      String tenant = TestServer.newId();
      Raw one = Raw.of(first, tenant);
      Raw other = Raw.of(second, tenant);
      String jobs = Raw.jobs(TestServer.newId());
      String[] repeatable = {
        "Repeatability-Request-ID",
        TestServer.newId(),
        "Repeatability-First-Sent",
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .format(ZonedDateTime.now(ZoneOffset.UTC))
      };

      Answer created = one.post(jobs, "{\"templateId\":\"scim\"}", repeatable);
      Answer again = other.post(jobs, "{\"templateId\":\"scim\"}", repeatable);
      assertThat(again.status()).isEqualTo(201);
      assertThat(again.header("ETag")).isEqualTo(created.header("ETag"));

      other.post(jobs, "{\"templateId\":\"aws\"}");
      URI next = URI.create(
          one.send("GET", jobs + "?$top=1").json().path("@odata.nextLink").stringValue());
      assertThat(other
              .send("GET", next.getRawPath() + "?" + next.getRawQuery())
              .json()
              .at("/value/0/templateId")
              .stringValue())
          .isEqualTo("scim");
    }
  }
}
