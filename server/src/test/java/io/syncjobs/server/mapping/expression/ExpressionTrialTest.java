package io.syncjobs.server.mapping.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Schemas;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.ExpressionParsing;
import io.syncjobs.client.model.ParseExpressionResponse;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** parseExpression, and what a replaced schema may say, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class ExpressionTrialTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Schemas schemas;
  private final String id;
  private final String path;
  private final Raw raw;

  ExpressionTrialTest(Database database) {
    server = database.server();
    schemas = server.client(tenant).application(application).schemas();
    id = server
        .client(tenant)
        .application(application)
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    path = Raw.jobs(application) + "/" + id + "/schema";
    raw = Raw.of(server, tenant);
  }

  private JsonNode parse(String body) {
    Raw.Answer answer = raw.post(path + "/parseExpression", body);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void evaluatesTheSampleOfGraph() {
    JsonNode document = Contract.load().document();
    JsonNode request = document.at(
        "/components/requestBodies/expression/content/application~1json/examples/graph/value");
    JsonNode answer = document.at(
        "/components/responses/expressionParsed/content/application~1json/examples/replace/value");
    JsonNode wrong = document.at(
        "/components/responses/expressionParsed/content/application~1json/examples/wrong/value");

    assertThat(parse(request.toString())).isEqualTo(answer);
    // Graph's page has an annotation as well.
    assertThat(parse(request
            .toString()
            .replace("\"value\":[", "\"value@odata.type\":\"#Collection(String)\",\"value\":[")))
        .isEqualTo(answer);
    assertThat(parse("{\"expression\":\"toLower([a])\"}")).isEqualTo(wrong);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[a] | {'key':'a','value':['x','y']} | ['x','y']",
        "[a] | {'key':'a','value':true} | ['True']",
        "[a] | {'key':'a','value':1.25} | ['1.25']",
        "[a] | {'key':'a','value':{'b':1}} | ['{\\'b\\':1}']",
        "[a] | {'key':'a','value':null} | []",
        "[a] | {'key':'a'} | []",
        "[a] | {'value':'x'} | []",
        "[a] | {'key':'a','value':''} | ['']",
        "IgnoreFlowIfNullOrEmpty([b]) | {'key':'a','value':'x'} | []",
        "SelectUniqueValue([a], [b]) | {'key':'a','value':'x'} | ['x']",
      })
  void resultsAreTexts(String expression, String property, String result) {
    JsonNode answer = parse("{\"expression\":\"" + expression
        + "\",\"testInputObject\":{\"properties\":[" + property.replace('\'', '"') + "]}}");

    assertThat(answer.path("evaluationSucceeded").booleanValue()).isTrue();
    assertThat(answer.path("evaluationResult"))
        .isEqualTo(JSON.readTree(result.replace("\\'", "\\\"").replace('\'', '"')));
  }

  @Test
  void parsesExpressionsThatCannotBeEvaluated() {
    JsonNode answer = parse(
        "{\"expression\":\"Mid([a], 0, 1)\",\"testInputObject\":{\"properties\":[{\"key\":\"a\",\"value\":\"x\"}]}}");

    assertThat(answer.path("parsingSucceeded").booleanValue()).isTrue();
    assertThat(answer.at("/parsedExpression/name").stringValue()).isEqualTo("Mid");
    assertThat(answer.path("evaluationSucceeded").booleanValue()).isFalse();
    assertThat(answer.path("evaluationResult")).isEmpty();
    assertThat(answer.at("/error/code").stringValue()).isEqualTo("invalidValue");
    assertThat(answer.at("/error/message").stringValue()).contains("Count from 1");
  }

  @Test
  void everyWayToCallIt() {
    ExpressionParsing request = new ExpressionParsing().expression("Append([a], \"b\")");
    Schemas otherRoot = server.client(tenant).servicePrincipal(application).schemas();

    for (ParseExpressionResponse response : new ParseExpressionResponse[] {
      schemas.parseExpression(id, request),
      otherRoot.parseExpression(id, request),
      schemas.parseTemplateExpression("aws", request),
      otherRoot.parseTemplateExpression("aws", request),
    }) {
      assertThat(response.getParsingSucceeded()).isTrue();
      assertThat(response.getError()).isNull();
      assertThat(response.getEvaluationSucceeded()).isFalse();
      assertThat(response.getParsedExpression().getParameters()).hasSize(2);
    }
    assertThat(schemas
            .parseExpression(id, new ExpressionParsing().expression("("))
            .getError()
            .getCode())
        .isEqualTo("syntaxError");
    Schemas others = server.client(TestServer.newId()).application(application).schemas();
    assertThatThrownBy(() -> others.parseExpression(id, request))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> schemas.parseTemplateExpression("nix", request))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void badRequests() {
    String to = path + "/parseExpression";
    raw.post(to, "{}").assertRefused(400, "missingMember", "expression");
    raw.post(to, "{\"expression\":\"\"}").assertRefused(400, "invalidMember", "expression");
    raw.post(to, "{\"expression\":\"" + "a".repeat(10_001) + "\"}")
        .assertRefused(400, "invalidMember", "expression");
    raw.post(to, "{\"expression\":\"[a]\",\"testInputObject\":{\"properties\":[{\"kei\":\"a\"}]}}")
        .assertRefused(400, "unknownMember", "testInputObject/properties/0/kei");
    assertThat(raw.send("GET", to).status()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "~attributeMappings~:[{~source~:{~expression~:~Foo([a])~}}] | attributeMappings/0/source/expression",
        "~attributeMappings~:[{},{~source~:{~type~:~Function~,~name~:~Foo~}}] | attributeMappings/1/source/name",
        "~scope~:{~groups~:[{~clauses~:[{~operatorName~:~IS~}]}]} | scope/groups/0/clauses/0/operatorName",
        "~scope~:{~inputFilterGroups~:[{~clauses~:[{~operatorName~:~EQUALS~,~sourceOperandName~:~a~}]}]} | scope/inputFilterGroups/0/clauses/0/targetOperand",
      })
  void schemasThatCannotBeReadAreRefused(String member, String place) {
    String before = schemas.get(id).etag();

    raw.send(
            "PUT",
            path,
            java.net.http.HttpRequest.BodyPublishers.ofString(
                "{\"synchronizationRules\":[{\"objectMappings\":[{" + member.replace('~', '"')
                    + "}]}]}"),
            "Content-Type",
            "application/json")
        .assertRefused(
            400, "invalidExpression", "synchronizationRules/0/objectMappings/0/" + place);
    assertThat(schemas.get(id).etag()).isEqualTo(before);
  }

  @Test
  void everyExpressionOfEveryTemplateIsRead() {
    for (String template :
        new String[] {"API2AAD", "Azure2Azure", "aws", "customappsso", "dataBricks", "scim"}) {
      JsonNode schema = raw.send(
              "GET", path.replaceAll("jobs/.*", "templates/" + template + "/schema"))
          .json();
      assertThat(schema.findValues("source")).as(template).isNotEmpty().allSatisfy(source -> {
        ObjectNode bare = source.asObject().deepCopy();
        bare.findParents("expression")
            .forEach(parent -> ((ObjectNode) parent).remove("expression"));
        // The tree beside the text says the same.
        assertThat(Expression.of(bare).attributes())
            .isEqualTo(Expression.of(source).attributes());
        assertThat(Expression.of(source).toSource().path("expression").asString(""))
            .isEqualTo(source.path("expression").asString(""));
      });
      assertThat(schema.findValues("scope"))
          .allSatisfy(
              scope -> assertThat(ScopingFilter.of(scope, name -> "String")).isNotNull());
    }
  }
}
