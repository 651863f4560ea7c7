package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobUpdate;
import io.syncjobs.server.job.template.Setting;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** References in the target to users who left, or who came back. Nothing else of those who refer to them changes. */
@ResourceLock(World.NAME)
class WithdrawnReferencesTest extends FoundFaultsBase {

  private void staff(Quirks quirks) {
    begin(quirks);
    user("bob", true);
    ObjectNode ada = withManager("bob").put("userName", "ada").put("active", true);
    upload("User", "ada", ada);
    group("ada", "bob");
    cycle();
    cycle();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
  }

  private Entry bob() {
    return tenant.find("User", "bob").orElseThrow();
  }

  private void delete() {
    world.directory().target(tenant.id).delete("User", bob().id());
  }

  private void mapping(Consumer<ObjectNode> edit) {
    mapping(tenant.outbound, edit);
  }

  private void mapping(JobKey job, Consumer<ObjectNode> edit) {
    ObjectNode schema = tenant.schema(job);
    edit.accept((ObjectNode) schema.at("/synchronizationRules/0/objectMappings/0"));
    world.schemas().replace(job, version -> true, schema);
    cycle();
  }

  @Test
  void whoLeavesTheScopeOfUploadsIsNoMemberAndNoManagerOfTheDirectory() {
    staff(Quirks.NONE);
    title("ada", "Staff");
    title("bob", "Staff");
    mapping(tenant.inbound, users -> Tenant.onlyWith(users, "title", "Staff"));
    title("bob", "Guest");

    cycle();
    cycle();

    Entry ada = tenant.find("User", "ada").orElseThrow();
    assertThat(ada.value("manager").asString("")).isEmpty();
    assertThat(tenant.find("Group", "staff").orElseThrow().value("members").toString())
        .contains(ada.id())
        .doesNotContain(bob().id());
    assertAlone();
  }

  private void title(String user, String title) {
    upload("User", user, JsonNodeFactory.instance.objectNode().put("title", title));
  }

  private void assertAlone() {
    assertThat(members()).containsExactly(id("ada"));
    assertThat(manager("ada")).isEmpty();
    int writes = world.service.writes().size();
    cycle();
    assertThat(world.service.writes()).hasSize(writes);
  }

  @Test
  void aDeletedUserIsNoMemberAndNoManagerUntilHeIsRestored() {
    staff(Quirks.NONE);
    delete();
    cycle();
    assertThat(account("bob").path("active").booleanValue()).isFalse();
    assertAlone();
    assertThat(world.log(tenant)).contains("removed 1 of members");

    tenant.change("User", bob().id(), Map.of("IsSoftDeleted", BooleanNode.FALSE));
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
  }

  @Test
  void aDeletedUserLosesHisReferencesThoughTheTargetRefusesToDisableHim() {
    staff(Quirks.NONE);
    delete();
    world.http.refuse("PATCH /scim/Users/" + id("bob"));

    cycle();

    assertThat(account("bob").path("active").booleanValue()).isTrue();
    assertThat(members()).containsExactly(id("ada"));
    assertThat(manager("ada")).isEmpty();
  }

