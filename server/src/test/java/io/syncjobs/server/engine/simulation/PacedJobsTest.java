package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.job.JobUpdate;
import io.syncjobs.server.job.template.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose target refuses requests beyond a number in a second, on a clock that waits move. */
@ResourceLock(World.NAME)
class PacedJobsTest extends FoundFaultsBase {

  private static final int LIMIT = 4;
  private static final int USERS = 40;

  private void bringUsers() {
    begin(Quirks.NONE);
    world.http.limitTo(LIMIT);
    for (int i = 0; i < USERS; i++) {
      user("user" + i, true);
    }
  }

  private void synchronizeAll() {
    cycle();

    assertThat(world.service.all("Users")).hasSize(USERS);
    assertThat(tenant.job(tenant.outbound).progress().quarantine()).isNull();
  }

  @Test
  void aPacedJobIsNeverRefusedAndUsesTheRate() {
    bringUsers();
    world
        .editing()
        .update(
            tenant.outbound,
            version -> true,
            new JobUpdate(
                null, null, null, List.of(new Setting(Setting.REQUESTS_PER_SECOND, "" + LIMIT))));

    synchronizeAll();

    List<Instant> arrivals = world.http.arrivals();
    assertThat(world.steps.trace()).noneMatch(step -> step.endsWith(" -> 429"));
    Duration taken = Duration.between(arrivals.get(0), arrivals.get(arrivals.size() - 1));
    assertThat((arrivals.size() - 1) / (taken.toMillis() / 1000.0))
        .isBetween(0.9 * LIMIT, 1.0 * LIMIT);
  }

  @Test
  void aTargetThatRefusesTooManyRequestsDoesNotQuarantineItsJob() {
    bringUsers();

    synchronizeAll();

    assertThat(world.steps.trace()).anyMatch(step -> step.endsWith(" -> 429"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPauseThatATargetAsksForOutlivesTheNode(boolean asDate) {
    begin(Quirks.NONE);
    user("ada", true);
    Duration pause = Duration.ofSeconds(58);
    world.http.killWhileResting(now -> asDate
        ? DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plus(pause).atOffset(ZoneOffset.UTC))
        : String.valueOf(pause.toSeconds()));
    cycle();
    world.steps.killing(0);
    assertThat(world.http.arrivals()).hasSize(1);

    world.clock.advance(Tenant.DEAD);
    tenant.runDue(false);

    assertThat(world.service.all("Users")).hasSize(1);
    List<Instant> arrivals = world.http.arrivals();
    // A date has no fractions of a second.
    assertThat(Duration.between(arrivals.get(0), arrivals.get(1)))
        .isGreaterThanOrEqualTo(asDate ? pause.minusSeconds(1) : pause);
  }
}
