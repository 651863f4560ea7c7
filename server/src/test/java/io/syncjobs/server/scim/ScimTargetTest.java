package io.syncjobs.server.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.secret.Secret;
import io.syncjobs.server.secret.SecretSet;
import io.syncjobs.server.support.target.ScimService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Services that others wrote hold what we write to them, and what we read from them is what they hold. */
@ParameterizedClass
@EnumSource(ScimService.Kind.class)
class ScimTargetTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ENTERPRISE =
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

  private final ScimTargets targets = new ScimTargets(JSON, true, Duration.ofSeconds(30));
  private final ScimService.Kind kind;
  private final ScimService service;
  private final Target target;

  ScimTargetTest(ScimService.Kind kind) {
    this.kind = kind;
    service = kind.start();
    target = targets.open(service.credentials());
  }

  @AfterEach
  void close() throws IOException {
    target.close();
    targets.destroy();
    service.close();
  }

  private static Map<String, JsonNode> values(String... namesAndValues) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], JSON.readTree(namesAndValues[i + 1]));
    }
    return values;
  }

  private String user(String userName) {
    return target.create("User", values("userName", JSON.writeValueAsString(userName)));
  }

  private JsonNode held(String type, String id) {
    return service.resources(type).stream()
        .filter(resource -> resource.path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void assertHolds(String id, Map<String, JsonNode> values) {
    Entry read = target.read("User", id).orElseThrow();
    JsonNode held = held("User", id);
    values.forEach((name, value) -> {
      if (value.isNull()) {
        assertThat(ScimDocument.value(held, name).isMissingNode()).as(name).isTrue();
        assertThat(read.value(name).isMissingNode()).as(name).isTrue();
      } else {
        assertThat(ScimDocument.value(held, name)).as(name).isEqualTo(value);
        assertThat(read.value(name)).as(name).isEqualTo(value);
      }
    });
  }

  @Test
  void takesTheCredentials() {
    targets.check(service.credentials());
  }

  @Test
  void keepsAllKindsOfAttributes() {
    String boss = user("boss@example.com");
    Map<String, JsonNode> values = values(
        "userName",
        "\"bjensen@example.com\"",
        "externalId",
        "\"7\"",
        "active",
        "true",
        "displayName",
        "\"Barbara \\\"Babs\\\" Jensen %41{x} ü\"",
        "name.givenName",
        "\"Barbara\"",
        "name.familyName",
        "\"Jensen\"",
        "emails[type eq \"work\"].value",
        "\"work@example.com\"",
        "emails[type eq \"home\"].value",
        "\"home@example.com\"",
        "phoneNumbers[type eq \"mobile\"].value",
        "\"+1 555 0100\"",
        "addresses[type eq \"work\"].streetAddress",
        "\"1 Main St\"",
        "addresses[type eq \"work\"].locality",
        "\"Rome\"",
        "roles[primary eq true].value",
        "\"admin\"",
        ENTERPRISE + "department",
        "\"Tours\"",
        ENTERPRISE + "manager",
        '"' + boss + '"');
    String id = target.create("User", values);
    assertHolds(id, values);
    assertThat(target.read("User", id).orElseThrow())
        .extracting(Entry::type, Entry::id)
        .containsExactly("User", id);
  }

  @Test
  void sendsTextsForBooleansAsBooleans() {
    String id = target.create("User", values("userName", "\"a\"", "active", "\"True\""));
    assertHolds(id, values("active", "true"));
    target.update("User", id, values("active", "\"False\""));
    assertHolds(id, values("active", "false"));
  }

  @Test
  void addsWhatIsNotThereYet() {
    String boss = user("boss");
    String id = user("a");
    Map<String, JsonNode> values = values(
        "title",
        "\"Guide\"",
        "name.givenName",
        "\"Barbara\"",
        "name.familyName",
        "\"Jensen\"",
        "emails[type eq \"work\"].value",
        "\"work@example.com\"",
        "addresses[type eq \"work\"].streetAddress",
        "\"1 Main St\"",
        "addresses[type eq \"work\"].locality",
        "\"Rome\"",
        "phoneNumbers[type eq \"mobile\"].value",
        "\"+1 555 0100\"",
        "roles[primary eq \"True\"].value",
        "\"admin\"",
        ENTERPRISE + "department",
        "\"Tours\"",
        ENTERPRISE + "manager",
        '"' + boss + '"');
    target.update("User", id, values);
    assertHolds(id, values);
    assertThat(held("User", id).path("addresses")).hasSize(1);
  }

  @Test
  void replacesWhatIsThereAndLeavesTheRest() {
    String boss = user("boss");
    String other = user("other");
    String id = target.create(
        "User",
        values(
            "userName",
            "\"a\"",
            "title",
            "\"Guide\"",
            "name.givenName",
            "\"Barbara\"",
            "name.familyName",
            "\"Jensen\"",
            "emails[type eq \"work\"].value",
            "\"work@example.com\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            ENTERPRISE + "department",
            "\"Tours\"",
            ENTERPRISE + "division",
            "\"South\"",
            ENTERPRISE + "manager",
            '"' + boss + '"'));
    Map<String, JsonNode> changes = values(
        "userName",
        "\"b\"",
        "name.familyName",
        "\"Smith\"",
        "emails[type eq \"work\"].value",
        "\"new@example.com\"",
        "addresses[type eq \"work\"].locality",
        "\"Ostia\"",
        "addresses[type eq \"work\"].country",
        "\"IT\"",
        ENTERPRISE + "department",
        "\"Travel\"",
        ENTERPRISE + "manager",
        '"' + other + '"');
    target.update(target.read("User", id).orElseThrow(), changes);
    assertHolds(id, changes);
    assertHolds(
        id,
        values(
            "title",
            "\"Guide\"",
            "name.givenName",
            "\"Barbara\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            ENTERPRISE + "division",
            "\"South\""));
    assertThat(held("User", id).path("emails")).hasSize(2);
    target.update("User", id, changes);
    assertHolds(id, changes);
  }

  @Test
  void takesValuesAway() {
    String boss = user("boss");
    String id = target.create(
        "User",
        values(
            "userName",
            "\"a\"",
            "title",
            "\"Guide\"",
            "name.givenName",
            "\"Barbara\"",
            "name.familyName",
            "\"Jensen\"",
            "emails[type eq \"work\"].value",
            "\"work@example.com\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            "addresses[type eq \"work\"].streetAddress",
            "\"1 Main St\"",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            ENTERPRISE + "department",
            "\"Tours\"",
            ENTERPRISE + "manager",
            '"' + boss + '"'));
    Map<String, JsonNode> gone = values(
        "title",
        "null",
        "nickName",
        "null",
        "name.givenName",
        "null",
        "emails[type eq \"work\"].value",
        "null",
        "emails[type eq \"other\"].value",
        "null",
        "addresses[type eq \"work\"].streetAddress",
        "null",
        ENTERPRISE + "manager",
        "null");
    target.update("User", id, gone);
    assertHolds(id, gone);
    assertHolds(
        id,
        values(
            "name.familyName",
            "\"Jensen\"",
            "emails[type eq \"home\"].value",
            "\"home@example.com\"",
            "addresses[type eq \"work\"].locality",
            "\"Rome\"",
            ENTERPRISE + "department",
            "\"Tours\""));
    assertThat(held("User", id).path("emails")).hasSize(1);
    int patches = service.requests("PATCH");
    target.update("User", id, gone);
    assertThat(service.requests("PATCH")).as("nothing to take away").isEqualTo(patches);
  }

  @Test
  void sendsPasswordsAndNeverReadsThem() {
    String id = target.create("User", values("userName", "\"a\"", "password", "\"Secret 1 of a\""));
    assertThat(held("User", id).path("password").asString()).isEqualTo("Secret 1 of a");
    assertThat(target.read("User", id).orElseThrow().value("password").isMissingNode())
        .isTrue();
    target.update("User", id, values("password", "\"Secret 2 of a\""));
    assertThat(held("User", id).path("password").asString()).isEqualTo("Secret 2 of a");
  }

  @Test
  void findsByValue() {
    String id = target.create(
        "User",
        values(
            "userName", "\"Bob %41{b}+&=@example.com\"",
            "externalId", "\"Ext\"",
            "emails[type eq \"work\"].value", "\"bob@example.com\""));
    user("alice");
    assertThat(target.find("User", "userName", "bob %41{b}+&=@example.com"))
        .extracting(Entry::type, Entry::id)
        .containsExactly(tuple("User", id));
    if (kind != ScimService.Kind.SCIMPLE) {
      // Which evaluates only one condition on an element.
      assertThat(target.find("User", "emails[type eq \"work\"].value", "BOB@example.com"))
          .extracting(Entry::id)
          .containsExactly(id);
    }
    assertThat(target.find("User", "externalId", "Ext")).extracting(Entry::id).containsExactly(id);
    assertThat(target.find("User", "externalId", "none")).isEmpty();
    assertThat(target.find("User", "userName", "nobody")).isEmpty();
  }

  @Test
  void findsNoMoreThanTwo() {
    for (String name : List.of("a", "b", "c")) {
      target.create("User", values("userName", '"' + name + '"', "title", "\"Guide\""));
    }
    assertThat(target.find("User", "title", "guide")).hasSize(2);
  }

  @Test
  void saysThatANameIsTaken() {
    user("a");
    String b = user("b");
    assertThatThrownBy(() -> user("A"))
        .isInstanceOfSatisfying(
            TargetException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.ENTRY_NOT_UNIQUE));
    assertThatThrownBy(() -> target.update("User", b, values("userName", "\"a\"")))
        .isInstanceOfSatisfying(
            TargetException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.ENTRY_NOT_UNIQUE));
  }

  @Test
  void readsAndDeletesWhatIsGone() {
    String id = user("a");
    target.delete("User", id);
    assertThat(service.resources("User")).isEmpty();
    assertThat(target.read("User", id)).isEmpty();
    target.delete("User", id);
    assertThatThrownBy(() -> target.update("User", id, values("title", "\"x\"")))
        .isInstanceOfSatisfying(
            TargetException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ENTRY_MISSING));
    assertThatThrownBy(
            () -> target.changeReferences("Group", id, "members", List.of("x"), List.of()))
        .isInstanceOfSatisfying(
            TargetException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ENTRY_MISSING));
  }

  @Test
  void changesMembersInBatches() {
    List<String> users = new ArrayList<>();
    IntStream.range(0, 250).forEach(i -> users.add(user("user" + i)));
    String group = target.create("Group", values("displayName", "\"Guides\""));
    assertThat(target.find("Group", "displayName", "guides"))
        .extracting(Entry::id)
        .containsExactly(group);
    target.changeReferences("Group", group, "members", List.of(), users.subList(0, 2));
    assertMembers(group, List.of());
    int patches = service.requests("PATCH");
    target.changeReferences("Group", group, "members", users, List.of());
    assertThat(service.requests("PATCH") - patches).isEqualTo(3);
    assertMembers(group, users);
    target.changeReferences(
        "Group", group, "members", users.subList(0, 10), users.subList(100, 250));
    assertMembers(group, users.subList(0, 100));
    target.changeReferences("Group", group, "members", List.of(), users.subList(90, 110));
    assertMembers(group, users.subList(0, 90));
  }

  private void assertMembers(String group, List<String> users) {
    JsonNode members = ScimDocument.value(held("Group", group), "members");
    assertThat(members.valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(users);
    assertThat(target.read("Group", group).orElseThrow().value("members").size())
        .isEqualTo(users.size());
  }

  @Test
  void refusesAnotherToken() {
    Target other = targets.open(new SecretSet(
        List.of(
            new Secret(Secret.BASE_ADDRESS, service.baseAddress()),
            new Secret(Secret.SECRET_TOKEN, "wrong")),
        "test"));
    assertThatThrownBy(() -> other.find("User", "userName", "a"))
        .isInstanceOfSatisfying(TargetException.class, e -> {
          assertThat(e.problem()).isEqualTo(Problem.REJECTED_CREDENTIALS);
          assertThat(e.key()).contains(Secret.SECRET_TOKEN);
        });
  }

  @Test
  void servesManyThreads() throws Exception {
    // Threads of its own: the common pool is where one of the services filters.
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<String> ids = new ArrayList<>();
      for (Future<String> id : callers.invokeAll(
          IntStream.range(0, 300).mapToObj(this::createUpdateFind).toList())) {
        ids.add(id.get());
      }
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(service.resources("User")).hasSize(300).allMatch(user -> user.has("title"));
    } finally {
      callers.shutdownNow();
    }
  }

  private Callable<String> createUpdateFind(int number) {
    return () -> {
      String id = user("user" + number);
      target.update("User", id, values("title", "\"" + number + "\""));
      assertThat(target.find("User", "userName", "user" + number))
          .extracting(Entry::id)
          .containsExactly(id);
      return id;
    };
  }
}
