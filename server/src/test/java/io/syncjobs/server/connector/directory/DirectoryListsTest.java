package io.syncjobs.server.connector.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.DirectoryListing;
import io.syncjobs.client.Groups;
import io.syncjobs.client.Page;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.Users;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.DirectoryObject;
import io.syncjobs.client.model.Group;
import io.syncjobs.client.model.User;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.DirectoryEntries;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** Lists of users, groups and members through the API, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
class DirectoryListsTest {

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final SynchronizationClient client;
  private final Users users;
  private final Groups groups;
  private final Raw raw;

  DirectoryListsTest(Database database) {
    server = database.server();
    client = server.client(tenant);
    users = client.users();
    groups = client.groups();
    raw = Raw.of(server, tenant);
  }

  private String user(String json) {
    return DirectoryEntries.create(server, tenant, "User", json);
  }

  private List<String> names(String filter) {
    return users
        .list(DirectoryListing.ALL.where(filter))
        .all()
        .map(User::getUserPrincipalName)
        .sorted()
        .toList();
  }

  @Test
  void aUserHasTheMembersThatGraphHas() {
    String id = user("""
        {'userPrincipalName':'Kim@x.example','displayName':'Kim','accountEnabled':true,'mail':'kim@x.example','employeeId':'7',
         'telephoneNumber':'1','mobile':'2','physicalDeliveryOfficeName':'3','badge':{'color':['red',null]},'level':4}
        """);

    User user = users.get(id);

    assertThat(user.getId()).isEqualTo(id);
    assertThat(user.getUserPrincipalName()).isEqualTo("Kim@x.example");
    assertThat(user.getAccountEnabled()).isTrue();
    assertThat(user.getMail()).isEqualTo("kim@x.example");
    assertThat(user.getEmployeeId()).isEqualTo("7");
    assertThat(user.getBusinessPhones()).containsExactly("1");
    assertThat(user.getMobilePhone()).isEqualTo("2");
    assertThat(user.getOfficeLocation()).isEqualTo("3");
    assertThat(user.getSurname()).isNull();
    assertThat(user.getOtherMembers())
        .containsOnlyKeys("badge", "level")
        .extractingByKey("badge")
        .hasToString("{color=[red, null]}");
    assertThat(user.getAtOdataContext())
        .isEqualTo(server.origin() + "/v1.0/$metadata#users/$entity");
    for (String other : List.of(id.toUpperCase(Locale.ROOT), "Kim@x.example", "KIM@X.EXAMPLE")) {
      assertThat(users.get(other)).as(other).isEqualTo(user);
    }
    for (String address : List.of("users('%s')", "users(%%27%s%%27)", "users/%s/")) {
      Answer answer = raw.send("GET", "/beta/" + address.formatted("kim@x.example"));
      assertThat(answer.json().path("id").asString()).as(address).isEqualTo(id);
    }
  }

  @Test
  void valuesOfOtherTypesTakeTheTypesOfGraph() {
    user("""
        {'userPrincipalName':'a','displayName':7,'accountEnabled':'False','telephoneNumber':['1',2],'mail':['x'],'mobilePhone':'3',
         'id':'not the id','@odata.type':'x'}
        """);
    user("{'userPrincipalName':'b','accountEnabled':'perhaps','department':true}");

    JsonNode a = raw.send("GET", "/v1.0/users/a").json();
    JsonNode b = raw.send("GET", "/v1.0/users/b").json();

    assertThat(a.path("displayName").stringValue()).isEqualTo("7");
    assertThat(a.path("accountEnabled").booleanValue()).isFalse();
    assertThat(a.path("businessPhones")).hasToString("[\"1\",\"2\"]");
    assertThat(a.path("mail").stringValue()).isEqualTo("[\"x\"]");
    assertThat(a.path("mobilePhone").stringValue()).isEqualTo("3");
    assertThat(a.path("id").stringValue()).hasSize(36);
    assertThat(a.has("@odata.type")).isFalse();
    assertThat(b.path("accountEnabled").isNull()).isTrue();
    assertThat(b.path("department").stringValue()).isEqualTo("true");
    assertThat(b.path("businessPhones")).isEmpty();
  }

