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

/** All of the client's tests have Jackson 2 on the class path; here a program uses both at once. They share their annotations. */
class OtherJacksonTest {

  record Wish(String templateId) {}

  @Test
  void aProgramCanUseJackson2Itself() throws Exception {
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

      Wish wish = jackson2.readValue("{\"templateId\":\"scim\"}", Wish.class);
      SynchronizationJob job = jobs.create(
              new SynchronizationJobCreate().templateId(wish.templateId()).schedule(null))
          .value();

      assertThat(job.getSchedule())
          .satisfies(schedule ->
              assertThat(schedule.getState()).isEqualTo(SynchronizationScheduleState.ACTIVE));
      assertThat(jackson2.readTree(server.requests().get(0).body()))
          .isEqualTo(jackson2.readTree("{\"templateId\":\"scim\",\"schedule\":null}"));
    }
  }
}
