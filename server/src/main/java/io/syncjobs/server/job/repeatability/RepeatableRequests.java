package io.syncjobs.server.job.repeatability;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.platform.Sha256;
import io.syncjobs.server.platform.storage.UtcText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores the answers to executed requests, so that every node gives the same answer to a repetition, even after a restart. Safe for use by many
 * threads.
 */
@Repository
public class RepeatableRequests {

  /** Maximum distance of {@code Repeatability-First-Sent} from now, for which answers are stored. */
  static final Duration WINDOW = Duration.ofHours(24);

  private final JdbcClient jdbc;
  private final Clock clock;

  RepeatableRequests(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The answer to an earlier execution of the request; empty if it wasn't executed yet.
   *
   * @param fingerprint a text that identifies the content of the request
   * @throws Refusal if the answer may be deleted already, or belongs to a request of other content
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> answer(String tenantId, RepeatableRequest request, String fingerprint) {
    Duration age = Duration.between(request.firstSent(), clock.instant());
    if (age.abs().compareTo(WINDOW) > 0) {
      throw new Refusal(
          ErrorCode.REPEATABILITY_WINDOW_PASSED,
          RepeatableRequest.FIRST_SENT,
          RepeatableRequest.FIRST_SENT
              + " is more than "
              + WINDOW.toHours()
              + " hours from now. List the jobs to see whether the first request was carried out.");
    }
    return jdbc.sql(
            "SELECT fingerprint, answer FROM repeatable_requests WHERE tenant_id = :tenant AND request_id = :id")
        .param("tenant", tenantId)
        .param("id", key(request))
        .query((row, number) -> {
          if (!row.getString("fingerprint").equals(digest(request, fingerprint))) {
            throw mismatch();
          }
          return row.getString("answer");
        })
        .optional();
  }

  /**
   * Stores the answer to a request in the transaction that executes it.
   *
   * @throws Refusal if another request of the same id is executed at the same time
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void store(String tenantId, RepeatableRequest request, String fingerprint, String answer) {
    int added = jdbc.sql("""
                INSERT INTO repeatable_requests (tenant_id, request_id, fingerprint, answer, expires_at)
                VALUES (:tenant, :id, :fingerprint, :answer, :expires) ON CONFLICT DO NOTHING
                """)
        .param("tenant", tenantId)
        .param("id", key(request))
        .param("fingerprint", digest(request, fingerprint))
        .param("answer", answer)
        .param("expires", UtcText.of(request.firstSent().plus(WINDOW)))
        .update();
    if (added == 0) {
      throw mismatch();
    }
  }

  /** Deletes answers that {@link #answer} no longer returns. Several nodes may run this at once. */
  @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  @Transactional
  public void deleteExpired() {
    Instant now = clock.instant();
    jdbc.sql("DELETE FROM repeatable_requests WHERE expires_at < :now")
        .param("now", UtcText.of(now))
        .update();
  }

  private static Refusal mismatch() {
    return new Refusal(
        ErrorCode.REPEATABILITY_MISMATCH,
        RepeatableRequest.REQUEST_ID,
        "This Repeatability-Request-ID belongs to a request of other content. Use a new id for a new request.");
  }

  private static String key(RepeatableRequest request) {
    return request.id().toLowerCase(Locale.ROOT);
  }

  private static String digest(RepeatableRequest request, String fingerprint) {
    return Sha256.of(request.firstSent() + "\n" + fingerprint);
  }
}
