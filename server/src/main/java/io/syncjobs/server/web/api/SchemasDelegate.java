package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.job.template.TemplateCatalog;
import io.syncjobs.server.mapping.JobSchemas;
import io.syncjobs.server.mapping.MappingCatalog;
import io.syncjobs.server.mapping.MappingProperties;
import io.syncjobs.server.mapping.Schema;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.web.api.generated.SchemasApiDelegate;
import io.syncjobs.server.web.api.generated.model.AttributeMappingFunctionSchemaCollectionResponse;
import io.syncjobs.server.web.api.generated.model.DirectoryDefinitionCollectionResponse;
import io.syncjobs.server.web.api.generated.model.ExpressionParsing;
import io.syncjobs.server.web.api.generated.model.FilterOperatorSchemaCollectionResponse;
import io.syncjobs.server.web.api.generated.model.ParseExpressionResponse;
import io.syncjobs.server.web.api.mapper.ETagMapper;
import io.syncjobs.server.web.api.mapper.SchemaMapper;
import io.syncjobs.server.web.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads, replaces and resets schemas, and tries expressions. */
@Component
class SchemasDelegate implements SchemasApiDelegate {

  private final JobSchemas schemas;
  private final TemplateCatalog templates;
  private final MappingCatalog catalog;
  private final GraphLinks links;
  private final MappingProperties mapping;
  private final TenantClocks clocks;

  SchemasDelegate(
      JobSchemas schemas,
      TemplateCatalog templates,
      MappingCatalog catalog,
      GraphLinks links,
      MappingProperties mapping,
      TenantClocks clocks) {
    this.schemas = schemas;
    this.templates = templates;
    this.catalog = catalog;
    this.links = links;
    this.mapping = mapping;
    this.clocks = clocks;
  }

  @Override
  public ResponseEntity<JsonNode> getJobSchema(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      @Nullable String ifNoneMatch) {
    Owner owner = Keys.owner(applicationsId);
    return answer(
        schemas.get(Keys.job(applicationsId, jobId)),
        jobId,
        context(owner.applicationId(), "jobs", jobId));
  }

  @Override
  public ResponseEntity<Void> replaceJobSchema(
      String applicationsId,
      String jobId,
      JsonNode body,
      @Nullable String clientRequestId,
      @Nullable String ifMatch) {
    Schema replaced =
        schemas.replace(Keys.job(applicationsId, jobId), ETagMapper.read(ifMatch), body);
    return ResponseEntity.noContent().eTag(ETagMapper.write(replaced.version())).build();
  }

  @Override
  public ResponseEntity<Void> deleteJobSchema(
      String applicationsId,
      String jobId,
      @Nullable String clientRequestId,
      @Nullable String ifMatch) {
    schemas.reset(Keys.job(applicationsId, jobId), ETagMapper.read(ifMatch));
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<JsonNode> getTemplateSchema(
      String applicationsId,
      String templateId,
      @Nullable String clientRequestId,
      @Nullable String ifNoneMatch) {
    Template template = TemplatesDelegate.require(templates, templateId);
    return answer(
        schemas.ofTemplate(template),
        template.schema().path("id").asString(),
        context(Keys.owner(applicationsId).applicationId(), "templates", templateId));
  }

  @Override
  public ResponseEntity<DirectoryDefinitionCollectionResponse> listDirectories(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    Owner owner = Keys.owner(applicationsId);
    return ResponseEntity.ok(new DirectoryDefinitionCollectionResponse()
        .atOdataContext(links.collectionContext(
            owner.applicationId(), "jobs('" + jobId + "')/schema/directories"))
        .value(directories(Keys.job(applicationsId, jobId))));
  }

  @Override
  public ResponseEntity<JsonNode> getDirectory(
      String applicationsId, String jobId, String directoryId, @Nullable String clientRequestId) {
    return ResponseEntity.ok(directories(Keys.job(applicationsId, jobId)).stream()
        .filter(directory -> directory.path("id").asString("").equals(directoryId)
            || directory.path("name").asString("").equals(directoryId))
        .findFirst()
        .orElseThrow(() -> new Refusal(
            ErrorCode.DIRECTORY_NOT_FOUND,
            "directoryId",
            "The job's schema has no directory '"
                + directoryId
                + "'. List the directories to see their ids and names.")));
  }

  @Override
  public ResponseEntity<FilterOperatorSchemaCollectionResponse> listFilterOperators(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    schemas.get(Keys.job(applicationsId, jobId));
    return ResponseEntity.ok(new FilterOperatorSchemaCollectionResponse()
        .atOdataContext(links.typeContext("filterOperators"))
        .value(catalog.filterOperators()));
  }

  @Override
  public ResponseEntity<AttributeMappingFunctionSchemaCollectionResponse> listFunctions(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    schemas.get(Keys.job(applicationsId, jobId));
    return ResponseEntity.ok(new AttributeMappingFunctionSchemaCollectionResponse()
        .atOdataContext(links.typeContext("functions"))
        .value(catalog.functions()));
  }

  @Override
  public ResponseEntity<ParseExpressionResponse> parseExpression(
      String applicationsId,
      String jobId,
      ExpressionParsing body,
      @Nullable String clientRequestId) {
    schemas.get(Keys.job(applicationsId, jobId));
    return tried(body);
  }

  @Override
  public ResponseEntity<ParseExpressionResponse> parseTemplateExpression(
      String applicationsId,
      String templateId,
      ExpressionParsing body,
      @Nullable String clientRequestId) {
    TemplatesDelegate.require(templates, templateId);
    return tried(body);
  }

  private ResponseEntity<ParseExpressionResponse> tried(ExpressionParsing body) {
    String tenant = Caller.tenantId();
    return ResponseEntity.ok(
        ExpressionTrial.run(body, mapping.defaultDomainOf(tenant), clocks.of(tenant)));
  }

  private List<JsonNode> directories(JobKey key) {
    return schemas.get(key).document().path("directories").valueStream().toList();
  }

  private String context(String applicationId, String collection, String id) {
    return links
        .entityContext(applicationId, collection + "('" + id + "')/schema")
        .toString();
  }

  private static ResponseEntity<JsonNode> answer(Schema schema, String id, String context) {
    return ResponseEntity.ok()
        .eTag(ETagMapper.write(schema.version()))
        .body(SchemaMapper.write(schema, id, context));
  }
}
