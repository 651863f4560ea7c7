package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Helpers of tests that send batches. */
abstract class BatchRequests {

  static final JsonMapper JSON = JsonMapper.shared();

  final TestServer server;
  final String tenant = TestServer.newId();
  final String application = TestServer.newId();
  final String container = "/applications/" + application + "/synchronization";
  final Raw raw;
  final ArrayNode requests = JSON.createArrayNode();

  BatchRequests(Database database) {
    server = database.server();
    raw = Raw.of(server, tenant);
  }

  ObjectNode add(String id, String method, String url) {
    return requests.addObject().put("id", id).put("method", method).put("url", url);
  }

  void addCreate(String id, String templateId) {
    add(id, "POST", container + "/jobs").putObject("body").put("templateId", templateId);
  }

  Answer send(Raw caller, String version, String... headers) {
    return caller.post(
        "/" + version + "/$batch",
        JSON.createObjectNode().set("requests", requests).toString(),
        headers);
  }

  /** Sends the requests and returns the answers in the order of the requests. */
  List<JsonNode> answers() {
    Answer answer = send(raw, "v1.0");
    assertThat(answer.status()).as(answer.message()).isEqualTo(200);
    return answer.json().path("responses").valueStream().toList();
  }

  static void assertRefused(JsonNode answer, String target) {
    assertThat(answer.path("status").intValue()).isEqualTo(400);
    assertThat(answer.at("/body/error/code").stringValue()).isEqualTo("invalidMember");
    assertThat(answer.at("/body/error/target").stringValue()).isEqualTo(target);
  }

  static List<Integer> statuses(List<JsonNode> answers) {
    return answers.stream().map(answer -> answer.path("status").intValue()).toList();
  }
}
