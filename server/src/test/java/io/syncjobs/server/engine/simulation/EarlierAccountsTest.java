package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.time.Duration;
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

  private ObjectNode earlierGroup() {
    return earlierGroup(Quirks.NONE);
  }

  /** Begins with accounts and a group of them. */
  private ObjectNode earlierGroup(Quirks quirks) {
    for (int seed = 1; ; seed++) {
      begin(quirks);
      world.earlier.add(new Random(seed), quirks);
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
  void aTargetThatShowsChangesLateShowsWhatWasThereBeforeTheFirstCycle() {
    var unused = earlierGroup(Quirks.NONE.late(Duration.ofMinutes(30)));
    String name = world.earlier.names().get(0);

    HttpResult found = world.service.handle(
        "GET", "/scim/Users?filter=userName%20eq%20%22" + name + "%22&count=2", null);

    assertThat(JsonMapper.shared().readTree(found.body()).path("totalResults").intValue())
        .isOne();
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
