package io.syncjobs.server.engine.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import io.syncjobs.server.job.progress.Progress;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests about one entry that break, whatever its cause: nobody else keeps access for it. */
@ResourceLock(World.NAME)
class BrokenRequestsTest extends FoundFaultsBase {

  private static final int USERS = 40;

  static Stream<Arguments> breaks() {
    return Stream.of(
        of("cut", "broke the connection", () -> {
          throw new ConnectionClosedException("Premature end of message body");
        }),
        of("reset", "broke the connection", () -> {
          throw new SocketException("Connection reset");
        }),
        of("late", "didn't answer", () -> {
          throw new SocketTimeoutException();
        }),
        answering(401, "", "answered 401"),
        answering(403, "", "answered 403"),
        answering(429, "", "answered 429"),
        of("429 with a pause", "answered 429", () -> new HttpResult(429, "2", new byte[0])),
        answering(500, "", "answered 500"),
        answering(503, "", "answered 503"),
        answering(302, "", "answered 302"),
        answering(200, "<html><title>Sign in</title></html>", "not as a SCIM"),
        answering(200, "", "not as a SCIM"),
        answering(200, "{\"id\":", "not as a SCIM"),
        answering(200, "[]", "not as a SCIM"));
  }

  private static Arguments answering(int status, String body, String reason) {
    return of(
        status + " " + body, reason, () -> new HttpResult(status, null, body.getBytes(UTF_8)));
  }

