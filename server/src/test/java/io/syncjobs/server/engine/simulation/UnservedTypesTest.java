package io.syncjobs.server.engine.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Targets that serve users but no groups, as some do whose groups need another plan: users get and lose access all the same. */
@ResourceLock(World.NAME)
class UnservedTypesTest extends FoundFaultsBase {

  private static final int GROUPS = 12;

  static Stream<Arguments> breaks() {
    return Stream.of(
        answering(401, "{\"detail\":\"No scope\"}"),
        answering(403, "{\"detail\":\"Groups need plan Pro\"}"),
        answering(
            404,
            "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"404\"}"),
        answering(404, "<html><title>Not found</title></html>"),
        answering(429, ""),
        answering(500, ""),
        answering(501, ""),
        answering(200, "<html><title>Sign in</title></html>"),
        of("late", () -> {
          throw new SocketTimeoutException();
        }));
  }

  private static Arguments answering(int status, String body) {
    return of(status + " " + body, () -> new HttpResult(status, null, body.getBytes(UTF_8)));
  }

  private static Arguments of(String name, SimulatedHttp.Broken broken) {
    return Arguments.argumentSet(name, broken);
  }

  private void teams() {
    for (int i = 0; i < GROUPS; i++) {
      upload(
          "Group", "team" + i, JsonNodeFactory.instance.objectNode().put("displayName", "T" + i));
    }
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void usersLoseAccessFromTheFirstCycleOn(SimulatedHttp.Broken broken) {
    begin(Quirks.NONE);
    world.http.breakAt("/scim/Groups", broken);
    teams();
    user("ada", true);
    user("bob", true);
    group("ada", "bob");
    cycle();
    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob");
    user("bob", false);

    cycle();

    assertThat(isActive("bob")).isFalse();
    assertThat(tenant.job(tenant.outbound).progress().quarantine()).isNull();
    assertThat(failures().toString())
        .contains("fails at all requests for Group")
        .doesNotContain("SecretToken", "BaseAddress");
    world.http.breakAt(null, null);
    cycle();
    assertThat(world.service.all("Groups"))
        .hasSize(GROUPS + 1)
        .anySatisfy(group -> assertThat(group.path("members").toString()).contains(id("ada")));
    cycle();
    assertNothingLeftToDo();
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void usersLoseAccessWhenGroupsBeginToFail(SimulatedHttp.Broken broken) {
    hireAdaAndBob(Quirks.NONE);
    user("cleo", true);
    cycle();
    world.http.breakAt("/scim/Groups", broken);
    group("ada");
    teams();
    user("bob", false);
    cycle();
    assertThat(isActive("bob")).isFalse();
    user("cleo", false);

    cycle();

    assertOnlyAdaHasAccess();
    assertThat(tenant.job(tenant.outbound).progress().quarantine()).isNull();
    world.http.breakAt(null, null);
    cycle();
    assertThat(members()).containsExactly(id("ada"));
  }

  @Test
  void groupsLoseMembersThoughUsersFail() {
    hireAdaAndBob(Quirks.NONE);
    world.http.breakAt(
        "/scim/Users", () -> new HttpResult(403, null, "{\"detail\":\"No\"}".getBytes(UTF_8)));
    user("new", true);
    user("bob", false);
    group("ada");

    cycle();

    assertThat(members()).containsExactly(id("ada"));
  }

  /** An unserved type is asked for once in a while, not at each of its entries. */
  @Test
  void noFurtherRequestIsSentForATypeThatTheTargetDoesNotServe() {
    begin(Quirks.NONE);
    world.http.breakAt("/scim/Groups", () -> new HttpResult(403, null, new byte[0]));
    teams();
    user("ada", true);

    cycle();

    assertThat(world.steps.trace().stream().filter(step -> step.contains("/Groups")))
        .hasSizeLessThan(GROUPS);
    assertThat(escrows()).isEqualTo(GROUPS);
  }
}
