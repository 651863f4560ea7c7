package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.support.target.ScimService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Entries are found, made, changed and deleted in services that others wrote. */
@ParameterizedClass
@EnumSource(ScimService.Kind.class)
class ScimTargetTest extends WithScimService {

  ScimTargetTest(ScimService.Kind kind) {
    super(kind);
  }

  @Test
  void takesTheCredentials() {
    targets.check(service.credentials());
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
            TargetException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ENTRY_CONFLICT));
    assertThatThrownBy(() -> target.update("User", b, values("userName", "\"a\"")))
        .isInstanceOfSatisfying(
            TargetException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ENTRY_CONFLICT));
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
    Target other = targets.open(
        new SecretSet(
            List.of(
                new Secret(Secret.BASE_ADDRESS, service.baseAddress()),
                new Secret(Secret.SECRET_TOKEN, "wrong")),
            "test"),
        Turns.UNLIMITED);
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
