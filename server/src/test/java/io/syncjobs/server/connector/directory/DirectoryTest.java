package io.syncjobs.server.connector.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.connector.Change;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Source;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.platform.TenantClocks;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tenants' directories, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
class DirectoryTest {

  private final Directory directory;
  private final DirectoryReader reads;
  private final DirectoryWriter writes;
  private final String tenant = TestServer.newId();
  private final Source source;
  private final Target target;

  DirectoryTest(Database database) {
    TestServer server = database.server();
    directory = server.bean(Directory.class);
    reads = server.bean(DirectoryReader.class);
    writes = server.bean(DirectoryWriter.class);
    source = directory.source(tenant);
    target = directory.target(tenant);
  }

  private static Map<String, JsonNode> values(String json) {
    Map<String, JsonNode> values = new HashMap<>();
    JsonMapper.shared()
        .readTree(json.replace('\'', '"'))
        .properties()
        .forEach(member -> values.put(member.getKey(), member.getValue()));
    return values;
  }

  private String user(String name) {
    return target.create("User", values("{'userPrincipalName':'%s'}".formatted(name)));
  }

  private String group(String name, String... members) {
    String ids = "['" + String.join("','", members) + "']";
    return target.create(
        "Group",
        values(
            "{'displayName':'%s','members':%s}".formatted(name, members.length == 0 ? "[]" : ids)));
  }

  private Entry read(String type, String id) {
    return target.read(type, id).orElseThrow();
  }

  /** Ids of entries that changed after a number, in order. */
  private List<String> changed(long after) {
    return source.changes(after, source.newest(), 100).stream()
        .map(change -> change.entry().id())
        .toList();
  }

  /** Asserts the problem of a refusal, words of its message, and that the message is a sentence. */
  private static void assertRefused(Runnable call, Problem problem, String... words) {
    assertThatThrownBy(call::run).isInstanceOfSatisfying(TargetException.class, e -> {
      assertThat(e.problem()).isEqualTo(problem);
      assertThat(e.getMessage()).endsWith(".");
      for (String word : words) {
        assertThat(e.getMessage()).contains(word);
      }
    });
  }

  @Test
  void readsEntriesAsWritten() {
    String boss = user("boss@x.example");
    String id = target.create("User", values("""
        {'userPrincipalName':'Ann@x.example','displayName':'Ann \\u0000','accountEnabled':true,'level':7,'tags':['a',{'b':null}],
         'mail':null,'manager':'%s'}
        """.formatted(boss.toUpperCase(Locale.ROOT))));

    Entry entry = read("User", id);
    assertThat(entry.type()).isEqualTo("User");
    assertThat(entry.id()).isEqualTo(id).matches("[0-9a-f-]{36}");
    assertThat(entry.value("objectId").asString()).isEqualTo(id);
    assertThat(entry.value("userPrincipalName").asString()).isEqualTo("Ann@x.example");
    assertThat(entry.value("displayName").asString()).isEqualTo("Ann \0");
    assertThat(entry.value("level").asInt()).isEqualTo(7);
    assertThat(entry.value("tags")).hasToString("[\"a\",{\"b\":null}]");
    assertThat(entry.value("manager").asString()).isEqualTo(boss);
    assertThat(entry.value("IsSoftDeleted").asBoolean()).isFalse();
    for (String none : List.of("mail", "members", "nobody")) {
      assertThat(entry.value(none).isMissingNode()).as(none).isTrue();
    }
    assertThat(target.read("Group", id)).isEmpty();
    assertThat(source.find("User", id).orElseThrow().entry()).isEqualTo(entry);
  }

  @Test
  void changesComeOnceEachInOrderAndInPages() {
    String a = user("a");
    String b = user("b");
    String c = user("c");
    long before = source.newest();

    target.update("User", a, values("{'title':'x'}"));

    assertThat(source.newest()).isGreaterThan(before);
    assertThat(changed(0)).containsExactly(b, c, a);
    assertThat(changed(before)).containsExactly(a);
    assertThat(source.count(0, before)).isEqualTo(2);
    assertThat(source.count(0, source.newest())).isEqualTo(3);
    List<Change> page = source.changes(0, source.newest(), 2);
    assertThat(page).extracting(change -> change.entry().id()).containsExactly(b, c);
    assertThat(source.changes(page.get(1).number(), source.newest(), 2))
        .extracting(change -> change.entry().id())
        .containsExactly(a);
    assertThat(directory.source(TestServer.newId()).newest()).isZero();
  }

