package io.syncjobs.server.engine;

/**
 * An entry that somebody asks for.
 *
 * @param type as the schema names it, in whatever case
 * @param id in the job's source
 * @param path where in the request it is named
 */
public record Subject(String type, String id, String path) {}
