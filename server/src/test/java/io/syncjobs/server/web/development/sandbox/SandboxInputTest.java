package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.model.SandboxTarget;
import io.syncjobs.server.connector.directory.Directory;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Mistakes of tests in what they order. */
class SandboxInputTest {

  private final TestServer server = Database.SQLITE.server(TestServer.RUNNING);
  private final String tenant = TestServer.newId();
  private final Raw raw = Raw.of(server, tenant);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'users':[{'userPrincipalName':'kim','accountEnabled':'maybe'}]}; users/0/accountEnabled",
        "{'users':[{'userPrincipalName':'kim','accountenabled':false}]}; users/0/accountenabled",
        "{'users':[{'userPrincipalName':'kim','displyName':'Kim'}]}; users/0/displyName",
        "{'users':[{'userPrincipalName':'kim','departmant':'HR'}]}; users/0/departmant",
        "{'users':[{'userPrincipalName':'kim','mangaer':'lee'}]}; users/0/mangaer",
        "{'groups':[{'displayName':'g','memebrs':[]}]}; groups/0/memebrs",
        "{'users':[{'userPrincipalName':'kim','Manager':null}]}; users/0/Manager",
        "{'groups':[{'displayName':'g','issoftdeleted':true}]}; groups/0/issoftdeleted",
        "{'groups':[{'displayName':'g','Members':[]}]}; groups/0/Members",
        "{'users':[{'userPrincipalName':'kim','IsSoftDeleted':1}]}; users/0/IsSoftDeleted",
        "{'users':[{'userPrincipalName':'kim','displayName':['Kim']}]}; users/0/displayName",
        "{'users':[{'userPrincipalName':'kim','jobTitle':5}]}; users/0/jobTitle",
        "{'users':[{'userPrincipalName':'kim','id':'1'}]}; users/0/id",
        "{'users':[{'userPrincipalName':'kim','objectId':'1'}]}; users/0/objectId",
        "{'users':[{'userPrincipalName':'kim','members':['lee']}]}; users/0/members",
        "{'users':[{'userPrincipalName':'kim','':'x'}]}; users/0/",
        "{'users':[{'userPrincipalName':'ki\\u0007m'}]}; users/0/userPrincipalName",
        "{'users':[{'userPrincipalName':'  '}]}; users/0/userPrincipalName",
        "{'users':[{'userPrincipalName':'lee'},{'userPrincipalName':'kim','manager':'KIM'}]}; users/1/manager",
        "{'users':[{'userPrincipalName':'kim','manager':'nobody'}]}; users/0/manager",
        "{'groups':[{'displayName':'Guides','manager':'kim'}]}; groups/0/manager",
        "{'groups':[{'displayName':'Guides','IsSoftDeleted':'no'}]}; groups/0/IsSoftDeleted",
        "{'groups':[{'displayName':'Guides','members':[]},{'displayName':'guides','members':[]}]}; groups/1/members",
        "{'groups':[{'displayName':'Guides','members':['guides']}]}; groups/0/members/0",
        "{'users':[{'userPrincipalName':'kim'}],'groups':[{'displayName':'Guides','members':['kim','nobody']}]}; groups/0/members/1",
      })
  void seedsAllOrNothing(String seed, String place) {
    raw.post("/v1.0/sandbox/seedDirectory", seed.replace('\'', '"'))
        .assertRefused(400, "invalidMember", place);

    assertThat(raw.send("GET", "/v1.0/users").json().path("value")).isEmpty();
  }

  @Test
  void takesAttributesThatASchemaHasOrThatAreLikeNone() {
    String near = "{\"users\":[{\"userPrincipalName\":\"kim\",\"departments\":\"HR\"}]}";
    raw.post("/v1.0/sandbox/seedDirectory", near)
        .assertRefused(400, "invalidMember", "users/0/departments");
    String job =
        raw.post(Raw.jobs(TestServer.newId()), "{\"templateId\":\"scim\"}").header("Location");
    JsonNode schema = raw.send("GET", job + "/schema").json();
    ((ObjectNode) schema.at("/directories/0/objects/0"))
        .withArray("attributes")
        .addObject()
        .put("name", "departments")
        .put("type", "String");
    assertThat(raw.send(
                "PUT",
                job + "/schema",
                BodyPublishers.ofString(schema.toString()),
                "Content-Type",
                "application/json")
            .status())
        .isEqualTo(204);

    seed(near);
    seed("""
        {"users":[{"userPrincipalName":"lee","costCenter":"1","extensionAttribute16":"x"}]}
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "accountEnabled;0;0",
        "accountEnabled;\"no\";'no'",
        "displayName;5;5",
        "displayName;1.5;1.5",
        "displayName;true;true",
        "displayName;[\"x\"];an array",
        "displayName;{};an object"
      })
  void showsTheValueThatASeedCannotHave(String attribute, String value, String shown) {
    Raw.Answer answer = raw.post(
        "/v1.0/sandbox/seedDirectory",
        "{\"users\":[{\"userPrincipalName\":\"kim\",\"%s\":%s}]}".formatted(attribute, value));

    answer.assertRefused(400, "invalidMember", "users/0/" + attribute);
    assertThat(answer.message()).endsWith(" or null, not " + shown + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "usersCsv; userPrincipalName,manager|kim,|lee,nobody; Line 3, column 'manager': ",
        "usersCsv; userPrincipalName,accountEnabled|kim,maybe; Line 2, column 'accountEnabled': ",
        "usersCsv; userPrincipalName,jobTitle|kim,'a|b'||lee,x,y; Line 5: ",
        "usersCsv; userPrincipalName,jobTitle|kim,x|,y; Line 3, column 'userPrincipalName': ",
        "usersCsv; userPrincipalName|kim|'lee; Line 3: ",
        "usersCsv; displayName|Kim; Line 1, column 'userPrincipalName': ",
        "usersCsv; userPrincipalName,jobTitle,jobTitle|kim; Line 1, column 'jobTitle': ",
        "groupsCsv; displayName,members|Guides,kim; Line 2, column 'members': ",
      })
  void namesLineAndColumnOfAFaultInCsv(String member, String csv, String place) {
    String text = csv.replace("|", "\\n").replace("'", "\\\"");

    Raw.Answer answer =
        raw.post("/v1.0/sandbox/seedDirectory", "{\"" + member + "\":\"" + text + "\"}");

    answer.assertRefused(400, "invalidMember", member);
    assertThat(answer.message()).startsWith(place);
    assertThat(raw.send("GET", "/v1.0/users").json().path("value")).isEmpty();
  }

  @Test
  void refusesAGroupAsManagerAndWritesNothing() {
    raw.post("/v1.0/sandbox/seedDirectory", "{\"groups\":[{\"displayName\":\"Guides\"}]}");

    Raw.Answer answer = raw.post("/v1.0/sandbox/seedDirectory", """
        {"users":[{"userPrincipalName":"kim"},{"userPrincipalName":"lee","manager":"Guides"}]}
        """);

    answer.assertRefused(400, "invalidMember", "users/1/manager");
    assertThat(answer.message()).contains("'Guides' is a group");
    assertThat(raw.send("GET", "/v1.0/users").json().path("value")).isEmpty();
  }

  @Test
  void theClockStaysWithinTheYearsOfADateTime() {
    for (String time : List.of("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00")) {
      raw.post("/v1.0/sandbox/reset", "{\"seed\":1,\"dateTime\":\"%s\"}".formatted(time))
          .assertRefused(400, "invalidMember", "dateTime");
    }
    raw.post("/v1.0/sandbox/reset", "{\"seed\":1,\"dateTime\":\"8999-12-31T23:59:59Z\"}");
    Raw.of(server, tenant)
        .post("/v1.0/sandbox/advanceClock", "{\"by\":\"P1D\"}")
        .assertRefused(400, "invalidMember", "by");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFuserPrincipalName,displayName\nkim,'Akers, Kim'",
        "userPrincipalName;displayName\nkim;Akers, Kim",
        "\uFEFF'userPrincipalName';'displayName'\r\nkim;'Akers, Kim'\r\n"
      })
  void readsCsvAsSpreadsheetsWriteIt(String csv) {
    seed(JsonMapper.shared()
        .createObjectNode()
        .put("usersCsv", csv.replace('\'', '"'))
        .toString());

    assertThat(raw.send("GET", "/v1.0/users").json().at("/value/0/displayName").asString())
        .isEqualTo("Akers, Kim");
  }

  @Test
  void seedsFromCsvAsFromJson() {
    raw.post("/v1.0/sandbox/seedDirectory", """
        {"users": [{"userPrincipalName": "ada"}],
         "usersCsv": "userPrincipalName,displayName,accountEnabled,manager\\r\\nkim,\\"Akers, Kim\\",FALSE,ada\\r\\n\\r\\n",
         "groupsCsv": "displayName,members\\nGuides,kim; ada\\n"}
        """);

    assertThat(raw.send("GET", "/v1.0/users?$filter=userPrincipalName%20eq%20'kim'")
            .json()
            .path("value"))
        .singleElement()
        .satisfies(kim -> {
          assertThat(kim.path("displayName").asString()).isEqualTo("Akers, Kim");
          assertThat(kim.path("accountEnabled").asBoolean(true)).isFalse();
        });
    JsonNode group = raw.send("GET", "/v1.0/groups").json().path("value").path(0);
    assertThat(raw.send("GET", "/v1.0/groups/" + group.path("id").asString() + "/members")
            .json()
            .path("value"))
        .hasSize(2);
  }

  @Test
  void takesMembersOutOfGroupsAndDeletesGroups() {
    seed("""
        {"users": [{"userPrincipalName": "ada"}, {"userPrincipalName": "kim"}],
         "groups": [{"displayName": "Guides", "members": ["ada", "kim"]}, {"displayName": "Old", "members": ["ada"]}]}
        """);
    String guides = groups().get(0).path("id").asString();

    seed("{\"groups\": [{\"displayName\": \"guides\", \"mailNickname\": \"g\"}]}");
    assertThat(members(guides)).hasSize(2);
    seed("{\"groups\": [{\"displayName\": \"GUIDES\", \"members\": [\"kim\"]}]}");
    assertThat(members(guides))
        .singleElement()
        .satisfies(
            member -> assertThat(member.path("userPrincipalName").asString()).isEqualTo("kim"));
    seed(
        "{\"groups\": [{\"displayName\": \"Guides\", \"members\": [], \"IsSoftDeleted\": false}]}");
    assertThat(members(guides)).isEmpty();
    raw.post("/v1.0/sandbox/seedDirectory", """
            {"groups": [{"displayName": "Guides", "members": ["Old"]}, {"displayName": "old", "IsSoftDeleted": true}]}
            """)
        .assertRefused(400, "invalidMember", "groups/0/members/0");
    seed(
        "{\"groups\": [{\"displayName\": \"old\", \"IsSoftDeleted\": true}, {\"displayName\": \"None\", \"IsSoftDeleted\": true}]}");
    assertThat(groups()).hasSize(1);
  }

  private void seed(String seed) {
    assertThat(raw.post("/v1.0/sandbox/seedDirectory", seed).status()).isEqualTo(204);
  }

  private List<JsonNode> groups() {
    return raw.send("GET", "/v1.0/groups")
        .json()
        .path("value")
        .valueStream()
        .sorted(Comparator.comparing(group -> group.path("displayName").asString()))
        .toList();
  }

  private JsonNode members(String group) {
    return raw.send("GET", "/v1.0/groups/" + group + "/members").json().path("value");
  }

  @Test
  void aManagerOfNullEndsTheReference() {
    raw.post("/v1.0/sandbox/seedDirectory", """
        {"users": [{"userPrincipalName": "ada"}, {"userPrincipalName": "kim", "manager": "ada"}]}
        """);
    String id = raw.send("GET", "/v1.0/users?$filter=userPrincipalName%20eq%20'kim'")
        .json()
        .at("/value/0/id")
        .asString();
    assertThat(manager(id).isString()).isTrue();

    raw.post("/v1.0/sandbox/seedDirectory", """
        {"users": [{"userPrincipalName": "kim", "manager": null}]}
        """);

    assertThat(manager(id).isMissingNode()).isTrue();
  }

  private JsonNode manager(String id) {
    return server
        .bean(Directory.class)
        .target(tenant)
        .read("User", id)
        .orElseThrow()
        .value("manager");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; faults/0",
        "{'method':'GET','times':3}; faults/0",
        "{'requestsPerSecond':5}; faults/0",
        "{'delayMilliseconds':0}; faults/0",
        "{'method':'FETCH','status':500}; faults/0/method",
        "{'path':'Users','status':500}; faults/0/path",
        "{'status':500,'until':'2020-01-01T00:00:00Z'}; faults/0/until",
        "{'status':204,'body':'x'}; faults/0/body",
        "{'cut':true,'status':500}; faults/0/cut",
      })
  void refusesFaultsThatNoRequestCouldShow(String fault, String place) {
    raw.send(
            "PUT",
            "/v1.0/sandbox/target/faults",
            BodyPublishers.ofString("{\"faults\":[%s]}".formatted(fault.replace('\'', '"'))),
            "Content-Type",
            "application/json")
        .assertRefused(400, "invalidMember", place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'op':'replace','path':'id','value':'x'}; mutability",
        "{'op':'replace','value':{'meta':{}}}; mutability",
        "{'op':'replace','path':5,'value':'x'}; invalidPath",
        "{'op':'replace','value':'x'}; invalidValue",
        "{'op':'add','path':'members','value':'notalist'}; invalidValue",
        "{'op':'add','path':'members','value':['u1']}; invalidValue",
        "{'op':'replace','path':'members','value':[{'display':'Kim'}]}; invalidValue",
      })
  void theServiceRefusesPatchesThatScimDoesNotKnow(String operation, String type)
      throws IOException, InterruptedException {
    SynchronizationClient client = server.client(tenant);
    SandboxTarget target = client.sandbox().target();
    String group = JsonMapper.shared()
        .readTree(
            scim(target, "POST", "/Groups", "{\"displayName\":\"Guides\"}").body())
        .path("id")
        .asString();

    HttpResponse<String> answer = scim(
        target,
        "PATCH",
        "/Groups/" + group,
        "{'Operations':[%s]}".formatted(operation).replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JsonMapper.shared().readTree(answer.body()).path("scimType").asString())
        .isEqualTo(type);
    assertThat(scim(target, "GET", "/Groups/" + group, "").body()).doesNotContain("members");
  }

  private static HttpResponse<String> scim(
      SandboxTarget target, String method, String path, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(target.getBaseAddress() + path))
                .header("Authorization", "Bearer " + target.getSecretToken())
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