  @Test
  void writesWithoutAChangeTakeNoNumber() {
    String boss = user("boss");
    String id = target.create(
        "User",
        values(
            "{'userPrincipalName':'a','level':7,'big':7000000000,'manager':'%s'}".formatted(boss)));
    String group = group("g", id);
    long before = source.newest();

    target.update("User", id, values("""
        {'level':7,'big':7000000000,'mail':null,'manager':'%s','IsSoftDeleted':false,'objectId':'%s'}
        """.formatted(boss, id)));
    target.update("Group", group, values("{'members':['%s']}".formatted(id)));
    target.changeReferences("Group", group, "members", Set.of(id), Set.of(boss));
    target.delete("User", TestServer.newId());

    assertThat(source.newest()).isEqualTo(before);
  }

  @Test
  void entriesAreFoundByTextsInWhateverCase() {
    String a = target.create("User", values("{'userPrincipalName':'a','employeeId':'X1'}"));
    String b = target.create("User", values("{'userPrincipalName':'b','employeeId':'x1'}"));
    target.create("User", values("{'userPrincipalName':'c','employeeId':'x1'}"));
    String exact = target.create("User", values("{'userPrincipalName':'d','immutableId':'Q'}"));

    assertThat(target.find("User", "userPrincipalName", "A"))
        .extracting(Entry::id)
        .containsExactly(a);
    assertThat(target.find("User", "employeeId", "x1")).hasSize(2);
    assertThat(target.find("User", "immutableId", "Q"))
        .extracting(Entry::id)
        .containsExactly(exact);
    assertThat(target.find("User", "immutableId", "q")).isEmpty();
    assertThat(target.find("User", "objectId", b)).extracting(Entry::id).containsExactly(b);
    assertThat(target.find("Group", "userPrincipalName", "a")).isEmpty();
    for (String no : List.of("", "\0", "x".repeat(300), "'; DROP TABLE jobs")) {
      assertThat(target.find("User", "employeeId", no)).isEmpty();
    }
    target.update("User", a, values("{'employeeId':'y'}"));
    assertThat(target.find("User", "employeeId", "Y")).extracting(Entry::id).containsExactly(a);
    assertThat(directory.target(TestServer.newId()).find("User", "userPrincipalName", "a"))
        .isEmpty();
  }

  @Test
  void refusesImpossibleWrites() {
    String a = user("a");
    String b = user("b");
    String group = group("g");
    String nobody = TestServer.newId();
    long before = source.newest();
    Problem refused = Problem.ENTRY_REFUSED;

    assertRefused(() -> target.create("Device", Map.of()), refused, "Device", "User or Group");
    assertRefused(() -> target.create("User", Map.of()), refused, "requires userPrincipalName");
    assertRefused(() -> user("x".repeat(257)), refused, "requires userPrincipalName");
    assertRefused(() -> target.create("Group", Map.of()), refused, "requires displayName");
    assertRefused(
        () -> target.update("User", a, values("{'userPrincipalName':null}")),
        refused,
        "userPrincipalName");
    assertRefused(() -> user("A"), Problem.ENTRY_CONFLICT, "'A'");
    assertRefused(
        () -> target.update("User", b, values("{'userPrincipalName':'a'}")),
        Problem.ENTRY_CONFLICT);
    assertRefused(
        () -> target.update("User", a, values("{'manager':'%s'}".formatted(nobody))),
        refused,
        nobody);
    assertRefused(
        () -> target.update("User", a, values("{'manager':'%s'}".formatted(group))),
        refused,
        group);
    assertRefused(
        () -> target.update("User", a, values("{'manager':['%s','%s']}".formatted(a, b))),
        refused,
        "one manager");
    assertRefused(() -> target.update("User", a, values("{'manager':7}")), refused, "not 7.");
    assertRefused(() -> target.update("User", a, values("{'members':[]}")), refused, "members");
    assertRefused(() -> target.update("User", a, values("{'objectId':'x'}")), refused, "objectId");
    assertRefused(
        () -> target.changeReferences("Group", group, "members", Set.of(a, nobody), Set.of()),
        refused,
        nobody);
    assertRefused(
        () -> target.changeReferences("Group", group, "owners", Set.of(a), Set.of()),
        refused,
        "owners");
    assertRefused(
        () -> target.changeReferences("User", a, "manager", Set.of(a, b), Set.of()),
        refused,
        "one manager");
    assertRefused(() -> target.update("User", nobody, Map.of()), Problem.ENTRY_MISSING, nobody);
    assertRefused(() -> target.update("Group", a, Map.of()), Problem.ENTRY_MISSING, a);
    Target stranger = directory.target(TestServer.newId());
    assertRefused(() -> stranger.update("User", a, Map.of()), Problem.ENTRY_MISSING, a);
    stranger.delete("User", a);

    assertThat(source.newest()).isEqualTo(before);
    assertThat(read("Group", group).value("members").isMissingNode()).isTrue();
  }

