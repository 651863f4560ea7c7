package io.syncjobs.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Jobs;
import io.syncjobs.client.Schemas;
import io.syncjobs.client.Versioned;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.error.PreconditionFailedException;
import io.syncjobs.client.model.AttributeMapping;
import io.syncjobs.client.model.AttributeMappingFunctionSchema;
import io.syncjobs.client.model.DirectoryDefinition;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.FilterOperatorSchema;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationSchema;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.Schedule;
import io.syncjobs.server.job.progress.History;
import io.syncjobs.server.job.progress.Progress;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Since;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of jobs and templates, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class SchemasTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Jobs jobs;
  private final Schemas schemas;
  private final String id;
  private final String path;
  private final Raw raw;

  SchemasTest(Database database) {
    server = database.server();
    jobs = server.client(tenant).application(application).jobs();
    schemas = server.client(tenant).application(application).schemas();
    id = jobs.create(new SynchronizationJobCreate().templateId("scim")).value().getId();
    path = Raw.jobs(application) + "/" + id + "/schema";
    raw = Raw.of(server, tenant);
  }

  @Test
  void newJobsHaveTheSchemaOfTheirTemplate() {
    SynchronizationSchema schema = schemas.get(id).value();

    assertThat(schema.getId()).isEqualTo(id);
    assertThat(schema.getVersion()).isEqualTo("1.0");
    assertThat(schema.getSynchronizationRules()).hasSize(1);
    assertThat(schema.getDirectories())
        .extracting(DirectoryDefinition::getName)
        .containsExactly("Azure Active Directory", "scim");
    SynchronizationSchema template = schemas.ofTemplate("scim").value();
    assertThat(template.getId()).isEqualTo("scim.00000000000000000000000000000000");
    assertThat(template.getSynchronizationRules()).isEqualTo(schema.getSynchronizationRules());
    assertThat(server
            .client(tenant)
            .application(application)
            .templates()
            .get("scim")
            .getSchema()
            .getDirectories())
        .isEqualTo(schema.getDirectories());
  }

  @Test
  void everyShippedTemplateHasASchemaThatHoldsTogether() {
    for (String template :
        List.of("API2AAD", "Azure2Azure", "aws", "customappsso", "dataBricks", "scim")) {
      SynchronizationSchema schema = schemas.ofTemplate(template).value();
      assertThat(schema.getSynchronizationRules()).as(template).isNotEmpty();
      schemas.replace(id, schema);
      assertThat(schemas.get(id).value().getDirectories()).isEqualTo(schema.getDirectories());
    }
  }

  @Test
  void returnsSchemasAsWritten() {
    String written = """
        {"@odata.context":"https://x/$metadata#y","id":"mine","version":"9","synchronizationRules":[
          {"name":"r","priority":0,"editable":false,"metadata":[{"key":"a","value":"1"},{"key":"a","value":null}],
           "containerFilter":{"includedContainers":["OU=ü"]},"groupFilter":null,"x@odata.type":"#y",
           "objectMappings":[{"enabled":true,"flowTypes":"Add, Update","scope":{"groups":[{"clauses":[
             {"operatorName":"EQUALS","sourceOperandName":"a","targetOperand":{"values":["1","2"]}}],"name":""}],
             "inputFilterGroups":[],"categoryFilterGroups":null},
             "attributeMappings":[{"source":{"type":"Function","name":"Append","expression":"Append([a], \\"x\\")","parameters":[
               {"key":"source","value":{"type":"Attribute","name":"a"}},{"key":"suffix","value":{"type":"Constant","name":"x"}}]}}]}]}]}
        """;

    assertThat(raw.put(path, written).status()).isEqualTo(204);

    ObjectNode got = (ObjectNode) raw.send("GET", path).json();
    assertThat(got.path("id").stringValue()).isEqualTo(id);
    assertThat(got.path("version").stringValue()).isNotEqualTo("9").isNotEqualTo("1.0");
    ObjectNode expected = (ObjectNode) JSON.readTree(written);
    for (String own : List.of("@odata.context", "id", "version")) {
      expected.remove(own);
      got.remove(own);
    }
    assertThat(got).isEqualTo(expected);
    assertThat(raw.put(path, "{}").code()).isEqualTo("missingMember");
    assertThat(raw.put(path, "{\"synchronizationRules\":[]}").status()).isEqualTo(204);
    assertThat(raw.send("GET", path).json().propertyNames())
        .containsExactlyInAnyOrder("@odata.context", "id", "version", "synchronizationRules");
  }

  @Test
  void largeSchemasWork() {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    ArrayNode attributes = (ArrayNode) schema.at("/directories/1/objects/0/attributes");
    JsonNode last = attributes.get(attributes.size() - 1);
    for (int i = 0; schema.toString().length() < 2_000_000; i++) {
      for (int j = 0; j < 100; j++) {
        attributes.add(((ObjectNode) last.deepCopy()).put("name", "extra" + i + "x" + j));
      }
    }

    assertThat(raw.put(path, schema.toString()).status()).isEqualTo(204);
    assertThat(raw.send("GET", path).json().at("/directories/1/objects/0/attributes"))
        .isEqualTo(attributes);
    raw.put(path, "{\"version\":\"" + "x".repeat(9_000_000) + "\"}")
        .assertRefused(413, "requestTooLarge", "");
  }

  @Test
  void changesCanDependOnTheVersion() {
    Versioned<SynchronizationSchema> first = schemas.get(id);
    schemas.replace(id, first.value(), first.etag());

    assertThatThrownBy(() -> schemas.replace(id, first.value(), first.etag()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(raw.put(path, "{\"synchronizationRules\":[]}", "If-Match", "W/\"x\"")
            .status())
        .isEqualTo(412);
    assertThat(raw.send("DELETE", path, "If-Match", first.etag()).status()).isEqualTo(412);
    String etag = schemas.get(id).etag();
    for (String root : List.of(path, path.replace("applications", "servicePrincipals"))) {
      assertThat(raw.send("GET", root, "If-None-Match", etag).status()).isEqualTo(304);
      String template = root.replaceAll("jobs/.*", "templates/scim/schema");
      assertThat(raw.send("GET", template, "If-None-Match", "W/\"1.0\"").status())
          .isEqualTo(304);
    }
  }

  @Test
  void concurrentChangesAreAllMade() {
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "rule " + i;
      all.add(schemas.changeAsync(id, schema -> {
        schema
            .getSynchronizationRules()
            .get(0)
            .name(schema.getSynchronizationRules().get(0).getName() + name);
        return schema;
      }));
    }
    all.forEach(CompletableFuture::join);

    assertThat(schemas.get(id).value().getSynchronizationRules().get(0).getName())
        .contains("rule 0", "rule 1", "rule 2");
  }

  @Test
  void schemasCanBeResetAndAreDeletedWithTheirJob() {
    Versioned<SynchronizationSchema> first = schemas.get(id);
    schemas.change(id, schema -> schema.directories(null).synchronizationRules(List.of()));
    assertThat(schemas.get(id).value().getDirectories()).isNull();

    schemas.reset(id);
    assertThat(schemas.get(id)).isEqualTo(first);

    schemas.change(id, schema -> schema.directories(null).synchronizationRules(List.of()));
    jobs.delete(id);
    assertThatThrownBy(() -> schemas.get(id)).isInstanceOf(NotFoundException.class);
    jobs.create(new SynchronizationJobCreate().templateId("scim"));
    assertThat(schemas.get(id)).isEqualTo(first);
  }

  @Test
  void newSchemasStartAnInitialCycle() {
    JobKey key = new JobKey(new Owner(tenant, application), id);
    JobStore store = server.bean(JobStore.class);
    for (Runnable change :
        List.<Runnable>of(() -> schemas.change(id, schema -> schema), () -> schemas.reset(id))) {
      store.change(
          key,
          job -> job.inState(
              Schedule.State.ACTIVE,
              new Progress(
                  true, true, "mark", true, 3, false, false, 0, null, false, null, History.NONE)));
      change.run();
      Progress progress = store.get(key).progress();
      assertThat(progress.watermark()).isNull();
      assertThat(progress.initialCycleDone()).isFalse();
      assertThat(progress.escrows()).isEqualTo(3);
    }
  }

  @Test
  void partsOfASchemaCanBeRead() {
    assertThat(schemas.directories(id)).hasSize(2);
    assertThat(schemas.directory(id, "aad").getName()).isEqualTo("Azure Active Directory");
    assertThat(schemas.directory(id, "Azure Active Directory").getId()).isEqualTo("aad");
    assertThatThrownBy(() -> schemas.directory(id, "nix"))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> assertThat(e.code()).contains(ErrorCode.DIRECTORY_NOT_FOUND));
    assertThat(raw.send("GET", path + "/directories('aad')").status()).isEqualTo(200);
    assertThat(schemas.filterOperators(id))
        .extracting(FilterOperatorSchema::getName)
        .contains("EQUALS", "REGEX MATCH");
    assertThat(schemas.functions(id))
        .extracting(AttributeMappingFunctionSchema::getName)
        .contains("Append", "Switch", "IIF", "Word");
    Schemas otherRoot = server.client(tenant).servicePrincipal(application).schemas();
    assertThat(otherRoot.directories(id)).isEqualTo(schemas.directories(id));
    assertThat(otherRoot.directory(id, "aad")).isEqualTo(schemas.directory(id, "aad"));
    assertThat(otherRoot.filterOperators(id)).isEqualTo(schemas.filterOperators(id));
    assertThat(otherRoot.functions(id)).isEqualTo(schemas.functions(id));
    assertThat(otherRoot.ofTemplate("aws").value().getVersion()).isEqualTo("1.0");
    otherRoot.change(id, schema -> schema);
    otherRoot.reset(id);
    for (Schemas others : List.of(
        server.client(TestServer.newId()).application(application).schemas(),
        server.client(tenant).application(TestServer.newId()).schemas())) {
      assertThatThrownBy(() -> others.get(id)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> others.reset(id)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> others.functions(id)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(
              () -> others.replace(id, new SynchronizationSchema().synchronizationRules(List.of())))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Since("1.1.0")
  @Test
  void postIsTheWrongVerb() {
    Raw.Answer answer = raw.send("POST", path);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  }

  @Test
  void mappingsAreTyped() {
    List<AttributeMapping> mappings = schemas
        .get(id)
        .value()
        .getSynchronizationRules()
        .get(0)
        .getObjectMappings()
        .get(0)
        .getAttributeMappings();

    assertThat(mappings.get(0).getTargetAttributeName()).isEqualTo("userName");
    assertThat(mappings.get(0).getMatchingPriority()).isEqualTo(1);
    assertThat(mappings.get(1).getSource().getParameters()).hasSize(6);
  }
}
