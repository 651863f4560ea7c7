package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Users who left, and whose mapping keeps them enabled in the target: the log says so. */
@ResourceLock(World.NAME)
class MappedLeaversTest extends FoundFaultsBase {

  private void leave(Consumer<ArrayNode> mappings) {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    ObjectNode schema = tenant.schema(tenant.outbound);
    mappings.accept(
        (ArrayNode) schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings"));
    world.schemas().replace(tenant.outbound, version -> true, schema);
    user("ada", false);
    cycle();
    assertThat(account("ada").path("active").booleanValue()).isTrue();
  }

  @Test
  void theLogTellsThatNoMappingDisables() {
    leave(mappings ->
        mappings.removeIf(each -> each.path("targetAttributeName").asString("").equals("active")));

    assertThat(world.log(tenant)).contains("stays as it is", "no attribute mapping reads IsSoft");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AttributeAddOnly", "ObjectAddOnly"})
  void theLogTellsThatTheFlowTypeKeepsTheValue(String flowType) {
    leave(mappings -> mappings.forEach(each -> {
      if (each.path("targetAttributeName").asString("").equals("active")) {
        ((ObjectNode) each).put("flowType", flowType);
      }
    }));

    assertThat(world.log(tenant)).contains("The mapping of active, which would disable it");
  }
}
