package io.syncjobs.server.web.development.sandbox;

import java.time.Instant;

/**
 * Copy of a tenant.
 *
 * @param time that the clock of the tenant showed
 */
public record Snapshot(String name, Instant time) {}
