package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.ResetScope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Targets that show the ids of accounts and groups in another case than before, and may have none of the ids in the former case. */
@ResourceLock(World.NAME)
class RecasedIdsTest extends FoundFaultsBase {

  private enum Ids {
    LOWER_LATER(true, false),
    UPPER_LATER(false, false),
    ONLY_LOWER_LATER(true, true),
    ONLY_UPPER_LATER(false, true);

    private final boolean lowerLater;
    private final boolean exact;

    Ids(boolean lowerLater, boolean exact) {
      this.lowerLater = lowerLater;
      this.exact = exact;
    }

    private static UnaryOperator<String> form(boolean lower) {
      return id -> lower ? id.toLowerCase(Locale.ROOT) : id.toUpperCase(Locale.ROOT);
    }
  }

  private static final Set<ResetScope> FULL = Set.of(
      ResetScope.CONNECTOR_DATA_STORE,
      ResetScope.ESCROWS,
      ResetScope.WATERMARK,
      ResetScope.QUARANTINE_STATE);

  /** Ada, whose manager is Bob, and Bob are members of the staff, under ids in the first case. */
  private void hire(Ids ids) {
    begin(Quirks.NONE);
    world.service.recase(Ids.form(!ids.lowerLater), false);
    user("ada", true);
    user("bob", true);
    cycle();
    upload("User", "ada", withManager("bob"));
    group("ada", "bob");
    cycle();
    cycle();
    assertThat(members()).hasSize(2);
  }

  private void recase(Ids ids) {
    world.service.recase(Ids.form(ids.lowerLater), ids.exact);
  }

  private void purge(String name) {
    world.clock.advance(Duration.ofDays(31));
    world.directory().removeExpired(tenant.id);
    assertThat(tenant.find("User", name).map(Entry::id)).isEmpty();
  }

