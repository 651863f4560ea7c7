package io.syncjobs.server.mapping;

import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of a job.
 *
 * @param document the JSON as its author wrote it, without id and version
 * @param version opaque text that changes with each replacement
 */
public record Schema(ObjectNode document, String version) {}
