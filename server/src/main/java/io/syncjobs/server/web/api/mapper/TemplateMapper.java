package io.syncjobs.server.web.api.mapper;

import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.web.api.generated.model.SynchronizationMetadataEntry;
import io.syncjobs.server.web.api.generated.model.SynchronizationTemplate;
import java.net.URI;

/** Maps templates. */
public final class TemplateMapper {

  private TemplateMapper() {}

  /** Writes a template and its schema. */
  public static SynchronizationTemplate write(Template template, URI schemaContext) {
    return new SynchronizationTemplate()
        .id(template.id())
        .applicationId(template.applicationId())
        ._default(template.isDefault())
        .description(template.description())
        .discoverable(template.discoverable())
        .factoryTag(template.factoryTag())
        .metadata(template.metadata().stream()
            .map(entry -> new SynchronizationMetadataEntry().key(entry.key()).value(entry.value()))
            .toList())
        .schemaAtOdataContext(schemaContext)
        .schema(template.schema());
  }
}