  @Test
  void listsComeInPagesOrderedById() {
    List<String> ids = new ArrayList<>(IntStream.range(0, 7)
        .mapToObj(i -> user("{'userPrincipalName':'u" + i + "'}"))
        .toList());
    ids.sort(null);
    DirectoryListing listing = DirectoryListing.ALL
        .where("startsWith(userPrincipalName,'u')")
        .inPagesOf(3)
        .counted();

    Page<User> first = users.list(listing);
    Page<User> second = first.next().orElseThrow();

    assertThat(first.count()).hasValue(7);
    assertThat(second.count()).isEmpty();
    assertThat(first.items()).extracting(User::getId).containsExactlyElementsOf(ids.subList(0, 3));
    assertThat(first.all().map(User::getId)).containsExactlyElementsOf(ids);
    assertThat(users.list().items()).hasSize(7);
    assertThat(groups.list().items()).isEmpty();

    Answer page = raw.send(
        "GET",
        "/beta/users?$top=3&$select=mail,displayName&$count=true",
        "ConsistencyLevel",
        "eventual");
    String next = page.json().path("@odata.nextLink").stringValue();
    assertThat(next)
        .startsWith(server.origin() + "/beta/users?")
        .contains("$select=mail%2CdisplayName");
    assertThat(page.json().at("/value/0").propertyNames())
        .containsExactly("id", "displayName", "mail");
    assertThat(raw.send("GET", next).json().at("/value/0/id").stringValue()).isEqualTo(ids.get(3));
    raw.send("GET", next + "&$filter=mail%20eq%20'x'")
        .assertRefused(400, "invalidSkiptoken", "$skiptoken");
    raw.send("GET", next.replace("/users", "/groups"))
        .assertRefused(400, "invalidSkiptoken", "$skiptoken");
    Raw.of(server, TestServer.newId())
        .send("GET", next)
        .assertRefused(400, "invalidSkiptoken", "$skiptoken");
  }

  @Test
  void aPageWithLongEntriesHoldsFewer() {
    String text = "x".repeat(1 << 19);
    for (int i = 0; i < 6; i++) {
      user("{'userPrincipalName':'u%d','notes':'%s'}".formatted(i, text));
    }

    Page<User> first = users.list(DirectoryListing.ALL.inPagesOf(100));

    assertThat(first.items()).hasSizeLessThan(6);
    assertThat(first.all()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "userPrincipalName eq 'KIM@X.EXAMPLE'|kim@x.example",
        "mail eq 'lee@mail.example'|lee@x.example",
        "displayName eq 'o''neil, kim'|kim@x.example",
        "externalId eq 'E1'|kim@x.example",
        "externalId eq 'e1'|''",
        "startsWith(externalId,'E')|kim@x.example,lee@x.example",
        "startswith(displayName,'O''N')|kim@x.example",
        "startsWith(displayName,'')|kim@x.example,lee@x.example",
        "startsWith(displayName,'%')|''",
        "startsWith(displayName,'_')|''",
        "startsWith(mail,'k') or startsWith(mail,'l') and department eq 'it'|lee@x.example",
        "(startsWith(mail,'k') or startsWith(mail,'l')) and (department eq 'it' or jobTitle eq 'x')|lee@x.example",
        "department eq 'IT' and surname eq 'Lee' and givenName eq 'x'|''",
        "mail eq ''|''",
        "mailNickname eq 'lee' or employeeId eq '1'|kim@x.example,lee@x.example",
        "displayName eq 'Guides'|''",
      })
  void filtersUsers(String filter, String expected) {
    user("""
        {'userPrincipalName':'kim@x.example','displayName':'O\\u0027Neil, Kim','externalId':'E1','employeeId':'1'}
        """);
    user("""
        {'userPrincipalName':'lee@x.example','displayName':'Lee','mail':'lee@mail.example','externalId':'E2','department':'IT','mailNickname':'Lee',
         'surname':'Lee'}
        """);
    DirectoryEntries.group(server, tenant, "Guides");

    assertThat(String.join(",", names(filter))).isEqualTo(expected.replace("''", ""));
    assertThat(users.list(DirectoryListing.ALL.where(filter).counted()).count())
        .hasValue(names(filter).size());
  }

