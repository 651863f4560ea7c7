package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The turns of three nodes, on a clock that the test moves. */
class PacedTurnsTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LENGTH = Duration.ofSeconds(60);
  private static final int THREADS = 8;
  private static final JobKey JOB = new JobKey(new Owner("tenant", "application"), "job");

  @TempDir
  private Path folder;

  private HikariDataSource pool;
  private NamedParameterJdbcTemplate jdbc;
  private TargetPace pace;
  private Instant now = BEGIN;

  @BeforeEach
  void open() {
    pool = new HikariDataSource();
    // Nothing here depends on the disk.
    pool.setJdbcUrl(
        "jdbc:sqlite:" + folder.resolve("test.db") + "?synchronous=OFF&journal_mode=MEMORY");
    jdbc = new NamedParameterJdbcTemplate(pool);
    jdbc.getJdbcTemplate()
        .execute("CREATE TABLE target_pace (tenant_id, application_id, job_id, taken_until BIGINT, "
            + "rests_until BIGINT, PRIMARY KEY (tenant_id, application_id, job_id))");
    jdbc.getJdbcTemplate().execute("CREATE TABLE jobs (tenant_id, application_id, id)");
    pace = new TargetPace(jdbc);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private PacedTurns node(int perSecond) {
    Clock clock = new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
    return new PacedTurns(pace, JOB, perSecond, new EngineThreads(), clock);
  }

  /** Turns of nodes that always have a next request, each with some requests ahead, as threads would have. */
  private List<Instant> turns(int nodes, int perSecond, long seed) {
    Random random = new Random(seed);
    List<PacedTurns> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(node(perSecond));
    }
    List<Instant> turns = new ArrayList<>();
    while (now.isBefore(BEGIN.plus(LENGTH))) {
      Instant turn = all.get(random.nextInt(nodes)).take(THREADS);
      turns.add(turn.isBefore(now) ? now : turn);
      // Eight threads ask ahead of their turn; the clock follows the eighth last.
      if (turns.size() > 8) {
        List<Instant> ordered = new ArrayList<>(turns.subList(turns.size() - 8, turns.size()));
        Collections.sort(ordered);
        now = ordered.get(0).isAfter(now) ? ordered.get(0) : now;
      }
    }
    Collections.sort(turns);
    return turns;
  }

  private static long mostIn(Duration window, List<Instant> turns) {
    long most = 0;
    int first = 0;
    for (int last = 0; last < turns.size(); last++) {
      while (!turns.get(first).isAfter(turns.get(last).minus(window))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 25, 200})
  void threeNodesTogetherKeepToTheLimit(int perSecond) {
    List<Instant> turns = turns(3, perSecond, 1);

    assertThat(mostIn(Duration.ofSeconds(10), turns)).isLessThanOrEqualTo(perSecond * 10L);
    assertThat(mostIn(Duration.ofSeconds(1), turns)).isLessThanOrEqualTo(perSecond);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 25, 200})
  void oneNodeGetsNearlyAllOfTheLimit(int perSecond) {
    List<Instant> turns = turns(1, perSecond, 2);

    assertThat(turns.size()).isGreaterThanOrEqualTo((int) (0.9 * perSecond * LENGTH.toSeconds()));
  }

  @Test
  void turnsThatNobodyUsedDoNotComeAtOnce() {
    PacedTurns node = node(25);
    node.take(THREADS);
    now = now.plusSeconds(10);

    List<Instant> turns = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      turns.add(node.take(THREADS));
    }
    assertThat(mostIn(Duration.ofSeconds(1), turns)).isLessThanOrEqualTo(25);
  }

  @Test
  void aPauseOutlivesTheNodeThatWasAskedForIt() {
    jdbc.getJdbcTemplate().execute("INSERT INTO jobs VALUES ('tenant', 'application', 'job')");
    assertThat(pace.restsUntil(JOB)).isEqualTo(Instant.EPOCH);
    pace.rest(JOB, now.plusSeconds(40));
    pace.take(JOB, now, Duration.ofSeconds(1));

    assertThat(new TargetPace(jdbc).restsUntil(JOB)).isEqualTo(now.plusSeconds(40));
  }

  @Test
  void aNodeWithOneRequestTakesNoTurnFromOthers() {
    Instant one = node(25).take(1);

    assertThat(Duration.between(one, node(25).take(1))).isLessThan(Duration.ofMillis(50));
  }
}
