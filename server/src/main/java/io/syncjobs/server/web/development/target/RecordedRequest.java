package io.syncjobs.server.web.development.target;

import java.time.Instant;

/**
 * A request to a target and the status of its answer.
 *
 * @param time by the tenant's clock
 * @param path below the base address, with the query
 * @param body as it was sent; empty for none
 * @param status of the answer; 0 if the connection was cut
 */
public record RecordedRequest(Instant time, String method, String path, String body, int status) {}
