package io.syncjobs.server.web.api;

import io.syncjobs.server.job.Owner;
import io.syncjobs.server.mapping.TemplateEditing;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes the schemas of an application's own templates. */
@Component
class TemplateSchemas {

  private static final String SCHEMA = "schema";

  private final TemplateEditing editing;

  TemplateSchemas(TemplateEditing editing) {
    this.editing = editing;
  }

  void replace(Owner owner, String templateId, JsonNode schema) {
    editing.replaceSchema(owner, templateId, schema);
  }

  void reset(Owner owner, String templateId) {
    editing.change(owner, templateId, template -> with(template, editing.initialSchema(template)));
  }

  void change(Owner owner, String templateId, UnaryOperator<ObjectNode> change) {
    editing.change(
        owner,
        templateId,
        template -> with(template, change.apply(template.path(SCHEMA).asObject())));
  }

  private static ObjectNode with(ObjectNode template, JsonNode schema) {
    template.set(SCHEMA, schema.deepCopy());
    return template;
  }
}
