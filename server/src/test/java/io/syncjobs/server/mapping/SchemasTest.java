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
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  private Raw.Answer put(String json, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return raw.send("PUT", path, BodyPublishers.ofString(json), all);
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

    assertThat(put(written).status()).isEqualTo(204);

    ObjectNode got = (ObjectNode) raw.send("GET", path).json();
    assertThat(got.path("id").stringValue()).isEqualTo(id);
    assertThat(got.path("version").stringValue()).isNotEqualTo("9").isNotEqualTo("1.0");
    ObjectNode expected = (ObjectNode) JSON.readTree(written);
    for (String own : List.of("@odata.context", "id", "version")) {
      expected.remove(own);
      got.remove(own);
    }
    assertThat(got).isEqualTo(expected);
    assertThat(put("{}").code()).isEqualTo("missingMember");
    assertThat(put("{\"synchronizationRules\":[]}").status()).isEqualTo(204);
    assertThat(raw.send("GET", path).json().propertyNames())
        .containsExactlyInAnyOrder("@odata.context", "id", "version", "synchronizationRules");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"synchronizationRules\":[{\"priority\":\"1\"}]}|invalidMember|synchronizationRules/0/priority",
        "{\"synchronizationRules\":[{\"priority\":2147483648}]}|invalidMember|synchronizationRules/0/priority",
        "{\"synchronizationRules\":[{\"priority\":1.5}]}|invalidMember|synchronizationRules/0/priority",
        "{\"synchronizationRules\":[{\"prio\":1}]}|unknownMember|synchronizationRules/0/prio",
        "{\"synchronizationRules\":[{\"objectMappings\":[{\"flowTypes\":\"Add;Delete\"}]}]}|invalidMember|synchronizationRules/0/objectMappings/0/flowTypes",
        "{\"synchronizationRules\":[{\"objectMappings\":[{\"attributeMappings\":[{\"flowType\":\"Never\"}]}]}]}|invalidMember|synchronizationRules/0/objectMappings/0/attributeMappings/0/flowType",
        "{\"directories\":[{\"objects\":[{\"attributes\":[{\"type\":null}]}]}]}|invalidMember|directories/0/objects/0/attributes/0/type",
        "{\"directories\":[{\"name\":\"a\"}],\"synchronizationRules\":[{\"sourceDirectoryName\":\"b\"}]}|unknownReference|synchronizationRules/0/sourceDirectoryName",
        "{\"directories\":[{\"name\":\"a\",\"objects\":[]}],\"synchronizationRules\":[{\"targetDirectoryName\":\"a\",\"objectMappings\":[{\"targetObjectName\":\"User\"}]}]}|unknownReference|synchronizationRules/0/objectMappings/0/targetObjectName",
        "[]|invalidMember|",
        "|bodyRequired|"
      })
  void schemasThatAreNotAsTheyShouldBe(String body, String code, String target) {
    String before = schemas.get(id).etag();

    put(body == null ? "" : body).assertRefused(400, code, target == null ? "" : target);
    assertThat(schemas.get(id).etag()).isEqualTo(before);
  }

  @Test
  void namesThatLeadNowhereAreFoundDeepInside() {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    ObjectNode mapping =
        (ObjectNode) schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings/1");
    String place = "synchronizationRules/0/objectMappings/0/attributeMappings/1/";

    JsonNode before = mapping.get("targetAttributeName");
    mapping.put("targetAttributeName", "nix");
    put(schema.toString()).assertRefused(400, "unknownReference", place + "targetAttributeName");
    mapping.set("targetAttributeName", before);
    ((ObjectNode) mapping.at("/source/parameters/0/value")).put("name", "nix");
    put(schema.toString())
        .assertRefused(400, "unknownReference", place + "source/parameters/0/value/name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Names
        "/directories/1/name | 'Azure Active Directory' | duplicateName | directories/1/name",
        "/directories/0/objects/1/name | 'User' | duplicateName | directories/0/objects/1/name",
        "/directories/0/objects/0/attributes/1/name | 'objectId' | duplicateName | directories/0/objects/0/attributes/1/name",
        "M/1/source/expression | 'Append([mail], [nix])' | unknownReference | M/1/source/expression",
        "O/scope | {'groups':[{'clauses':[{'sourceOperandName':'nix','operatorName':'IS NULL'}]}]} | unknownReference | O/scope/groups/0/clauses/0/sourceOperandName",
        "O/scope | {'inputFilterGroups':[{'clauses':[{'sourceOperandName':'nix','operatorName':'IS NULL'}]}]} | unknownReference | O/scope/inputFilterGroups/0/clauses/0/sourceOperandName",
        "O/sourceObjectName | null | invalidMember | O/sourceObjectName",
        "O/targetObjectName | null | invalidMember | O/targetObjectName",
        "M/2/targetAttributeName | null | invalidMember | M/2/targetAttributeName",
        "M/2/targetAttributeName | 'title' | duplicateName | M/3/targetAttributeName",
        // Matching
        "M/0/matchingPriority | 0 | invalidMember | O/attributeMappings",
        "M/0/source | null | invalidMember | M/0/matchingPriority",
        "M/0/source | {'expression':'SelectUniqueValue([mail], [mailNickname])'} | invalidMember | M/0/matchingPriority",
        "M/19/matchingPriority | 2 | invalidMember | M/19/matchingPriority",
        // Types
        "M/1/defaultValue | 'perhaps' | invalidMember | M/1/defaultValue",
        "M/1/source | {'type':'Constant','name':'yes'} | invalidMember | M/1/source",
      })
  void schemasThatNoJobCanRunWithAreRefused(
      String member, String value, String code, String target) {
    String object = "synchronizationRules/0/objectMappings/0";
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    String pointer = expanded(member, "/" + object);
    ((ObjectNode) schema.at(pointer.substring(0, pointer.lastIndexOf('/'))))
        .set(
            pointer.substring(pointer.lastIndexOf('/') + 1),
            JSON.readTree(value.replace('\'', '"')));

    put(schema.toString()).assertRefused(400, code, expanded(target, object));
    if (member.startsWith("M") || member.startsWith("O")) {
      ((ObjectNode) schema.at("/" + object)).put("enabled", false);
      if (code.equals("invalidMember")) {
        assertThat(put(schema.toString()).status()).isEqualTo(204);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emails[type eq \"x\"",
        "emails[type gt 5].value",
        "emails[].value",
        "emails[type eq \"x\"]]"
      })
  void attributesWhosePathCannotBeReadAreRefused(String name) {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    String target = schema.at("/synchronizationRules/0/targetDirectoryName").stringValue();
    schema
        .path("directories")
        .valueStream()
        .filter(directory -> directory.path("name").asString("").equals(target))
        .flatMap(directory -> directory.path("objects").valueStream())
        .forEach(object -> ((ObjectNode) object)
            .withArray("attributes")
            .addObject()
            .put("name", name)
            .put("type", "String"));
    String place = "synchronizationRules/0/objectMappings/0/attributeMappings/1";
    ((ObjectNode) schema.at("/" + place)).put("targetAttributeName", name);

    put(schema.toString()).assertRefused(400, "invalidMember", place + "/targetAttributeName");
  }

  /** O is the first object mapping, M its attribute mappings. */
  private static String expanded(String pointer, String object) {
    return pointer.replaceFirst("^M", object + "/attributeMappings").replaceFirst("^O", object);
  }

  @Test
  void acceptsMembersOfOlderVersionsOfGraph() {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    schema.put("provisioningTaskIdentifier", "scim.0");
    ((ObjectNode) schema.at("/directories/0")).putArray("metadata").addObject().put("key", "a");

    assertThat(put(schema.toString()).status()).isEqualTo(204);
    JsonNode got = raw.send("GET", path).json();
    assertThat(got.has("provisioningTaskIdentifier")).isFalse();
    assertThat(got.at("/directories/0/metadata/0/key").stringValue()).isEqualTo("a");
  }

  @Test
  void expressionsThatFailForEveryEntryAreRefused() {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    ObjectNode source = (ObjectNode)
        schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings/1/source");
    String place = "synchronizationRules/0/objectMappings/0/attributeMappings/1/source";

    source.put("expression", "Join(\"@\", [mailNickname], DefaultDomain())");
    put(schema.toString()).assertRefused(400, "invalidExpression", place + "/expression");
    source.put("expression", "Mid([mailNickname], 0, 1)");
    put(schema.toString()).assertRefused(400, "invalidExpression", place + "/expression");
    source.remove("expression");
    source.put("type", "Function").put("name", "DefaultDomain").remove("parameters");
    put(schema.toString()).assertRefused(400, "invalidExpression", place);
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

    assertThat(put(schema.toString()).status()).isEqualTo(204);
    assertThat(raw.send("GET", path).json().at("/directories/1/objects/0/attributes"))
        .isEqualTo(attributes);
    put("{\"version\":\"" + "x".repeat(9_000_000) + "\"}")
        .assertRefused(413, "requestTooLarge", "");
  }

  @Test
  void changesCanDependOnTheVersion() {
    Versioned<SynchronizationSchema> first = schemas.get(id);
    schemas.replace(id, first.value(), first.etag());

    assertThatThrownBy(() -> schemas.replace(id, first.value(), first.etag()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(put("{\"synchronizationRules\":[]}", "If-Match", "W/\"x\"").status())
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
