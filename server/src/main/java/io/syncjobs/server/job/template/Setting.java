package io.syncjobs.server.job.template;

import org.jspecify.annotations.Nullable;

/**
 * A setting of a job, or the default of a template.
 *
 * @param name unique within its list
 * @param value a text; booleans are written as {@code True} and {@code False}
 */
public record Setting(String name, @Nullable String value) {}
