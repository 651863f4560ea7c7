package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Provisioning on demand by a rule that the job's schema doesn't have. */
class UnknownRulesTest {

  @ParameterizedTest
  @CsvSource({"'', 1, 0", "rule, 1, 1", "'', 101, 0", "rule, 101, 100"})
  void theRulesThatThereAreAreNamedAsFarAsTheyHaveIds(String id, int rules, int named) {
    Raw raw = Raw.of(Database.SQLITE.server(), TestServer.newId());
    String jobs = Raw.jobs(TestServer.newId());
    String job = jobs + "/"
        + raw.post(jobs, "{\"templateId\":\"scim\"}").json().path("id").stringValue();
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < rules; i++) {
      ObjectNode rule = schema.withArray("synchronizationRules").addObject();
      rule.put("id", id.isEmpty() ? "" : id + i);
      ObjectNode mapping = rule.withArray("objectMappings").addObject();
      mapping.put("sourceObjectName", "User").put("targetObjectName", "User");
    }
    String secrets = """
        {"value":[{"key":"BaseAddress","value":"https://scim.example.com"},{"key":"SecretToken","value":"the-token"}]}
        """;
    assertThat(raw.put(jobs.replaceFirst("jobs$", "secrets"), secrets).status()).isEqualTo(204);
    assertThat(raw.put(job + "/schema", schema.toString()).status()).isEqualTo(204);

    Answer answer = raw.post(job + "/provisionOnDemand", """
        {"parameters":[{"ruleId":"nix","subjects":[{"objectId":"1","objectTypeName":"User"}]}]}
        """);

    answer.assertRefused(400, "unknownRule", "parameters/0/ruleId");
    assertThat(answer.json().at("/error/details")).hasSize(named);
  }
}
