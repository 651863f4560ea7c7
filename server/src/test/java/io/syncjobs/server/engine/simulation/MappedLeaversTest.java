package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Users who left, and whose mapping keeps them enabled in the target: the log says so. */
@ResourceLock(World.NAME)
class MappedLeaversTest extends FoundFaultsBase {

  private static final String SAME = "Switch([IsSoftDeleted], \"True\", \"False\", \"True\")";
  private static final String NOTHING =
      "Switch([IsSoftDeleted], \"\", \"False\", \"True\", \"True\", \"\")";

  private void leave(Consumer<ArrayNode> mappings) {
    map(mappings);
    user("ada", false);
    cycle();
    assertThat(account("ada").path("active").booleanValue()).isTrue();
  }

  private void map(Consumer<ArrayNode> mappings) {
    begin(Quirks.NONE);
    user("ada", true);
    cycle();
    ObjectNode schema = tenant.schema(tenant.outbound);
    mappings.accept(
        (ArrayNode) schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings"));
    world.schemas().replace(tenant.outbound, version -> true, schema);
  }

  private static Consumer<ArrayNode> activeFrom(String expression) {
    return mappings -> mappings.forEach(each -> {
      if (each.path("targetAttributeName").asString("").equals("active")) {
        ((ObjectNode) each)
            .putObject("source")
            .put("expression", expression)
            .put("name", "Switch")
            .put("type", "Function")
            .putArray("parameters");
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {SAME, NOTHING, "IIF([jobTitle]=\"x\",Not([IsSoftDeleted]),\"True\")"})
  void whoIsDisabledStaysEnabledIfTheMappingGivesHimTheSameValue(String expression) {
    leave(activeFrom(expression));

    assertThat(world.log(tenant))
        .contains("stays as it is", "The mapping of active gives", "where IsSoftDeleted is True");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {SAME + ";true", SAME + ";false", NOTHING + ";true", NOTHING + ";false"})
  void whoIsDeletedLosesTheAccountIfTheMappingGivesHimTheSameValue(
      String expression, boolean enabled) {
    map(activeFrom(expression));
    user("ada", enabled);
    cycle();
    world
        .directory()
        .target(tenant.id)
        .delete("User", tenant.find("User", "ada").orElseThrow().id());

    cycle();

    assertThat(world.service.all("Users")).isEmpty();
    assertThat(world.log(tenant))
        .contains("can't be disabled, so that it is deleted", "The mapping of active gives");
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
