package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.support.target.ScimService;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A target that is a service which others wrote. */
abstract class WithScimService {

  static final JsonMapper JSON = JsonMapper.shared();
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

  final ScimTargets targets = new ScimTargets(JSON, true, Duration.ofSeconds(30));
  final ScimService.Kind kind;
  final ScimService service;
  final Target target;

  WithScimService(ScimService.Kind kind) {
    this.kind = kind;
    service = kind.start();
    target = targets.open(service.credentials(), Turns.UNLIMITED);
  }

  @AfterEach
  void close() throws IOException {
    target.close();
    targets.destroy();
    service.close();
  }

  static Map<String, JsonNode> values(String... namesAndValues) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], JSON.readTree(namesAndValues[i + 1]));
    }
    return values;
  }

  final String user(String userName) {
    return target.create("User", values("userName", JSON.writeValueAsString(userName)));
  }

  final JsonNode held(String type, String id) {
    return service.resources(type).stream()
        .filter(resource -> resource.path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  final void assertHolds(String id, Map<String, JsonNode> values) {
    Entry read = target.read("User", id).orElseThrow();
    JsonNode held = held("User", id);
    values.forEach((name, value) -> {
      if (value.isNull()) {
        assertThat(ScimDocument.value(held, name).isMissingNode()).as(name).isTrue();
        assertThat(read.value(name).isMissingNode()).as(name).isTrue();
      } else {
        assertThat(ScimDocument.value(held, name)).as(name).isEqualTo(value);
        assertThat(read.value(name)).as(name).isEqualTo(value);
      }
    });
  }
}
