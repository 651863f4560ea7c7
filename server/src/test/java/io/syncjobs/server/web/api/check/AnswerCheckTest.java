package io.syncjobs.server.web.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.AnswerBody;
import io.syncjobs.server.contract.AnswerForms;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer against the contract doesn't leave the server. */
class AnswerCheckTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Contract CONTRACT = Contract.load();

  private final TestServer server = Database.SQLITE.server();
  private final String application = TestServer.newId();
  private final Raw raw = Raw.of(server, TestServer.newId());

  private static List<String> violations(
      String operation, int status, Map<String, String> headers, JsonNode body) {
    Operation called = CONTRACT.operations().stream()
        .filter(each -> each.id().equals(operation))
        .findFirst()
        .orElseThrow();
    return new AnswerForms(CONTRACT)
        .violations(called, status, headers::get, "application/json", new AnswerBody(body, JSON));
  }

  @Test
  void answersWithAnInternalErrorInstead() {
    Raw.Answer created = raw.post(Raw.jobs(application), "{\"templateId\":\"scim\"}");
    String schema = created.header("Location") + "/schema";
    assertThat(raw.send("DELETE", schema).status()).isEqualTo(204);
    server.changeDatabase(jdbc -> jdbc.sql(
            "INSERT INTO schemas (tenant_id, application_id, job_id, document, version)"
                + " SELECT tenant_id, application_id, id, '{\"synchronizationRules\":[{\"id\":7}]}', 'x' FROM jobs"
                + " WHERE application_id = ?")
        .param(application)
        .update());

    Raw.Answer answer = raw.send("GET", schema);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.code()).isEqualTo("internalError");
    assertThat(answer.header("ETag")).isEmpty();
  }

  @Test
  void namesPlaceAndRule() {
    Raw.Answer created = raw.post(Raw.jobs(application), "{\"templateId\":\"scim\"}");
    Map<String, String> headers = Map.of(
        "request-id", TestServer.newId(), "OData-Version", "4.0", "ETag", created.header("ETag"));
    ObjectNode job = created.json().asObject();

    assertThat(violations("getJob", 200, headers, job)).isEmpty();
    ((ObjectNode) job.path("schedule")).put("interval", 7);
    job.put("more", true);
    ((ObjectNode) job.path("status")).remove("code");
    assertThat(violations("getJob", 200, headers, job))
        .anyMatch(found -> found.matches(
            "the body at /schedule/interval must be a string[.] [(]/components/schemas/.*/type[)]"))
        .anyMatch(found -> found.startsWith("the body at /more isn't declared. (/"))
        .anyMatch(found -> found.startsWith("the body at /status/code is missing. (/"));
    assertThat(violations("getJob", 200, Map.of("request-id", "x"), created.json()))
        .anyMatch(found -> found.startsWith("the header request-id at / must be a GUID"))
        .contains("the header OData-Version is missing");
    assertThat(violations("startJob", 200, headers, created.json()))
        .singleElement()
        .asString()
        .startsWith("the status isn't among /paths/");
    assertThat(violations("startJob", 204, headers, created.json()))
        .containsExactly("a body where none is declared");
  }

  @Test
  void isOnInDevelopmentModeAlone() throws NoSuchMethodException {
    String issuer = "spring.security.oauth2.resourceserver.jwt.issuer-uri";
    MockEnvironment production = new MockEnvironment().withProperty(issuer, "https://x.example");
    MethodParameter any = new MethodParameter(Object.class.getMethod("toString"), -1);

    assertThat(check(null, new MockEnvironment()).supports(any, CheckedBodyConverter.class))
        .isTrue();
    assertThat(check(false, new MockEnvironment()).supports(any, CheckedBodyConverter.class))
        .isFalse();
    assertThat(check(null, production).supports(any, CheckedBodyConverter.class))
        .isFalse();
    assertThat(check(true, production).supports(any, CheckedBodyConverter.class))
        .isTrue();
  }

  private static AnswerCheck check(@Nullable Boolean wanted, MockEnvironment environment) {
    return new AnswerCheck(new AnswerProperties(wanted), environment, CONTRACT, JSON);
  }
}
