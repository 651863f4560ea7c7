package io.syncjobs.server.web.api;

import io.syncjobs.server.job.Job;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.template.Template;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads, replaces and resets schemas, and tries expressions. */
@Component
class SchemasDelegate implements SchemasApiDelegate {

  private final JobSchemas schemas;
  private final JobStore jobs;
  private final Templates templates;
  private final TemplateSchemas ofTemplates;
  private final DirectoryDiscovery discovery;
  private final MappingCatalog catalog;
  private final GraphLinks links;
  private final MappingProperties mapping;
  private final TenantClocks clocks;

  SchemasDelegate(
      JobSchemas schemas,
      JobStore jobs,
      Templates templates,
      TemplateSchemas ofTemplates,
      DirectoryDiscovery discovery,
      MappingCatalog catalog,
      GraphLinks links,
      MappingProperties mapping,
      TenantClocks clocks) {
    this.schemas = schemas;
    this.jobs = jobs;
    this.templates = templates;
    this.ofTemplates = ofTemplates;
    this.discovery = discovery;
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
  public ResponseEntity<JsonNode> updateJobSchema(
      String applicationsId,
      String jobId,
      JsonNode body,
      @Nullable String clientRequestId,
      @Nullable String ifMatch) {
    Schema changed = schemas.change(
        Keys.job(applicationsId, jobId),
        ETagMapper.read(ifMatch),
        document -> SchemaDirectories.merge(document, body));
    return answer(
        changed, jobId, context(Keys.owner(applicationsId).applicationId(), "jobs", jobId));
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
    Template template =
        TemplatesDelegate.require(templates, Keys.owner(applicationsId), templateId);
    return answer(
        schemas.ofTemplate(template),
        template.schema().path("id").asString(),
        context(Keys.owner(applicationsId).applicationId(), "templates", templateId));
  }

  @Override
  public ResponseEntity<DirectoryDefinitionCollectionResponse> listDirectories(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    return directories(
        Keys.owner(applicationsId), "jobs('" + jobId + "')", document(applicationsId, jobId));
  }

  @Override
  public ResponseEntity<JsonNode> getDirectory(
      String applicationsId, String jobId, String directoryId, @Nullable String clientRequestId) {
    return ResponseEntity.ok(SchemaDirectories.get(document(applicationsId, jobId), directoryId));
  }

  @Override
  public ResponseEntity<Long> countDirectories(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    return ResponseEntity.ok(
        (long) SchemaDirectories.all(document(applicationsId, jobId)).size());
  }

  @Override
  public ResponseEntity<JsonNode> createDirectory(
      String applicationsId, String jobId, JsonNode body, @Nullable String clientRequestId) {
    ObjectNode directory = SchemaDirectories.complete(body);
    change(applicationsId, jobId, document -> SchemaDirectories.add(document, directory));
    return ResponseEntity.created(links.below(directory.path("id").asString())).body(directory);
  }

  @Override
  public ResponseEntity<JsonNode> updateDirectory(
      String applicationsId,
      String jobId,
      String directoryId,
      JsonNode body,
      @Nullable String clientRequestId) {
    String id = SchemaDirectories.get(document(applicationsId, jobId), directoryId)
        .path("id")
        .asString(directoryId);
    Schema changed = change(
        applicationsId, jobId, document -> SchemaDirectories.merge(document, directoryId, body));
    return ResponseEntity.ok(SchemaDirectories.get(changed.document(), id));
  }

  @Override
  public ResponseEntity<Void> deleteDirectory(
      String applicationsId, String jobId, String directoryId, @Nullable String clientRequestId) {
    change(applicationsId, jobId, document -> SchemaDirectories.remove(document, directoryId));
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> replaceTemplateSchema(
      String applicationsId, String templateId, JsonNode body, @Nullable String clientRequestId) {
    ofTemplates.replace(Keys.owner(applicationsId), templateId, body);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<JsonNode> updateTemplateSchema(
      String applicationsId, String templateId, JsonNode body, @Nullable String clientRequestId) {
    ofTemplates.change(
        Keys.owner(applicationsId), templateId, schema -> SchemaDirectories.merge(schema, body));
    return getTemplateSchema(applicationsId, templateId, clientRequestId, null);
  }

  @Override
  public ResponseEntity<Void> deleteTemplateSchema(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    ofTemplates.reset(Keys.owner(applicationsId), templateId);
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<JsonNode> createTemplateDirectory(
      String applicationsId, String templateId, JsonNode body, @Nullable String clientRequestId) {
    ObjectNode directory = SchemaDirectories.complete(body);
    ofTemplates.change(
        Keys.owner(applicationsId), templateId, schema -> SchemaDirectories.add(schema, directory));
    return ResponseEntity.created(links.below(directory.path("id").asString())).body(directory);
  }

  @Override
  public ResponseEntity<JsonNode> updateTemplateDirectory(
      String applicationsId,
      String templateId,
      String directoryId,
      JsonNode body,
      @Nullable String clientRequestId) {
    String id = SchemaDirectories.get(ofTemplate(applicationsId, templateId), directoryId)
        .path("id")
        .asString(directoryId);
    ofTemplates.change(
        Keys.owner(applicationsId),
        templateId,
        schema -> SchemaDirectories.merge(schema, directoryId, body));
    return ResponseEntity.ok(SchemaDirectories.get(ofTemplate(applicationsId, templateId), id));
  }

  @Override
  public ResponseEntity<Void> deleteTemplateDirectory(
      String applicationsId,
      String templateId,
      String directoryId,
      @Nullable String clientRequestId) {
    ofTemplates.change(
        Keys.owner(applicationsId),
        templateId,
        schema -> SchemaDirectories.remove(schema, directoryId));
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<DirectoryDefinitionCollectionResponse> listTemplateDirectories(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    return directories(
        Keys.owner(applicationsId),
        "templates('" + templateId + "')",
        ofTemplate(applicationsId, templateId));
  }

  @Override
  public ResponseEntity<Long> countTemplateDirectories(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    return ResponseEntity.ok(
        (long) SchemaDirectories.all(ofTemplate(applicationsId, templateId)).size());
  }

  @Override
  public ResponseEntity<JsonNode> getTemplateDirectory(
      String applicationsId,
      String templateId,
      String directoryId,
      @Nullable String clientRequestId) {
    return ResponseEntity.ok(
        SchemaDirectories.get(ofTemplate(applicationsId, templateId), directoryId));
  }

  @Override
  public ResponseEntity<JsonNode> discoverDirectory(
      String applicationsId, String jobId, String directoryId, @Nullable String clientRequestId) {
    Job job = jobs.get(Keys.job(applicationsId, jobId));
    return ResponseEntity.ok(discovery.discover(
        job.owner(), job.templateId(), document(applicationsId, jobId), directoryId));
  }

  @Override
  public ResponseEntity<JsonNode> discoverTemplateDirectory(
      String applicationsId,
      String templateId,
      String directoryId,
      @Nullable String clientRequestId) {
    return ResponseEntity.ok(discovery.discover(
        Keys.owner(applicationsId),
        templateId,
        ofTemplate(applicationsId, templateId),
        directoryId));
  }

  @Override
  public ResponseEntity<FilterOperatorSchemaCollectionResponse> listFilterOperators(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    schemas.get(Keys.job(applicationsId, jobId));
    return filterOperators();
  }

  @Override
  public ResponseEntity<FilterOperatorSchemaCollectionResponse> listTemplateFilterOperators(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    TemplatesDelegate.require(templates, Keys.owner(applicationsId), templateId);
    return filterOperators();
  }

  private ResponseEntity<FilterOperatorSchemaCollectionResponse> filterOperators() {
    return ResponseEntity.ok(new FilterOperatorSchemaCollectionResponse()
        .atOdataContext(links.typeContext("filterOperators"))
        .value(catalog.filterOperators()));
  }

  @Override
  public ResponseEntity<AttributeMappingFunctionSchemaCollectionResponse> listFunctions(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    schemas.get(Keys.job(applicationsId, jobId));
    return functions();
  }

  @Override
  public ResponseEntity<AttributeMappingFunctionSchemaCollectionResponse> listTemplateFunctions(
      String applicationsId, String templateId, @Nullable String clientRequestId) {
    TemplatesDelegate.require(templates, Keys.owner(applicationsId), templateId);
    return functions();
  }

  private ResponseEntity<AttributeMappingFunctionSchemaCollectionResponse> functions() {
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
    TemplatesDelegate.require(templates, Keys.owner(applicationsId), templateId);
    return tried(body);
  }

  private ResponseEntity<ParseExpressionResponse> tried(ExpressionParsing body) {
    String tenant = Caller.tenantId();
    return ResponseEntity.ok(
        ExpressionTrial.run(body, mapping.defaultDomainOf(tenant), clocks.of(tenant)));
  }

  private ObjectNode document(String applicationsId, String jobId) {
    return schemas.get(Keys.job(applicationsId, jobId)).document();
  }

  private ObjectNode ofTemplate(String applicationsId, String templateId) {
    return schemas
        .ofTemplate(TemplatesDelegate.require(templates, Keys.owner(applicationsId), templateId))
        .document();
  }

  private Schema change(String applicationsId, String jobId, UnaryOperator<ObjectNode> change) {
    return schemas.change(Keys.job(applicationsId, jobId), version -> true, change);
  }

  private ResponseEntity<DirectoryDefinitionCollectionResponse> directories(
      Owner owner, String place, ObjectNode document) {
    return ResponseEntity.ok(new DirectoryDefinitionCollectionResponse()
        .atOdataContext(
            links.collectionContext(owner.applicationId(), place + "/schema/directories"))
        .value(SchemaDirectories.all(document)));
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
