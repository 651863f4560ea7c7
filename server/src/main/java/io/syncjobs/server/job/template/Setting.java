package io.syncjobs.server.job.template;

import org.jspecify.annotations.Nullable;

/**
 * A setting of a job, or one that a template's jobs start with.
 *
 * @param name unique within its list
 * @param value always a text, booleans are {@code True} and {@code False}
 */
public record Setting(String name, @Nullable String value) {}
