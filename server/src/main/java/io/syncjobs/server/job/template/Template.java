package io.syncjobs.server.job.template;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What jobs are made from, as the catalogue's files say it. Members mean what the contract's {@code
 * synchronizationTemplate} says.
 *
 * @param settings the settings that a job of the template starts with
 */
public record Template(
    String id,
    String applicationId,
    @JsonProperty("default") boolean isDefault,
    @Nullable String description,
    boolean discoverable,
    @Nullable String factoryTag,
    List<Entry> metadata,
    JsonNode schema,
    @JsonProperty("synchronizationJobSettings") List<Setting> settings) {

  public Template {
    metadata = List.copyOf(metadata);
    settings = List.copyOf(settings);
  }

  /** A fact about the template. A key may occur several times. */
  public record Entry(@Nullable String key, @Nullable String value) {}
}
