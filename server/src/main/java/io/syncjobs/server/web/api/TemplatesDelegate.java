package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.mapping.TemplateEditing;
import io.syncjobs.server.web.api.generated.TemplatesApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationTemplate;
import io.syncjobs.server.web.api.generated.model.SynchronizationTemplateCollectionResponse;
import io.syncjobs.server.web.api.mapper.TemplateMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads templates, and changes those of an application's own. */
@Component
class TemplatesDelegate implements TemplatesApiDelegate {

  private static final String COLLECTION = "templates";

  private final Templates templates;
  private final TemplateEditing editing;
  private final GraphLinks links;

  TemplatesDelegate(Templates templates, TemplateEditing editing, GraphLinks links) {
    this.templates = templates;
    this.editing = editing;
    this.links = links;
  }

  @Override
  public ResponseEntity<SynchronizationTemplateCollectionResponse> listTemplates(
      String applicationsId, @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    return ResponseEntity.ok(new SynchronizationTemplateCollectionResponse()
        .atOdataContext(links.collectionContext(owner.applicationId(), COLLECTION))
        .value(templates.all(owner).stream()
            .map(template -> write(template, owner.applicationId()))
            .toList()));
  }

  @Override
  public ResponseEntity<SynchronizationTemplate> getTemplate(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    return ResponseEntity.ok(entity(owner, require(templates, owner, templateId)));
  }

  @Override
  public ResponseEntity<SynchronizationTemplate> createTemplate(
      String applicationsId, JsonNode body, @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    Template created = editing.create(owner, body);
    return ResponseEntity.created(links.below(created.id())).body(entity(owner, created));
  }

  @Override
  public ResponseEntity<Void> replaceTemplate(
      String applicationsId, String templateId, JsonNode body, @Nullable String clientRequestId) {
    editing.replace(Keys.owner(applicationsId), templateId, body);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<SynchronizationTemplate> updateTemplate(
      String applicationsId, String templateId, JsonNode body, @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    Template changed =
        editing.change(owner, templateId, template -> TemplateEditing.merge(template, body));
    return ResponseEntity.ok(entity(owner, changed));
  }

  @Override
  public ResponseEntity<Void> deleteTemplate(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    editing.delete(Keys.owner(applicationsId), templateId);
    return ResponseEntity.noContent().build();
  }

  private SynchronizationTemplate entity(Owner owner, Template template) {
    return write(template, owner.applicationId())
        .atOdataContext(links.entityContext(owner.applicationId(), COLLECTION));
  }

  @Override
  public ResponseEntity<Long> countTemplates(
      String applicationsId, @Nullable String clientRequestId) {
    return ResponseEntity.ok((long) templates.all(Keys.owner(applicationsId)).size());
  }

  /**
   * Finds the template of a path parameter.
   *
   * @throws Refusal if it doesn't exist
   */
  static Template require(Templates templates, Owner owner, String templateId) {
    return templates
        .find(owner, templateId)
        .orElseThrow(() -> new Refusal(
            ErrorCode.TEMPLATE_NOT_FOUND,
            "templateId",
            "There is no template '%s'. List the templates to see their ids; case is significant."
                .formatted(templateId)));
  }

  private SynchronizationTemplate write(Template template, String applicationId) {
    return TemplateMapper.write(
        template,
        links.entityContext(applicationId, COLLECTION + "('" + template.id() + "')/schema"));
  }
}