  @Test
  void membershipChangesThoseWhoJoinAndLeave() {
    String a = user("a");
    String b = user("b");
    String c = user("c");
    String group = group("g", a, b);
    long before = source.newest();

    target.changeReferences("Group", group, "members", List.of(c, b, c), List.of(a));

    assertThat(changed(before)).containsExactlyInAnyOrder(group, a, c);
    assertThat(read("Group", group).value("members").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder(b, c);
    assertThat(source.isIn(c, Set.of("x", group))).isTrue();
    assertThat(source.isIn(a, Set.of(group))).isFalse();
    assertThat(source.isIn(group, Set.of(group))).isTrue();
    assertThat(source.isIn(c, Set.of())).isFalse();
    assertThat(source.referrers(c)).containsExactly(group);

    long then = source.newest();
    target.update("Group", group, values("{'members':['%s'],'description':'d'}".formatted(a)));
    assertThat(changed(then)).containsExactlyInAnyOrder(group, a, b, c);
    assertThat(source.isIn(a, Set.of(group))).isTrue();

    long last = source.newest();
    target.changeReferences("User", b, "manager", Set.of(c), Set.of());
    assertThat(changed(last)).containsExactly(b);
    assertThat(source.referrers(c)).containsExactly(b);
  }

  @Test
  void deletedGroupsVanishAtOnce() {
    String a = user("a");
    String b = user("b");
    String group = group("g", a);
    String outer = group("o", group, b);
    long before = source.newest();

    target.delete("Group", group);

    assertThat(target.read("Group", group)).isEmpty();
    assertThat(changed(before)).containsExactlyInAnyOrder(group, outer, a);
    Change change = source.find("Group", group).orElseThrow();
    assertThat(change.gone()).isTrue();
    assertThat(change.entry().value("displayName").isMissingNode()).isTrue();
    assertThat(read("Group", outer).value("members")).hasToString("[\"" + b + "\"]");
    assertThat(target.find("Group", "displayName", "g")).isEmpty();
    assertRefused(() -> target.update("Group", group, Map.of()), Problem.ENTRY_MISSING);
    long last = source.newest();
    target.delete("Group", group);
    assertThat(source.newest()).isEqualTo(last);
  }

  @Test
  void deletedUsersAreKeptForAWhile() {
    String boss = user("boss");
    String id = user("a");
    target.update("User", id, values("{'manager':'%s'}".formatted(boss)));
    String group = group("g", boss);
    long before = source.newest();

    target.delete("User", boss);

    assertThat(changed(before)).containsExactly(boss);
    Change deleted = source.find("User", boss).orElseThrow();
    assertThat(deleted.gone()).isFalse();
    assertThat(deleted.entry().value("IsSoftDeleted").asBoolean()).isTrue();
    assertThat(deleted.entry().value("userPrincipalName").asString()).isEqualTo("boss");
    assertRefused(() -> user("boss"), Problem.ENTRY_CONFLICT);
    target.delete("User", boss);
    expire(Duration.ofDays(29));
    assertThat(changed(before)).containsExactly(boss);
    assertThat(source.find("User", boss)).hasValue(deleted);

    long then = source.newest();
    expire(Duration.ofDays(31));

    assertThat(changed(then)).containsExactlyInAnyOrder(boss, id, group);
    assertThat(source.find("User", boss).orElseThrow().gone()).isTrue();
    assertThat(target.read("User", boss)).isEmpty();
    assertThat(read("User", id).value("manager").isMissingNode()).isTrue();
    assertThat(source.referrers(boss)).isEmpty();
    assertThat(read("User", user("boss")).value("IsSoftDeleted").asBoolean()).isFalse();
  }

  @Test
  void deletedUsersCanBeRestored() {
    String id = user("a");
    target.delete("User", id);
    target.update("User", id, values("{'IsSoftDeleted':'False'}"));

    assertThat(read("User", id).value("IsSoftDeleted").asBoolean()).isFalse();
    expire(Duration.ofDays(31));
    assertThat(target.read("User", id)).isPresent();

    target.update("User", id, values("{'accountEnabled':false}"));
    assertThat(read("User", id).value("IsSoftDeleted").asBoolean()).isTrue();
    expire(Duration.ofDays(31));
    assertThat(target.read("User", id)).isPresent();
  }

  /** Runs the scheduled removal at a later time. */
  private void expire(Duration later) {
    Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
    new Directory(
            reads, writes, new DirectoryProperties(Duration.ofDays(30)), new TenantClocks(clock))
        .removeExpired();
  }
}
