package io.syncjobs.server.web.development.target;

import java.time.Instant;
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

  boolean concerns(String requestMethod, String requestPath) {
    return (method == null || method.equals(requestMethod))
        && (path == null || requestPath.startsWith(path));
  }

  /** True if the request is to be answered without being carried out. */
  boolean replacesAnswer() {
    return status != null || body != null;
  }
}
