package io.syncjobs.server.web.development.target;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Misbehaviour that a test orders.
 *
 * @param method HTTP method of the requests; null for all
 * @param path beginning of their path below the base address, such as {@code /Users}; null for all
 * @param times number of requests; null for no limit
 * @param until time of the tenant's clock at which it ends; null for none
 * @param status status to answer with instead of carrying out the request; null to carry it out
 * @param retryAfter seconds for {@code Retry-After}; null for no such header
 * @param delayMillis pause before the answer
 * @param body text to answer with instead of carrying out the request; null for none
 * @param cut whether to close the connection instead of answering
 * @param perSecond number of requests in a second of real time beyond which the fault applies; 0 to apply it always
 */
public record Fault(
    @Nullable String method,
    @Nullable String path,
    @Nullable Integer times,
    @Nullable Instant until,
    @Nullable Integer status,
    @Nullable Integer retryAfter,
    int delayMillis,
    @Nullable String body,
    boolean cut,
    int perSecond) {

  /**
   * Tells why no request could show the fault.
   *
   * @param now time of the tenant's clock
   * @return the member that is wrong, and what to do; empty if nothing is
   */
  public Optional<Contradiction> contradiction(Instant now) {
    boolean acts = status != null || body != null || cut || delayMillis > 0 || retryAfter != null;
    if (!acts) {
      return Contradiction.of(
          null,
          "The fault changes nothing. Add status, body, cut, delayMilliseconds or retryAfterSeconds.");
    }
    if (cut && (status != null || body != null || retryAfter != null)) {
      return Contradiction.of(
          "cut",
          "A connection that is cut has no answer. Leave out status, body and retryAfterSeconds, or cut.");
    }
    if (body != null && !body.isEmpty() && status != null && (status == 204 || status == 304)) {
      return Contradiction.of(
          "body", "An answer with status %d has no body. Leave one of them out.".formatted(status));
    }
    if (until != null && !until.isAfter(now)) {
      return Contradiction.of(
          "until",
          "The tenant's clock shows %s already, later than %s. Choose a time to come."
              .formatted(now, until));
    }
    return Optional.empty();
  }

  /**
   * Why a fault can't be ordered.
   *
   * @param member member that is wrong; null for the fault as a whole
   * @param advice what to do, for people
   */
  public record Contradiction(@Nullable String member, String advice) {
    private static Optional<Contradiction> of(@Nullable String member, String advice) {
      return Optional.of(new Contradiction(member, advice));
    }
  }

  boolean concerns(String requestMethod, String requestPath) {
    return (method == null || method.equals(requestMethod))
        && (path == null || requestPath.startsWith(path));
  }

  /** True if the request is to be answered without being carried out. */
  boolean replacesAnswer() {
    return status != null || body != null;
  }
}
