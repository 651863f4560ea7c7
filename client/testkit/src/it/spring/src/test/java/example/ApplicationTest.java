package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Sandbox;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.testkit.SyncJobs;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

/** A Spring Boot program whose client connects to the tenant of the test. */
@SyncJobs
@SpringBootTest
class ApplicationTest {

  private static final String APPLICATION = "bfc8712e-0986-4d47-896b-6872713598c6";

  @SpringBootApplication
  static class Application {}

  @Autowired
  private SynchronizationClient ofTheProgram;

  @Test
  void sharesTheTenant(Sandbox sandbox) {
    var jobs = ofTheProgram.application(APPLICATION).jobs();
    String job = jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();

    sandbox.reset();

    assertThat(job).startsWith("scim.");
    assertThat(jobs.count()).isZero();
  }
}
