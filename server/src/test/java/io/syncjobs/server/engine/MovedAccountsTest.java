package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Accounts that have other ids in the target than the job knows, for each combination of database and SCIM service. */
@ParameterizedClass
@MethodSource("combinations")
class MovedAccountsTest extends EngineTestBase {

  MovedAccountsTest(Combination combination) {
    super(combination);
  }

  /** Deletes an account in the target, and creates an equal one there. */
  private void move(String externalId) throws Exception {
    ObjectNode account = (ObjectNode) theUser(externalId);
    send("DELETE", "/Users/" + account.path("id").stringValue(), "");
    account.remove(List.of("id", "meta"));
    send("POST", "/Users", account.toString());
  }

  private void send(String method, String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.baseAddress() + path))
        .header("Authorization", "Bearer " + service.token())
        .header("Content-Type", "application/scim+json")
        .method(method, BodyPublishers.ofString(body))
        .build();
    assertThat(
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
        .isBetween(200, 204);
  }

  @Test
  void aNewMemberIsAddedUnderTheNewIdOnceAnotherAccountHasOne() throws Exception {
    tenancy.bring(user("ada"), user("bob"), user("cy"), group("staff", "ada"));
    tenancy.runOutbound();
    move("bob");
    move("cy");
    tenancy.bring(user("cy").otherMember("title", "Boss"), group("staff", "ada", "bob"));

    tenancy.runOutbound();

    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
    tenancy.bring(user("bob").otherMember("title", "Chief"), group("staff", "ada"));
    tenancy.runOutbound();
    assertThat(theUser("bob").path("title").stringValue()).isEqualTo("Chief");
    assertThat(members()).containsExactly(id("ada"));
  }
}
