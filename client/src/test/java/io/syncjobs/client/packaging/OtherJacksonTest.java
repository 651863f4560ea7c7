package io.syncjobs.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncjobs.client.FaultyServer;
import io.syncjobs.client.Jobs;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.auth.TokenProvider;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationScheduleState;
import org.junit.jupiter.api.Test;

/** Use of the client next to Jackson 2, with which its Jackson 3 shares the annotations. */
class OtherJacksonTest {

  record Input(String templateId) {}

  @Test
  void aProgramCanUseJackson2() throws Exception {
    try (FaultyServer server = new FaultyServer()) {
      ObjectMapper jackson2 = new ObjectMapper();
      assertThat(jackson2.version().getMajorVersion()).isEqualTo(2);
      Jobs jobs = SynchronizationClient.builder()
          .baseUrl(server.origin())
          .tokenProvider(TokenProvider.of("t"))
          .build()
          .application("x")
          .jobs();
      server.answer(201, "{\"id\":\"1\",\"schedule\":{\"state\":\"Active\"}}");

      Input input = jackson2.readValue("{\"templateId\":\"scim\"}", Input.class);
      SynchronizationJob job = jobs.create(
              new SynchronizationJobCreate().templateId(input.templateId()).schedule(null))
          .value();

      assertThat(job.getSchedule())
          .satisfies(schedule ->
              assertThat(schedule.getState()).isEqualTo(SynchronizationScheduleState.ACTIVE));
      assertThat(jackson2.readTree(server.requests().get(0).body()))
          .isEqualTo(jackson2.readTree("{\"templateId\":\"scim\",\"schedule\":null}"));
    }
  }
}
