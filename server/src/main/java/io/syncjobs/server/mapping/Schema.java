package io.syncjobs.server.mapping;

import tools.jackson.databind.node.ObjectNode;

/**
 * The schema that a job works by.
 *
 * @param document as its author wrote it, without id and version
 * @param version changes whenever it is replaced; opaque
 */
public record Schema(ObjectNode document, String version) {}