  private static Arguments of(String name, String reason, SimulatedHttp.Broken broken) {
    return Arguments.argumentSet(name, reason, broken);
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void nobodyElseKeepsAccess(String reason, SimulatedHttp.Broken broken) {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    String id = id("u5");
    world.http.breakAt("/Users/" + id, broken);
    switchAll(false);

    cycle();

    assertThat(active()).containsExactly("u5");
    assertNoQuarantine();
    assertThat(world.log(tenant)).contains(reason);
    // Later there is nothing but the entry in escrow to do.
    cycle();
    assertNoQuarantine();
    world.http.breakAt(null, null);
    cycle();
    assertThat(active()).isEmpty();
  }

  @Test
  void anEntryThatAsksForALongPauseDelaysNoOthers() {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    world.http.breakAt("/Users/" + id("u0"), () -> new HttpResult(429, "7200", new byte[0]));
    switchAll(false);

    cycle();

    assertThat(active()).containsExactly("u0");
    assertNoQuarantine();
    assertThat(world.log(tenant)).contains("answered 429", "waits at least PT2H");
    world.http.breakAt(null, null);
    cycle();
    assertThat(active()).isEmpty();
  }

  @Test
  void referencesAreTriedAgainAfterThePauseThatTheTargetAsksFor() {
    begin(Quirks.NONE);
    switchAll(true);
    group("u1");
    cycle();
    cycle();
    world.http.breakAt("PATCH /scim/Groups/", () -> new HttpResult(429, "86400", new byte[0]));
    group("u2");
    cycle();
    assertThat(world.log(tenant)).contains("waits at least PT24H");
    world.http.breakAt(null, null);
    world.clock.advance(Duration.ofHours(12));

    tenant.runDue(false);

    assertThat(members()).containsExactly(id("u1"));
    cycle();
    assertThat(members()).containsExactly(id("u2"));
    assertNoQuarantine();
  }

  @Test
  void whoComesFirstKeepsNobodyFromGettingTheFirstAccount() {
    begin(Quirks.NONE);
    world.http.breakAt("\"userName\":\"u0\"", () -> {
      throw new SocketException("Connection reset");
    });
    switchAll(true);

    cycle();

    assertThat(active()).hasSize(USERS - 1).doesNotContain("u0");
    assertNoQuarantine();
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void searchesThatBreakKeepNobodyElsesAccess(String reason, SimulatedHttp.Broken broken) {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    group("u1", "u2");
    cycle();
    world.http.breakAt("filter=", broken);
    user("new", true);
    group("u1");

    cycle();

    assertThat(members()).containsExactly(id("u1"));
    assertNoQuarantine();
    assertThat(world.log(tenant)).contains(reason);
    world.http.breakAt(null, null);
    cycle();
    assertThat(active()).contains("new");
  }

  @Test
  void aTargetThatBreaksAllRequestsIsAtFault() {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    world.http.breakAt("/scim/", () -> new HttpResult(200, null, "<html>".getBytes(UTF_8)));
    switchAll(false);
    cycle();
    cycle();
    cycle();

    assertThat(progress().quarantine()).isNotNull();
    assertThat(progress().escrows()).isZero();
  }

  static Stream<Arguments> connections() {
    return Stream.of(
        of("refused", "refuses connections", () -> {
          throw new ConnectException("Connection refused");
        }),
        of("cut", "broke the connection", () -> {
          throw new ConnectionClosedException("Premature end of message body");
        }),
        of("unknown", "no host", () -> {
          throw new UnknownHostException("target.example");
        }),
        of("late", "didn't answer", () -> {
          throw new SocketTimeoutException();
        }),
        of("302", "redirect", () -> new HttpResult(302, null, new byte[0])),
        of("page", "service does", () -> new HttpResult(200, null, "<html>".getBytes(UTF_8))),
        of("TLS", "TLS", () -> {
          throw new SSLHandshakeException("Remote host terminated the handshake");
        }));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void aConnectionThatBreaksForAMomentQuarantinesNoJobThatHasHadAGoodCycle(
      String reason, SimulatedHttp.Broken broken) {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    world.http.breakAt("/scim/", broken);
    switchAll(false);

    cycle();
    cycle();

    assertNoQuarantine();
    assertThat(String.valueOf(progress().history().last())).contains(reason);
    cycle();
    assertThat(String.valueOf(progress().quarantine()))
        .containsAnyOf("ConnectionFailed", "ServiceUnavailable", "ServiceIncompatible");
    world.http.breakAt(null, null);
    cycle();
    assertThat(active()).isEmpty();
    assertNoQuarantine();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"2", "3600"})
  void aTargetThatIsBusyForAllIsWaitedFor(@Nullable String retryAfter) {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    world.http.breakAt("/scim/", () -> new HttpResult(429, retryAfter, new byte[0]));
    switchAll(false);

    cycle();

    assertNoQuarantine();
    assertThat(progress().escrows()).isZero();
    world.http.breakAt(null, null);
    cycle();
    assertThat(active()).isEmpty();
  }

  @Test
  void anOnlyEntryGoesIntoEscrow() {
    begin(Quirks.NONE);
    world.http.breakAt("POST", () -> new HttpResult(200, null, "<html>".getBytes(UTF_8)));
    user("ada", true);

    cycle();

    assertNoQuarantine();
    assertThat(progress().escrows()).isOne();
    assertThat(world.failures()).contains("not as a SCIM");
  }

  @Test
  void aTokenThatExpiresDuringACycleIsNoFaultOfEntries() {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    HttpResult unauthorized = new HttpResult(401, null, new byte[0]);
    world.http.breakAt("/Users/" + id("u5"), () -> {
      world.http.breakAt("/scim/", () -> unauthorized);
      return unauthorized;
    });
    switchAll(false);

    cycle();

    assertThat(active()).as("some were disabled before").hasSizeLessThan(USERS);
    assertThat(progress().quarantine()).isNotNull();
    assertThat(world.log(tenant)).doesNotContain("answered 401");
  }

  @Test
  void whoLeavesIsDisabledUnderANewIdToo() {
    begin(Quirks.NONE);
    switchAll(true);
    cycle();
    giveNewId("u5");
    switchAll(false);

    cycle();

    assertThat(active()).isEmpty();
  }

  @Test
  void whoLeavesIsDeletedUnderANewIdToo() {
    deletedIsWhoLeaves(Quirks.NONE);
    giveNewId("ada");

    cycle();

    assertThat(world.service.all("Users")).isEmpty();
    assertThat(world.log(tenant)).contains("Deleted in the target.");
  }

  @Test
  void whoLeavesIsDeletedThoughTheTargetShowsANewIdOnlyLater() {
    deletedIsWhoLeaves(Quirks.NONE.late(Duration.ofHours(2)));
    giveNewId("ada", Duration.ofHours(24));
    tenant.runDue(false);
    assertThat(world.log(tenant)).contains("looked for again later");

    cycle();

    assertThat(world.service.all("Users")).isEmpty();
  }

  @Test
  void whoLeavesStaysInEscrowWhileTheTargetFindsTheAccountButNotItsId() {
    deletedIsWhoLeaves(Quirks.NONE);
    world.http.breakAt("/Users/" + id("ada"), () -> new HttpResult(404, null, new byte[0]));

    cycle();

    assertThat(progress().escrows()).isOne();
    assertThat(world.failures()).contains("none of its id");
    world.http.breakAt(null, null);
    cycle();
    assertThat(world.service.all("Users")).isEmpty();
  }

  @Test
  void whoLeavesIsDeletedThoughTheTargetSaysThatItHasBefore() {
    deletedIsWhoLeaves(Quirks.NONE);
    world.http.breakAt("DELETE", () -> new HttpResult(204, null, new byte[0]));

    cycle();

    assertThat(progress().escrows()).isOne();
    assertThat(world.failures()).contains("with success, but still shows the entry");
    world.http.breakAt(null, null);
    cycle();
    assertThat(world.service.all("Users")).isEmpty();
    assertThat(progress().escrows()).isZero();
  }

  /** Lets a user leave whose account is to be deleted, since no mapping disables it. */
  private void deletedIsWhoLeaves(Quirks quirks) {
    begin(quirks);
    ObjectNode schema = tenant.schema(tenant.outbound);
    ((ArrayNode) schema.at("/synchronizationRules/0/objectMappings/0/attributeMappings"))
        .removeIf(each -> each.path("targetAttributeName").asString("").equals("active"));
    world.schemas().replace(tenant.outbound, version -> true, schema);
    user("ada", true);
    cycle();
    cycle();
    world
        .directory()
        .target(tenant.id)
        .delete("User", tenant.find("User", "ada").orElseThrow().id());
  }

  private void giveNewId(String name) {
    giveNewId(name, Duration.ZERO);
  }

  private void giveNewId(String name, Duration pause) {
    world.service.handle("DELETE", "/scim/Users/" + id(name), null);
    world.clock.advance(pause);
    world.service.add(
        "Users", JsonNodeFactory.instance.objectNode().put("userName", name).put("active", true));
  }

  private void switchAll(boolean active) {
    for (int i = 0; i < USERS; i++) {
      upload(
          "User",
          "u" + i,
          JsonNodeFactory.instance.objectNode().put("userName", "u" + i).put("active", active));
    }
  }

  private List<String> active() {
    return world.service.all("Users").stream()
        .filter(user -> user.path("active").booleanValue())
        .map(user -> user.path("userName").stringValue())
        .toList();
  }

  private Progress progress() {
    return tenant.job(tenant.outbound).progress();
  }

  private void assertNoQuarantine() {
    assertThat(progress().quarantine()).isNull();
  }
}
