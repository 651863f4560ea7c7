package io.syncjobs.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The quick check, of trees and of what is written, allows the answers of the contract's examples, and nothing that the validator refuses. */
class QuickCheckTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final JsonNode WRONG = JSON.readTree("""
      [null, true, -1, 1.5, 10000000000000000000, "", "x", "2026-02-30T00:00:00Z", "2026-02-28T24:00:00Z", "P1M", "a b", [], {}, {"x": 1}]
      """);

  private final Contract contract = Contract.load();
  private final ContractSchemas schemas =
      new ContractSchemas(contract.document(), ContractSchemas::closeAnswers);

  private int allowed;
  private int denied;

  @Test
  void allowsNoMoreThanTheValidator() {
    contract.document().at("/components/responses").properties().forEach(response -> {
      for (var type : response.getValue().path("content").properties()) {
        String content = "/components/responses/" + response.getKey() + "/content/"
            + type.getKey().replace("/", "~1");
        for (var example : type.getValue().path("examples").properties()) {
          String at = contract.resolve(content + "/examples/" + example.getKey());
          JsonNode value = contract.document().at(at + "/value");

          assertThat(schemas.surelyAllow(content + "/schema", value)).as(at).isTrue();
          compare(content + "/schema", value);
        }
      }
    });
    assertThat(allowed).isGreaterThan(1000);
    assertThat(denied).isGreaterThan(5000);
  }

  @Test
  void isNotSureOfWhatIsWrittenWithoutItsParts() {
    RawValue raw = new RawValue("1");
    for (Object value :
        List.of(raw, List.of(1, raw), List.of(raw), Map.of("a", raw), new int[] {1}, new byte[1])) {
      assertThat(new AnswerBody(value, JSON).follows(Form.ANY))
          .as(value.toString())
          .isFalse();
    }
    assertThat(new AnswerBody(Map.of("a", List.of(1, "x", true)), JSON).follows(Form.ANY))
        .isTrue();
  }

  private void compare(String schema, JsonNode example) {
    JsonNode changed = example.deepCopy();
    for (JsonNode holder : containers(changed, new ArrayList<>())) {
      if (holder instanceof ObjectNode object) {
        for (String name : List.copyOf(object.propertyNames())) {
          JsonNode before = object.remove(name);
          judge(schema, changed);
          for (JsonNode wrong : WRONG) {
            object.set(name, wrong);
            judge(schema, changed);
          }
          object.set(name, before);
        }
        for (String more : List.of("more", "a@b")) {
          object.put(more, 1);
          judge(schema, changed);
          object.remove(more);
        }
      } else if (holder instanceof ArrayNode list && !list.isEmpty()) {
        JsonNode before = list.get(0);
        for (JsonNode wrong : WRONG) {
          list.set(0, wrong);
          judge(schema, changed);
        }
        list.set(0, before);
      }
    }
  }

  private void judge(String schema, JsonNode value) {
    boolean sure = schemas.surelyAllow(schema, value);
    assertThat(new AnswerBody(value, JSON).follows(schemas.form(schema)))
        .as(value.toString())
        .isEqualTo(sure);
    if (sure) {
      allowed++;
      assertThat(schemas.violations(schema, value, true)).as(value.toString()).isEmpty();
    } else {
      denied++;
    }
  }

  private static List<JsonNode> containers(JsonNode node, List<JsonNode> into) {
    if (node.isContainer()) {
      into.add(node);
      node.forEach(child -> containers(child, into));
    }
    return into;
  }
}
