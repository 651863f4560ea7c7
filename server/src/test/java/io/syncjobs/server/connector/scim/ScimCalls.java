package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.support.target.FaultyTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of targets by tests that look at what a service answers. */
abstract class ScimCalls {

  static final JsonMapper JSON = JsonMapper.shared();
  static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  static final String BOB = "{\"id\":\"7\",\"userName\":\"bob\"}";
  static final Map<String, JsonNode> VALUES = Map.of("title", JSON.readTree("\"x\""));

  /** Every call that a target has. */
  enum Call {
    FIND,
    READ,
    CREATE,
    UPDATE,
    ADD,
    REMOVE,
    DELETE;

    void on(Target target) {
      switch (this) {
        case FIND -> target.find("User", "userName", "bob");
        case READ -> target.read("User", "7");
        case CREATE -> target.create("User", VALUES);
        case UPDATE ->
          target.update(
              new ScimEntry("User", "7", JSON.readTree(BOB)),
              VALUES,
              Set.of(),
              () -> Target.Whole.NOTHING,
              Target.Attempt.FIRST);
        case ADD -> target.changeReferences("Group", "7", "members", List.of("1"), List.of());
        case REMOVE -> target.changeReferences("Group", "7", "members", List.of(), List.of("1"));
        case DELETE -> target.delete("User", "7");
      }
    }
  }

  final ScimTargets targets = new ScimTargets(JSON, true, Duration.ofSeconds(30));

  @AfterEach
  void close() throws IOException {
    targets.destroy();
  }

  static Target open(ScimTargets targets, String address) {
    return targets.open(
        new SecretSet(
            List.of(
                new Secret(Secret.BASE_ADDRESS, address),
                new Secret(Secret.SECRET_TOKEN, "the-token")),
            "test"),
        Turns.UNLIMITED);
  }

  static TargetException failure(ScimTargets targets, String address, Call call) {
    TargetException failure =
        catchThrowableOfType(TargetException.class, () -> call.on(open(targets, address)));
    assertThat(failure).as(call.name()).isNotNull();
    return failure;
  }

  TargetException failure(FaultyTarget service, Call call) {
    return failure(targets, service.address(), call);
  }
}