  private void assertOnlyAda() {
    cycle();
    cycle();
    assertThat(accounts()).containsExactly("ada");
    assertThat(members()).containsExactly(id("ada"));
    assertThat(manager("ada")).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void aPurgedUserIsDeleted(Ids ids) {
    hire(ids);
    recase(ids);
    leave("User", "bob");
    cycle();
    assertThat(isActive("bob")).isFalse();

    purge("bob");

    assertOnlyAda();
  }

  @ParameterizedTest
  @EnumSource
  void aUserWhoWasDisabledBeforeIsDeletedWhenHeIsPurged(Ids ids) {
    hire(ids);
    leave("User", "bob");
    cycle();
    recase(ids);

    purge("bob");

    assertOnlyAda();
  }

  @ParameterizedTest
  @EnumSource
  void aChangeReachesTheAccount(Ids ids) {
    hire(ids);
    recase(ids);

    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob");
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void aMemberIsRemovedThoughOnlyTheGroupChanges(Ids ids) {
    hire(ids);
    recase(ids);

    group("ada");
    cycle();
    assertThat(members()).containsExactly(id("ada"));

    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void aManagerIsWithdrawn(Ids ids) {
    hire(ids);
    recase(ids);

    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "ada", none);
    cycle();
    cycle();

    assertThat(manager("ada")).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedGroupIsDeleted(Ids ids) {
    hire(ids);
    recase(ids);

    leave("Group", "staff");
    cycle();

    assertThat(world.service.all("Groups")).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource
  void aFullRestartFindsEverybody(Ids ids) {
    hire(ids);
    recase(ids);
    world.control().apply(tenant.outbound, new JobEvent.Restart(FULL));
    cycle();
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob");
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));

    leave("User", "bob");
    purge("bob");

    assertOnlyAda();
  }

  @ParameterizedTest
  @EnumSource
  void aGroupThatTheSourceCreatedAgainIsNotDeletedWithItsPredecessor(Ids ids) {
    hire(ids);
    world.control().apply(tenant.outbound, new JobEvent.Pause());
    leave("Group", "staff");
    group("ada");
    cycle();
    recase(ids);
    world.control().apply(tenant.outbound, new JobEvent.Restart(FULL));
    world.http.refuse("DELETE");
    cycle();
    world.http.refuse(null);
    cycle();
    cycle();

    assertThat(world.service.all("Groups")).hasSize(1);
    assertThat(members())
        .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
        .containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  /** Gives all ids another case, and shows something without a name under the former ones. */
  private void recaseWithStubs(Ids ids) {
    List<String> users = List.of(id("ada"), id("bob"));
    String group = world.service.all("Groups").get(0).path("id").stringValue();
    recase(ids);
    users.forEach(id -> stub("Users", id));
    stub("Groups", group);
  }

  private void stub(String type, String id) {
    ObjectNode stub = JsonNodeFactory.instance.objectNode().put("id", id);
    world.service.change(type, type.equals("Users") ? stub.put("active", false) : stub);
    world.service.hideFromSearches(id);
  }

  private Optional<ObjectNode> staff() {
    return world.service.all("Groups").stream()
        .filter(group -> group.path("displayName").asString("").equals("Staff"))
        .findFirst();
  }

  private List<String> staffMembers() {
    return staff()
        .orElseThrow()
        .path("members")
        .valueStream()
        .map(member -> member.path("value").asString(""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONLY_LOWER_LATER", "ONLY_UPPER_LATER"})
  void whoLeavesIsDisabledThoughAStubHasTheFormerSpelling(Ids ids) {
    hire(ids);
    recaseWithStubs(ids);
    leave("User", "bob");

    cycle();

    assertThat(isActive("bob")).isFalse();
    cycle();
    assertThat(staffMembers()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONLY_LOWER_LATER", "ONLY_UPPER_LATER"})
  void aMemberIsRemovedThoughStubsHaveTheFormerSpellings(Ids ids) {
    hire(ids);
    recaseWithStubs(ids);
    group("ada");

    cycle();
    cycle();

    assertThat(staffMembers()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONLY_LOWER_LATER", "ONLY_UPPER_LATER"})
  void aManagerIsWithdrawnThoughStubsHaveTheFormerSpellings(Ids ids) {
    hire(ids);
    recaseWithStubs(ids);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    none.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "ada", none);

    cycle();
    cycle();

    assertThat(manager("ada")).isEmpty();
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONLY_LOWER_LATER", "ONLY_UPPER_LATER"})
  void aDeletedGroupIsDeletedThoughAStubHasTheFormerSpelling(Ids ids) {
    hire(ids);
    recaseWithStubs(ids);
    leave("Group", "staff");

    cycle();

    assertThat(staff()).isEmpty();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONLY_LOWER_LATER", "ONLY_UPPER_LATER"})
  void aChangeReachesTheAccountThoughAStubHasTheFormerSpelling(Ids ids) {
    hire(ids);
    recaseWithStubs(ids);
    upload("User", "bob", JsonNodeFactory.instance.objectNode().put("title", "Boss"));

    cycle();

    assertThat(account("bob").path("title").stringValue()).isEqualTo("Boss");
    cycle();
    cycle();
    assertNothingLeftToDo();
  }

  /** Adds an account of somebody else, whose id differs from an account's in case alone. */
  private ObjectNode stranger(String name) {
    world.service.recase(UnaryOperator.identity(), true);
    ObjectNode eve = account(name).deepCopy();
    eve.put("id", id(name).toUpperCase(Locale.ROOT)).put("userName", "eve");
    world.service.change("Users", eve);
    return account("eve").deepCopy();
  }

  @Test
  void anAccountWhoseIdDiffersInCaseAloneIsLeftAlone() {
    hire(Ids.UPPER_LATER);
    ObjectNode eve = stranger("bob");
    leave("User", "bob");
    cycle();
    purge("bob");

    cycle();
    cycle();

    assertThat(accounts()).containsExactlyInAnyOrder("ada", "eve");
    assertThat(account("eve")).isEqualTo(eve);
    assertNothingLeftToDo();
  }

  @Test
  void anAccountWhoseIdDiffersInCaseAloneIsTheCounterpartOfWhoMatchesIt() {
    hire(Ids.UPPER_LATER);
    stranger("bob");

    user("eve", true);
    upload("User", "eve", JsonNodeFactory.instance.objectNode().put("title", "Boss"));
    cycle();
    cycle();

    assertThat(account("eve").path("title").stringValue()).isEqualTo("Boss");
    assertThat(account("bob").has("title")).isFalse();
    assertNothingLeftToDo();
    leave("User", "bob");
    cycle();
    assertThat(isActive("bob")).isFalse();
    assertThat(isActive("eve")).isTrue();
  }

  @Test
  void aMemberWhoseIdDiffersInCaseAloneStays() {
    hire(Ids.UPPER_LATER);
    ObjectNode eve = stranger("bob");
    ObjectNode staff = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) staff.path("members")).addObject().put("value", eve.path("id").stringValue());
    world.service.change("Groups", staff);

    group("ada");
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("eve"));
    assertNothingLeftToDo();
  }

  @Test
  void aMemberWhomSomebodyElseAddedIsRemovedThoughTheTargetShowsHisIdInUpperCase() {
    begin(Quirks.NONE.withUpperIds());
    user("ada", true);
    user("bob", true);
    group("ada");
    cycle();
    cycle();
    ObjectNode staff = world.service.all("Groups").get(0).deepCopy();
    ((ArrayNode) staff.path("members")).addObject().put("value", id("bob"));
    world.service.change("Groups", staff);

    group("ada");
    upload("Group", "staff", JsonNodeFactory.instance.objectNode().put("displayName", "All"));
    world.control().apply(tenant.outbound, new JobEvent.Restart(FULL));
    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertNothingLeftToDo();
  }
}
