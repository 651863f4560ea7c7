package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the simulation takes for a change of what is not the job's business. */
@ResourceLock(World.NAME)
class EarlierAccountsTest extends FoundFaultsBase {

  /** Begins with accounts and a group of them. */
  private ObjectNode earlierGroup() {
    for (int seed = 1; ; seed++) {
      begin(Quirks.NONE);
      world.earlier.add(new Random(seed), Quirks.NONE);
      if (!world.service.all("Groups").isEmpty() && !members().isEmpty()) {
        return world.service.all("Groups").get(0);
      }
    }
  }

  private void handle(String method, String path, String body) {
    @Nullable JsonNode json = body.isEmpty() ? null : JsonMapper.shared().readTree(body);
    assertThat(world.service.handle(method, "/scim/" + path, json).status()).isBetween(200, 204);
  }

  @Test
  void aGroupIsUntouchedIfTheTargetItselfDropsAMemberWhoseAccountIsDeleted() {
    var unused = earlierGroup();
    String member = members().get(0);

    handle("DELETE", "Users/" + member, "");

    assertThat(members()).doesNotContain(member);
    assertThat(world.earlier.isUntouched(world.service.all("Groups").get(0))).isTrue();
  }

  @Test
  void aGroupIsChangedIfSomebodyRemovesAMemberFromIt() {
    String id = earlierGroup().path("id").stringValue();
    String member = members().get(0);

    handle(
        "PATCH",
        "Groups/" + id,
        "{\"Operations\":[{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + member
            + "\\\"]\"}]}");
    handle("DELETE", "Users/" + member, "");

    assertThat(members()).doesNotContain(member);
    assertThat(world.earlier.isUntouched(world.service.all("Groups").get(0))).isFalse();
  }
}
