package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.SynchronizationJob;
import io.syncjobs.server.support.target.HidingProxy;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Targets that return a value never or in part (RFC 7643, section 7, {@code returned}): access is revoked all the same, and no write is repeated.
 *
 * @see <a href="https://docs.aws.amazon.com/singlesignon/latest/developerguide/getgroup.html">A service that returns no members</a>
 */
@ParameterizedClass
@MethodSource("combinations")
class HiddenValuesTest extends EngineTestBase {

  /** Set by {@link #target}, with which each test begins. */
  @SuppressWarnings("NullAway.Init")
  private HidingProxy proxy;

  HiddenValuesTest(Combination combination) {
    super(combination);
  }

  private void target(Consumer<ObjectNode> change) {
    proxy = new HidingProxy(service.baseAddress(), change);
    tenancy = Tenancy.on(server, proxy.address(), service.token());
  }

  @AfterEach
  void stopProxy() {
    proxy.close();
  }

  private static void hideMembers(ObjectNode resource) {
    if (resource.has("members")) {
      resource.putArray("members");
    }
  }

  private static void showOneMember(ObjectNode resource) {
    JsonNode members = resource.path("members");
    if (members.size() > 1) {
      ArrayNode shown = (ArrayNode) members;
      while (shown.size() > 1) {
        shown.remove(shown.size() - 1);
      }
    }
  }

  private void bringStaff() {
    tenancy.bring(user("ada"), user("bob"), user("eva"), group("staff", "ada", "bob", "eva"));
    tenancy.runOutbound();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"), id("eva"));
    proxy.writes();
  }

  private void removeBob() {
    tenancy.bring(group("staff", "ada", "eva"));
    tenancy.runOutbound();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("eva"));
  }

  @Test
  void membersThatAreNeverReturnedAreRemovedAndNotAddedAgain() {
    target(HiddenValuesTest::hideMembers);
    bringStaff();

    removeBob();

    assertThat(proxy.writes())
        .filteredOn(write -> write.contains("/Groups"))
        .singleElement()
        .asString()
        .containsIgnoringCase("\"remove\"")
        .contains(id("bob"))
        .doesNotContain(id("ada"));
    tenancy.runOutbound();
    assertThat(proxy.writes()).isEmpty();
  }

  @Test
  void membersThatAreReturnedInPartAreRemoved() {
    target(HiddenValuesTest::showOneMember);
    bringStaff();

    removeBob();

    proxy.writes();
    tenancy.runOutbound();
    assertThat(proxy.writes()).isEmpty();
  }

  @Test
  void aRestartRemembersWhatWasWritten() {
    target(HiddenValuesTest::hideMembers);
    bringStaff();
    tenancy.bring(group("staff", "ada", "eva"));

    SynchronizationJob before = tenancy.outbound.get(tenancy.outboundJob).value();
    tenancy.outbound.restart(tenancy.outboundJob, "Full");
    Tenancy.ended(tenancy.outbound, tenancy.outboundJob, before);

    assertThat(members()).doesNotContain(id("bob")).contains(id("ada"), id("eva"));
  }
}
