package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.error.ServiceException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.KeyValuePairInput;
import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.client.model.SynchronizationJobUpdate;
import io.syncjobs.client.model.SynchronizationStatusCode;
import io.syncjobs.client.model.UploadedRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose targets take a limited number of requests in a second. {@code PacedJobsTest} has the exact times. */
@ParameterizedClass
@MethodSource("combinations")
class PacingTest extends EngineTestBase {

  private static final String SETTING = "TargetRequestsPerSecond";

  PacingTest(Combination combination) {
    super(combination);
  }

  private void set(String name, String value) {
    tenancy.outbound.update(
        tenancy.outboundJob,
        new SynchronizationJobUpdate()
            .synchronizationJobSettings(
                List.of(new KeyValuePairInput().name(name).value(value))));
  }

  @Test
  void aJobKeepsToTheLimitOfItsTarget() {
    set(SETTING, "10");
    service.limitTo(10);
    tenancy.bring(IntStream.range(0, 4)
        .mapToObj(number -> user("user" + number))
        .toArray(UploadedRecord[]::new));

    long began = System.nanoTime();
    SynchronizationJob job = tenancy.runOutbound();

    assertThat(job.getStatus().getCode()).isNotEqualTo(SynchronizationStatusCode.QUARANTINE);
    assertThat(users()).hasSize(4);
    List<Long> arrivals = service.arrivals();
    assertThat((arrivals.get(arrivals.size() - 1) - began) / 1_000_000)
        .as("milliseconds until the last of the 4 searches and 4 creates, at 10 in a second")
        .isGreaterThanOrEqualTo(700);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "1001", "2.5", ""})
  void aLimitThatIsNoNumberIsRefused(String value) {
    assertThatThrownBy(() -> set(SETTING, value))
        .isInstanceOfSatisfying(ServiceException.class, refused -> {
          assertThat(refused.status()).isEqualTo(400);
          assertThat(refused.code()).contains(ErrorCode.INVALID_MEMBER);
          assertThat(refused.target()).contains("synchronizationJobSettings/0/value");
          assertThat(refused).hasMessageContaining("'" + value + "'");
        });
  }

  @Test
  void aThresholdOfDeletionsThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> set("QuarantineTooManyDeletesThreshold", "some"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("whole number");
  }
}
