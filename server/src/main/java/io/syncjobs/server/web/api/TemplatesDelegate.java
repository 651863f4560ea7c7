package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.job.template.TemplateCatalog;
import io.syncjobs.server.web.api.generated.TemplatesApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationTemplate;
import io.syncjobs.server.web.api.generated.model.SynchronizationTemplateCollectionResponse;
import io.syncjobs.server.web.api.mapper.TemplateMapper;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Reads templates, which are the same for every application. */
@Component
class TemplatesDelegate implements TemplatesApiDelegate {

  private static final String COLLECTION = "templates";

  private final TemplateCatalog templates;
  private final GraphLinks links;

  TemplatesDelegate(TemplateCatalog templates, GraphLinks links) {
    this.templates = templates;
    this.links = links;
  }

  @Override
  public ResponseEntity<SynchronizationTemplateCollectionResponse> listTemplates(
      String applicationsId, @Nullable String clientRequestId) {
    String owner = lowerCase(applicationsId);
    return ResponseEntity.ok(new SynchronizationTemplateCollectionResponse()
        .atOdataContext(links.collectionContext(owner, COLLECTION))
        .value(templates.all().stream().map(template -> write(template, owner)).toList()));
  }

  @Override
  public ResponseEntity<SynchronizationTemplate> getTemplate(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    Template template = require(templates, templateId);
    String owner = lowerCase(applicationsId);
    return ResponseEntity.ok(
        write(template, owner).atOdataContext(links.entityContext(owner, COLLECTION)));
  }

  @Override
  public ResponseEntity<Long> countTemplates(
      String applicationsId, @Nullable String clientRequestId) {
    return ResponseEntity.ok((long) templates.all().size());
  }

  /**
   * Finds the template of a path parameter.
   *
   * @throws Refusal if it doesn't exist
   */
  static Template require(TemplateCatalog templates, String templateId) {
    return templates
        .find(templateId)
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

  /** Writes GUIDs in one case, whichever case the request used. */
  private static String lowerCase(String guid) {
    return guid.toLowerCase(Locale.ROOT);
  }
}
