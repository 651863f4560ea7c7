package io.syncjobs.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.Schemas;
import io.syncjobs.client.Synchronization;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Since;
import io.syncjobs.server.support.TestServer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks of schemas that are saved, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class SchemaChecksTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Schemas schemas;
  private final String id;
  private final String path;
  private final Raw raw;

  SchemaChecksTest(Database database) {
    TestServer server = database.server();
    String tenant = TestServer.newId();
    String application = TestServer.newId();
    Synchronization client = server.client(tenant).application(application);
    schemas = client.schemas();
    id = client
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    path = Raw.jobs(application) + "/" + id + "/schema";
    raw = Raw.of(server, tenant);
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

    raw.put(path, body == null ? "" : body).assertRefused(400, code, target == null ? "" : target);
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
    raw.put(path, schema.toString())
        .assertRefused(400, "unknownReference", place + "targetAttributeName");
    mapping.set("targetAttributeName", before);
    ((ObjectNode) mapping.at("/source/parameters/0/value")).put("name", "nix");
    raw.put(path, schema.toString())
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
        "O/scope | {'groups':[{'clauses':[{'sourceOperandName':'accountEnabled','operatorName':'EQUALS','targetOperand':{'values':['yes']}}]}]} | invalidExpression | O/scope/groups/0/clauses/0/targetOperand/values",
        // Matching
        "M/0/matchingPriority | 0 | invalidMember | O/attributeMappings",
        "M/0/source | null | invalidMember | M/0/matchingPriority",
        "M/0/source | {'expression':'SelectUniqueValue([mail], [mailNickname])'} | invalidMember | M/0/matchingPriority",
        "M/0/source | {'expression':'Append([mail], RandomString(6, 1, 0, 1, 1))'} | invalidMember | M/0/matchingPriority",
        "M/0/source | {'expression':'Append([mail], NumFromDate(Now()))'} | invalidMember | M/0/matchingPriority",
        "M/0/source | {'expression':'Guid()'} | invalidMember | M/0/matchingPriority",
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

    raw.put(path, schema.toString()).assertRefused(400, code, expanded(target, object));
    if (member.startsWith("M") || member.startsWith("O")) {
      ((ObjectNode) schema.at("/" + object)).put("enabled", false);
      if (code.equals("invalidMember")) {
        assertThat(raw.put(path, schema.toString()).status()).isEqualTo(204);
      }
    }
  }

  @Since("1.1.0")
  @Test
  void noConstantRefersToAnEntry() {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    String place = "synchronizationRules/0/objectMappings/0/attributeMappings/";
    JsonNode mappings = schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings");
    int manager = IntStream.range(0, mappings.size())
        .filter(
            i -> mappings.at("/" + i + "/targetAttributeName").asString("").endsWith(":manager"))
        .findFirst()
        .orElseThrow();

    ((ObjectNode) mappings.path(manager)).putObject("source").put("expression", "\"boss\"");

    raw.put(path, schema.toString())
        .assertRefused(400, "invalidMember", place + manager + "/source");
  }

  @Since("1.1.0")
  @ParameterizedTest
  @ValueSource(strings = {"[manager]", "IIF(IsPresent([jobTitle]), [jobTitle], [manager])"})
  void noReferenceIsMappedToAPlainAttribute(String expression) {
    ObjectNode schema = (ObjectNode) raw.send("GET", path).json();
    String place = "synchronizationRules/0/objectMappings/0/attributeMappings/3/source";

    ((ObjectNode) schema.at("/" + place)).removeAll().put("expression", expression);

    raw.put(path, schema.toString()).assertRefused(400, "invalidMember", place);
    ((ObjectNode) schema.at("/" + place))
        .put("expression", "IIF(IsPresent([manager]), \"led\", \"\")");
    assertThat(raw.put(path, schema.toString()).status()).isEqualTo(204);
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

    raw.put(path, schema.toString())
        .assertRefused(400, "invalidMember", place + "/targetAttributeName");
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

    assertThat(raw.put(path, schema.toString()).status()).isEqualTo(204);
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
    raw.put(path, schema.toString()).assertRefused(400, "invalidExpression", place + "/expression");
    source.put("expression", "Mid([mailNickname], 0, 1)");
    raw.put(path, schema.toString()).assertRefused(400, "invalidExpression", place + "/expression");
    source.remove("expression");
    source.put("type", "Function").put("name", "DefaultDomain").remove("parameters");
    raw.put(path, schema.toString()).assertRefused(400, "invalidExpression", place);
  }
}