  @Test
  void aDeletedUserLosesHisReferencesThoughAMappingFailsForHim() {
    staff(Quirks.NONE);
    title("ada", "2030");
    title("bob", "2030");
    mapping(users -> users.path("attributeMappings").forEach(each -> {
      if (each.path("targetAttributeName").asString("").equals("title")) {
        ((ObjectNode) each)
            .putObject("source")
            .put("name", "FormatDateTime")
            .put("type", "Function")
            .put("expression", "FormatDateTime([jobTitle], \"\", \"yyyy\", \"yy\")")
            .putArray("parameters");
      }
    }));
    title("bob", "none");
    delete();

    cycle();

    assertThat(world.log(tenant))
        .contains("AttributeMappingFailed", "\"DISABLE\",\"result\":\"FAILURE\"");
    assertThat(members()).containsExactly(id("ada"));
    assertThat(manager("ada")).isEmpty();
    title("bob", "2031");
    cycle();
    cycle();
    assertThat(account("bob").path("active").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void aDeletedUserLosesHisReferencesThoughTheTargetIsBusyForHimAlone(int status) {
    staff(Quirks.NONE);
    delete();
    world.http.breakAt("/Users/" + id("bob"), () -> new HttpResult(status, "1", new byte[0]));

    cycle();

    assertThat(account("bob").path("active").booleanValue()).isTrue();
    assertThat(members()).containsExactly(id("ada"));
    assertThat(manager("ada")).isEmpty();
    assertThat(world.log(tenant))
        .contains("answered " + status)
        .contains("\"DISABLE\",\"result\":\"FAILURE\"");
    world.http.breakAt(null, null);
    cycle();
    assertThat(account("bob").path("active").booleanValue()).isFalse();
  }

  @Test
  void aDeletionThatWouldBeHeldBackKeepsReferencesThoughTheTargetIsBusyForIt() {
    staff(Quirks.NONE);
    world
        .editing()
        .update(
            tenant.outbound,
            version -> true,
            new JobUpdate(null, null, null, List.of(new Setting(Setting.DELETE_THRESHOLD, "1"))));
    delete();
    world.http.breakAt("/Users/" + id("bob"), () -> new HttpResult(503, null, new byte[0]));

    cycle();

    assertThat(world.failures()).contains("answered 503");
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
  }

  @Test
  void whoIsOnlyDisabledStaysWhereTheSourceShowsHim() {
    staff(Quirks.NONE);
    user("bob", false);

    cycle();

    assertThat(account("bob").path("active").booleanValue()).isFalse();
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
  }

  @Test
  void whoLeavesTheScopeIsNoMemberAndNoManagerUntilHeEntersItAgain() {
    staff(Quirks.NONE);
    title("ada", "Staff");
    title("bob", "Staff");
    mapping(users -> Tenant.onlyWith(users, "jobTitle", "Staff"));
    title("bob", "Guest");
    cycle();
    assertAlone();

    title("bob", "Staff");
    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    assertThat(manager("ada")).isEqualTo(id("bob"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingRefersToAnAccountThatWasDeleted(boolean keepsReferences) {
    staff(keepsReferences ? Quirks.NONE.keepingReferences() : Quirks.NONE);
    mapping(users -> ((ArrayNode) users.path("attributeMappings"))
        .removeIf(each -> each.path("targetAttributeName").asString("").equals("active")));
    delete();

    cycle();

    assertThat(world.service.all("Users")).hasSize(1);
    assertAlone();
  }

  /** Targets that show all members, some or none, and that drop references to what is deleted or keep them. */
  static List<Quirks> keepers() {
    return Stream.of(Quirks.NONE, Quirks.NONE.keepingReferences())
        .flatMap(quirks -> Stream.of(Quirks.Shown.values())
            .map(shown -> shown == Quirks.Shown.ALL ? quirks : quirks.showing(shown)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void aDeletedAccountIsNoMemberWhateverTheTargetShows(Quirks quirks) {
    trio(quirks);
    deleteInsteadOfDisabling();
    delete();

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertQuiet();
  }

  private void trio(Quirks quirks) {
    staff(quirks);
    user("cy", true);
    group("ada", "bob", "cy");
    cycle();
    cycle();
  }

  private void assertQuiet() {
    cycle();
    assertThat(tenant.job(tenant.outbound).progress().escrows()).isZero();
    int writes = world.service.writes().size();
    cycle();
    assertThat(world.service.writes()).hasSize(writes);
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void anAccountThatIsDeletedUnderANewIdIsNoMember(Quirks quirks) {
    trio(quirks);
    deleteInsteadOfDisabling();
    world.service.move("Users", account("bob"));
    delete();

    cycle();

    assertThat(world.service.all("Users")).hasSize(2);
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertQuiet();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALL", "NONE"})
  void aMemberIsRemovedUnderANewIdThoughOnlyTheGroupChanges(Quirks.Shown shown) {
    staff(shown == Quirks.Shown.ALL ? Quirks.NONE : Quirks.NONE.showing(shown));
    world.service.move("Users", account("bob"));
    group("ada");

    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertThat(account("bob").path("active").booleanValue()).isTrue();
    // What the account hides is written under the new id, and once more as that is not shown.
    cycle();
    assertQuiet();
  }

  @ParameterizedTest
  @MethodSource("keepers")
  void whoHasANewIdStaysAMemberUnderThatAlone(Quirks quirks) {
    staff(quirks);
    world.service.move("Users", account("bob"));
    title("bob", "Chair");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    group("ada");
    cycle();
    assertThat(members()).containsExactly(id("ada"));
    assertQuiet();
  }

  private void moveAll(String type) {
    world.service.all(type).forEach(each -> world.service.move(type, each));
  }

  @Test
  void aMemberIsRemovedThoughAllOfTheTargetHaveNewIds() {
    trio(Quirks.NONE);
    moveAll("Users");
    moveAll("Groups");
    group("ada", "cy");

    cycle();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("cy"));
    assertQuiet();
    group("cy");
    cycle();
    assertThat(members()).containsExactly(id("cy"));
    assertQuiet();
  }

  @Test
  void aManagerIsWithdrawnThoughAllUsersOfTheTargetHaveNewIds() {
    staff(Quirks.NONE);
    moveAll("Users");
    ObjectNode ada = withManager("").put("userName", "ada").put("active", true);
    ada.putObject(SimulatedService.ENTERPRISE).putNull("manager");
    upload("User", "ada", ada);

    cycle();

    assertThat(manager("ada")).isEmpty();
    assertQuiet();
  }

  @Test
  void aManagerStaysThoughAllUsersOfTheTargetHaveNewIds() {
    staff(Quirks.NONE);
    moveAll("Users");
    upload(
        "User",
        "ada",
        withManager("bob").put("userName", "ada").put("active", true).put("title", "Chair"));

    cycle();

    assertThat(manager("ada")).isEqualTo(id("bob"));
    assertQuiet();
  }

  @ParameterizedTest
  @MethodSource("io.syncjobs.server.engine.simulation.BrokenRequestsTest#breaks")
  void aMemberWhoIsNotShownIsRemovedThoughSearchesBreak(
      String reason, SimulatedHttp.Broken broken) {
    staff(Quirks.NONE.showing(Quirks.Shown.NONE));
    world.service.hideFromReads(id("bob"));
    world.http.breakAt("filter=", broken);
    group("ada");

    cycle();

    assertThat(members()).containsExactly(id("ada"));
    assertThat(world.log(tenant)).contains(reason);
    world.http.breakAt(null, null);
    assertQuiet();
  }
}
