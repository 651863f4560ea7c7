package io.syncjobs.server.job.template;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A template for jobs, as written in a file of the catalogue. Its members are described at the contract's {@code synchronizationTemplate}.
 *
 * @param settings default settings of the template's jobs
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

  /** An item of the template's metadata. A key may occur several times. */
  public record Entry(@Nullable String key, @Nullable String value) {}
}
