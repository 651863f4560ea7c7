package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** References that a flow type keeps as they are: the log says so. */
@ResourceLock(World.NAME)
class KeptReferencesTest extends FoundFaultsBase {

  private static final String KEPT = "the flow type of its mapping changes no existing ones";

  private static void set(ArrayNode mappings, String target, String flowType) {
    mappings.forEach(each -> {
      if (each.path("targetAttributeName").asString("").endsWith(target)) {
        ((ObjectNode) each).put("flowType", flowType);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"MultiValueAddOnly", "ObjectAddOnly", "AttributeAddOnly"})
  void aMemberWhoLeft(String flowType) {
    hireAdaAndBob(Quirks.NONE);
    mapGroups(mappings -> set(mappings, "members", flowType));
    assertThat(world.log(tenant)).doesNotContain(KEPT);
    group("bob");

    cycle();

    assertThat(members()).hasSize(2);
    assertThat(world.log(tenant)).contains("The source has other values for members, but " + KEPT);
    String said = world.log(tenant);
    cycle();
    assertThat(world.log(tenant)).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ObjectAddOnly", "AttributeAddOnly"})
  void aManagerWhoIsAnother(String flowType) {
    hireAdaAndBob(Quirks.NONE);
    mapUsers(mappings -> set(mappings, ":manager", flowType));
    user("cyd", true);
    upload("User", "bob", withManager("ada").put("userName", "bob").put("active", true));
    cycle();
    cycle();
    assertThat(manager("bob")).isEqualTo(id("ada"));
    assertThat(world.log(tenant)).doesNotContain(KEPT);
    upload("User", "bob", withManager("cyd").put("userName", "bob").put("active", true));

    cycle();

    assertThat(manager("bob")).isEqualTo(id("ada"));
    assertThat(world.log(tenant)).contains("manager, but " + KEPT);
  }
}