  @Test
  void filtersById() {
    String id = user("{'userPrincipalName':'kim@x.example'}");
    user("{'userPrincipalName':'lee@x.example'}");

    assertThat(names("id eq '" + id.toUpperCase(Locale.ROOT) + "'"))
        .containsExactly("kim@x.example");
    assertThat(names("startsWith(id,'" + id.substring(0, 30) + "') and mail eq 'x'"))
        .isEmpty();
    assertThat(names("id eq '" + id + "' or userPrincipalName eq 'lee@x.example'"))
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail ne 'x'",
        "not mail eq 'x'",
        "city eq 'x'",
        "mail eq null",
        "mail eq x",
        "tolower(mail) eq 'x'",
        "contains(mail,'x')",
        "endsWith(mail,'x')",
        "mail EQ 'x'",
        "mail eq",
        "manager/id eq 'x'"
      })
  void refusesOtherFilters(String filter) {
    Answer answer =
        raw.send("GET", "/v1.0/users?$filter=" + filter.replace(" ", "%20").replace("'", "%27"));

    answer.assertRefused(400, "invalidFilter", "$filter");
    assertThat(answer.message())
        .contains("Supported: eq and startsWith() on id, userPrincipalName");
  }

  @Test
  void groupsHaveMembersInPages() {
    String kim = user("{'userPrincipalName':'kim@x.example','displayName':'Kim','mail':'k'}");
    String lee =
        user("{'userPrincipalName':'lee@x.example','displayName':'Lee','department':'IT'}");
    String inner = DirectoryEntries.group(server, tenant, "Inner");
    String outer = DirectoryEntries.group(server, tenant, "Outer", kim, lee, inner);

    Group group = groups.get(outer.toUpperCase(Locale.ROOT));
    Page<DirectoryObject> page =
        groups.members(outer, DirectoryListing.ALL.inPagesOf(2).counted());

    assertThat(group.getDisplayName()).isEqualTo("Outer");
    assertThat(group.getOtherMembers()).isEmpty();
    assertThat(groups.list(DirectoryListing.ALL.where("displayName eq 'OUTER'")).items())
        .containsExactly(
            group.getAtOdataContext() == null
                ? group
                : groups
                    .list(DirectoryListing.ALL.where("id eq '" + outer + "'"))
                    .items()
                    .get(0));
    assertThat(page.count()).hasValue(3);
    assertThat(page.items()).hasSize(2);
    assertThat(page.all())
        .extracting(DirectoryObject::getId)
        .isSorted()
        .containsExactlyInAnyOrder(kim, lee, inner);
    assertThat(page.all().filter(member -> member.getId().equals(kim)))
        .singleElement()
        .satisfies(member -> {
          assertThat(member.getAtOdataType()).isEqualTo("#microsoft.graph.user");
          assertThat(member.getUserPrincipalName()).isEqualTo("kim@x.example");
          assertThat(member.getMail()).isEqualTo("k");
        });
    assertThat(raw.send("GET", "/v1.0/groups/" + outer + "/members?$select=displayName")
            .json()
            .path("value")
            .valueStream()
            .map(member -> String.join(",", member.propertyNames())))
        .containsOnly("@odata.type,id,displayName");
    assertThat(groups.members(inner).items()).isEmpty();
    raw.send("GET", "/v1.0/groups/" + outer + "/members?$filter=mail%20eq%20'x'")
        .assertRefused(400, "unsupportedQueryOption", "$filter");
    assertThatThrownBy(() -> groups.members(outer, DirectoryListing.ALL.where("mail eq 'x'")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deletedEntriesAreNotShown() {
    String kim = user("{'userPrincipalName':'kim@x.example'}");
    String lee = user("{'userPrincipalName':'lee@x.example'}");
    String group = DirectoryEntries.group(server, tenant, "Guides", kim, lee);
    String gone = DirectoryEntries.group(server, tenant, "Gone");
    server
        .bean(Directory.class)
        .target(tenant)
        .update("User", kim, Map.of("IsSoftDeleted", BooleanNode.TRUE));
    server.bean(Directory.class).target(tenant).delete("Group", gone);

    assertThat(users.list(DirectoryListing.ALL.counted()).items())
        .extracting(User::getId)
        .containsExactly(lee);
    assertThat(users.list(DirectoryListing.ALL.counted()).count()).hasValue(1);
    assertThat(names("userPrincipalName eq 'kim@x.example'")).isEmpty();
    assertThat(groups.list().items()).extracting(Group::getId).containsExactly(group);
    assertThat(groups.members(group, DirectoryListing.ALL.counted()).count()).hasValue(1);
    assertThat(groups.members(group).items())
        .extracting(DirectoryObject::getId)
        .containsExactly(lee);
    for (String id : List.of(kim, "kim@x.example")) {
      assertThatThrownBy(() -> users.get(id))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining(id);
    }
    raw.send("GET", "/v1.0/users/" + kim).assertRefused(404, "userNotFound", "userId");
    raw.send("GET", "/v1.0/groups/" + gone).assertRefused(404, "groupNotFound", "groupId");
    raw.send("GET", "/v1.0/groups/" + gone + "/members")
        .assertRefused(404, "groupNotFound", "groupId");
    raw.send("GET", "/v1.0/groups/guides").assertRefused(400, "invalidParameter", "groupId");
  }

  @Test
  void permissionsAreThoseOfGraph() {
    String group = DirectoryEntries.group(server, tenant, "Guides");
    Map<String, List<String>> allowed = Map.of(
        "User.Read.All", List.of("/users"),
        "Group.Read.All", List.of("/groups", "/groups/" + group, "/groups/" + group + "/members"),
        "Directory.Read.All",
            List.of("/users", "/groups", "/groups/" + group, "/groups/" + group + "/members"),
        "Synchronization.ReadWrite.All", List.of());

    allowed.forEach((permission, paths) -> {
      Raw caller = Raw.with(server, server.token(tenant, permission));
      for (String path :
          List.of("/users", "/groups", "/groups/" + group, "/groups/" + group + "/members")) {
        assertThat(caller.send("GET", "/v1.0" + path).status())
            .as(permission + " " + path)
            .isEqualTo(paths.contains(path) ? 200 : 403);
      }
    });
  }

  @Test
  void writesStayWithUploads() {
    for (String method : List.of("POST", "PATCH", "DELETE", "PUT")) {
      Answer answer = raw.send(method, "/v1.0/users");
      answer.assertRefused(405, "methodNotAllowed", "");
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
    assertThat(raw.send("GET", "/v1.0/usersx").status()).isEqualTo(404);
    assertThat(raw.send("GET", "/v1.0/users/a/b").status()).isEqualTo(404);
  }
}
