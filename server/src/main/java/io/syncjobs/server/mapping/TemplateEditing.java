package io.syncjobs.server.mapping;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Templates;
import io.syncjobs.server.job.template.Template;
import io.syncjobs.server.platform.Ids;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Creates, changes and deletes templates of an application's own. Safe for use by many threads. */
@Service
public class TemplateEditing {

  /** Bounds the length of the list of templates, which has no pages. */
  private static final int MAX_OWN = 20;

  private static final String DEFAULT_TAG = "CustomSCIM";

  private final Templates templates;
  private final JobStore jobs;
  private final MappingProperties properties;
  private final Ids ids;
  private final JsonMapper json;

  TemplateEditing(
      Templates templates, JobStore jobs, MappingProperties properties, JsonMapper json, Ids ids) {
    this.ids = ids;
    this.templates = templates;
    this.jobs = jobs;
    this.properties = properties;
    this.json = json;
  }

  /**
   * Creates a template.
   *
   * @param members with an id; what they leave out is that of the shipped template with the same factory tag
   * @throws Refusal if there is a template with that id, the application has too many, or no job could run with the schema
   */
  @Transactional
  public Template create(Owner owner, JsonNode members) {
    String id = members.path("id").stringValue();
    templates.lock(owner);
    List<Template> own = templates.own(owner);
    if (templates.isShipped(id)
        || own.stream().anyMatch(template -> template.id().equals(id))) {
      throw exists(id);
    }
    if (own.size() >= MAX_OWN) {
      throw new Refusal(
          ErrorCode.TEMPLATE_ALREADY_EXISTS,
          null,
          "The application has %d templates of its own, and can't have more. Delete one that has no job."
              .formatted(own.size()));
    }
    Template template = checked(owner, id, complete(owner, id, members));
    if (!templates.insert(owner, template)) {
      throw exists(id);
    }
    return template;
  }

  private static Refusal exists(String id) {
    return new Refusal(
        ErrorCode.TEMPLATE_ALREADY_EXISTS,
        "id",
        "There is a template %s already. Use another id.".formatted(Quoted.of(id)));
  }

  /**
   * Replaces a template; what the members leave out is as for a new one. Its job starts again with an initial cycle.
   *
   * @throws Refusal if the application has no such template of its own, or no job could run with the schema
   */
  @Transactional
  public Template replace(Owner owner, String id, JsonNode members) {
    owned(owner, id);
    return save(owner, id, complete(owner, id, members));
  }

  /**
   * Changes members of a template. Its job starts again with an initial cycle.
   *
   * @param change receives a copy of the template and returns the new one
   * @throws Refusal if the application has no such template of its own, or no job could run with the schema
   */
  @Transactional
  public Template change(Owner owner, String id, UnaryOperator<ObjectNode> change) {
    ObjectNode before = json.valueToTree(owned(owner, id));
    return save(owner, id, change.apply(before.deepCopy()));
  }

  /**
   * Replaces the schema of a template. Its job starts again with an initial cycle.
   *
   * @throws Refusal if the application has no such template of its own, or no job could run with the schema
   */
  @Transactional
  public void replaceSchema(Owner owner, String id, JsonNode schema) {
    SchemaReferences.requireContent(schema);
    change(owner, id, template -> template.set("schema", schema.deepCopy()));
  }

  /** The schema of a new template that has the factory tag of this one. */
  public JsonNode initialSchema(JsonNode template) {
    return templates
        .shippedWith(template.path("factoryTag").asString(DEFAULT_TAG))
        .schema();
  }

  /**
   * Deletes a template.
   *
   * @throws Refusal if the application has no such template of its own, or a job of it
   */
  @Transactional
  public void delete(Owner owner, String id) {
    owned(owner, id);
    if (jobs.findLocked(key(owner, id)).isPresent()) {
      throw new Refusal(
          ErrorCode.TEMPLATE_IN_USE,
          "templateId",
          "The application has a job of the template %s. Delete the job first."
              .formatted(Quoted.of(id)));
    }
    templates.delete(owner, id);
  }

  private Template owned(Owner owner, String id) {
    templates.lock(owner);
    if (templates.isShipped(id)) {
      throw new Refusal(
          ErrorCode.TEMPLATE_SHARED,
          "templateId",
          "The template %s is one of the server's, which all applications share. Create one of the application's own, and change that."
              .formatted(Quoted.of(id)));
    }
    return templates
        .find(owner, id)
        .orElseThrow(() -> new Refusal(
            ErrorCode.TEMPLATE_NOT_FOUND,
            "templateId",
            "There is no template %s. List the templates to see their ids; case is significant."
                .formatted(Quoted.of(id))));
  }

  private ObjectNode complete(Owner owner, String id, JsonNode members) {
    Template like = templates.shippedWith(members.path("factoryTag").asString(DEFAULT_TAG));
    ObjectNode complete = json.valueToTree(like);
    complete
        .put("id", id)
        .put("applicationId", owner.applicationId())
        .put("default", false)
        .putNull("description")
        .put("discoverable", true)
        .put("factoryTag", DEFAULT_TAG);
    complete.putArray("metadata");
    merge(complete, members);
    return complete;
  }

  /** Replaces the members of a template that a body has. */
  public static ObjectNode merge(ObjectNode template, JsonNode members) {
    members.properties().forEach(member -> {
      if (!member.getKey().contains("@")) {
        template.set(member.getKey(), member.getValue());
      }
    });
    return template;
  }

  private Template save(Owner owner, String id, ObjectNode document) {
    Template template = checked(owner, id, document);
    templates.save(owner, template);
    if (jobs.findLocked(key(owner, id)).isPresent()) {
      jobs.change(key(owner, id), job -> job.with(job.progress().withoutWatermark()));
    }
    return template;
  }

  private Template checked(Owner owner, String id, ObjectNode document) {
    if (!document.path("id").asString("").equals(id)) {
      throw new Refusal(
          ErrorCode.INVALID_MEMBER,
          "id",
          "The member 'id' must be %s, the id in the address. Correct it or leave it out."
              .formatted(Quoted.of(id)));
    }
    JsonNode entries = document.path("metadata");
    for (JsonNode entry : entries) {
      entry.asObject().retain("key", "value");
    }
    ObjectNode schema = document.path("schema").asObject();
    SchemaReferences.check(schema);
    SchemaExpressions.check(schema, properties.defaultDomainOf(owner.tenantId()));
    SchemaMappings.check(schema);
    schema.put("id", id).put("version", ids.next(owner.tenantId(), Ids.Kind.VERSION));
    return json.treeToValue(document, Template.class);
  }

  private static JobKey key(Owner owner, String id) {
    return new JobKey(owner, owner.jobId(id));
  }
}
