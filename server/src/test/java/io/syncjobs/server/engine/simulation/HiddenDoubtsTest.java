package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that the target never shows, and that a write whose outcome got lost gave all the same, though the source has its former ones again. */
@ResourceLock(World.NAME)
class HiddenDoubtsTest extends FoundFaultsBase {

  @BeforeEach
  void hire() {
    world.reset(
        new Random(1), QuirksBuilder.builder(Quirks.NONE).hidesTitle(true).build(), () -> {});
    tenant = new Tenant(world, new Random(1), true);
    user("ada", true);
    cycle();
    // The title is empty as far as the job knows, and not only unknown.
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("displayName", "Ada"));
    cycle();
    cycle();
  }

  private void title(String title) {
    upload("User", "ada", JsonNodeFactory.instance.objectNode().put("title", title));
  }

  private String hiddenTitle() {
    return account("ada").path("title").asString("");
  }

  /** Lets the job know that the target never returns titles. */
  private void declareWriteOnly() {
    ObjectNode schema = tenant.schema(tenant.outbound);
    Consumer<JsonNode> declare =
        attribute -> ((ObjectNode) attribute).put("mutability", "WriteOnly");
    schema
        .at("/directories/1/objects/0/attributes")
        .valueStream()
        .filter(attribute -> attribute.path("name").asString("").equals("title"))
        .forEach(declare);
    world.schemas().replace(tenant.outbound, version -> true, schema);
    cycle();
  }

  private void loseOutcome(boolean killed) {
    if (killed) {
      killAt("after PATCH /scim/Users");
    } else {
      world.http.cutAnswerTo("PATCH /scim/Users");
      cycle();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTitleThatTheSourceHasNoLongerIsRemoved(boolean killed) {
    title("Boss");
    loseOutcome(killed);
    assertThat(hiddenTitle()).isEqualTo("Boss");
    title("");

    cycle();
    cycle();

    assertThat(hiddenTitle()).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Clerk"})
  void aTitleThatIsOnlyWrittenGetsItsFormerValueAgain(String former) {
    declareWriteOnly();
    title(former);
    cycle();
    cycle();
    title("Boss");
    loseOutcome(true);
    assertThat(hiddenTitle()).isEqualTo("Boss");
    title(former);

    cycle();
    cycle();

    assertThat(hiddenTitle()).isEqualTo(former);
    assertNothingLeftToDo();
  }

  @Test
  void anAccountThatIsNotShownGetsItsFormerTitleAgain() {
    title("Clerk");
    cycle();
    cycle();
    hide(id("ada"));
    title("Boss");
    loseOutcome(true);
    assertThat(hiddenTitle()).isEqualTo("Boss");
    title("Clerk");

    cycle();
    cycle();

    assertThat(hiddenTitle()).isEqualTo("Clerk");
  }
}
