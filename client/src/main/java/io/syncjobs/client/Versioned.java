package io.syncjobs.client;

/**
 * What was read, with the version that it had.
 *
 * @param value what was read
 * @param etag its version, opaque; a change or deletion can be made to depend on it
 */
public record Versioned<T>(T value, String etag) {}
