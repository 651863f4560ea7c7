package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that violate the contract get a 4xx with code, target and advice, and store nothing. */
class BadRequestsTest {

  private static final String SCIM = "{\"templateId\":\"scim\"}";

  private final TestServer server = Database.SQLITE.server();
  private final Raw raw = Raw.of(server, TestServer.newId());
  private final String application = TestServer.newId();
  private final String jobs = Raw.jobs(application);

  @AfterEach
  void nothingWasStored() {
    assertThat(raw.send("GET", jobs).json().path("value")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "text/html", "nonsense", "image/*"})
  void refusesOtherMediaTypesInAccept(String accept) {
    raw.send("GET", jobs, "Accept", accept).assertRefused(406, "notAcceptable", "Accept");
    raw.post(jobs, SCIM, "Accept", accept).assertRefused(406, "notAcceptable", "Accept");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "*/*",
        "application/*;q=0.5, text/html",
        "application/json;odata.metadata=minimal",
        "application/json;odata.metadata=full;IEEE754Compatible=false"
      })
  void acceptsMatchingMediaTypesInAccept(String accept) {
    assertThat(raw.send("GET", jobs, "Accept", accept).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "$top=0,            invalidParameter,       $top",
    "$top=1000,         invalidParameter,       $top",
    "$top=-1,           invalidParameter,       $top",
    "$top=025,          invalidParameter,       $top",
    "$top=1.5,          invalidParameter,       $top",
    "$top=x,            invalidParameter,       $top",
    "$top=,             invalidParameter,       $top",
    "$top=99999999999999999999, invalidParameter, $top",
    "$top=1&$top=2,     invalidParameter,       $top",
    "$count=1,          invalidParameter,       $count",
    "$count=True,       invalidParameter,       $count",
    "$select=x,         invalidParameter,       $select",
    "$select=,          invalidParameter,       $select",
    "'$select=id,,status', invalidParameter,    $select",
    "$orderby=status,   invalidParameter,       $orderby",
    "$orderby=id%20up,  invalidParameter,       $orderby",
    "$expand=schema,    unsupportedQueryOption, $expand",
    "$skip=1,           unsupportedQueryOption, $skip",
    "$search=x,         unsupportedQueryOption, $search",
    "top=1,             unsupportedQueryOption, top",
    "$filter=,          invalidParameter,       $filter",
    "$filter=templateId%20eq%20'%00', invalidParameter, $filter",
    "$filter=x,         invalidFilter,          $filter",
    "$filter=id%20eq%20'x',               invalidFilter, $filter",
    "$filter=templateId,                  invalidFilter, $filter",
    "$filter=templateId%20ne%20'x',       invalidFilter, $filter",
    "$filter=templateId%20eq%20x,         invalidFilter, $filter",
    "$filter=templateId%20eq%20'x,        invalidFilter, $filter",
    "$filter=templateId%20eq%20null,      invalidFilter, $filter",
    "$filter=(templateId%20eq%20'x',      invalidFilter, $filter",
    "$filter=templateId%20eq%20'x'),      invalidFilter, $filter",
    "$filter=templateId%20eq%20'x'%20or,  invalidFilter, $filter",
    "$filter=not%20templateId%20eq%20'x', invalidFilter, $filter",
    "$filter=schedule/state%20eq%20'On',  invalidFilter, $filter",
    "$filter=startswith(templateId%2C'x'), invalidFilter, $filter",
    "$filter=templateId%20eq%20'x'%3B--,  invalidFilter, $filter",
    "$skiptoken=,       invalidParameter,       $skiptoken",
    "$skiptoken=%20,    invalidParameter,       $skiptoken",
    "$skiptoken=abc,    invalidSkiptoken,       $skiptoken",
    "$skiptoken=c2NpbS5hLnNjaW0uYS5zY2ltLmEuc2NpbS5hLnNjaW0uYQ, invalidSkiptoken, $skiptoken"
  })
  void refusesInvalidQueryOptionsOfTheList(String query, String code, String target) {
    raw.send("GET", jobs + "?" + query).assertRefused(400, code, target);
  }

  @Test
  void refusesLongFilters() {
    String filter = "templateId%20eq%20'" + "x".repeat(1000) + "'";

    raw.send("GET", jobs + "?$filter=" + filter).assertRefused(400, "invalidParameter", "$filter");
    raw.send("GET", jobs + "?$filter=" + "(".repeat(1000))
        .assertRefused(400, "invalidFilter", "$filter");
  }

  @Test
  void refusesQueryOptionsOfOperationsWithoutAny() {
    for (String path : new String[] {jobs.replace("/jobs", "/templates"), jobs + "/x"}) {
      raw.send("GET", path + "?$top=1").assertRefused(400, "unsupportedQueryOption", "$top");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "bfc8712e09864d47896b6872713598c6", "{bfc8712e}", "a%20b"})
  void refusesOwnersThatAreNotGuids(String owner) {
    raw.send("GET", Raw.jobs(owner.replace("{", "%7B").replace("}", "%7D")))
        .assertRefused(400, "invalidParameter", "applicationsId");
    raw.send(
            "GET",
            "/beta/servicePrincipals/"
                + owner.replace("{", "%7B").replace("}", "%7D")
                + "/synchronization/jobs")
        .assertRefused(400, "invalidParameter", "servicePrincipalId");
  }

  @Test
  void refusesInvalidIdsOfJobsAndTemplates() {
    String templates = jobs.replace("/jobs", "/templates");

    raw.send("GET", jobs + "/a%20b").assertRefused(400, "invalidParameter", "jobId");
    raw.send("DELETE", jobs + "/" + "a".repeat(256))
        .assertRefused(400, "invalidParameter", "jobId");
    raw.send("GET", jobs + "/a").assertRefused(404, "jobNotFound", "jobId");
    raw.send("DELETE", jobs + "/a").assertRefused(404, "jobNotFound", "jobId");
    raw.send("GET", templates + "/a.b").assertRefused(400, "invalidParameter", "templateId");
    raw.send("GET", templates + "/SCIM").assertRefused(404, "templateNotFound", "templateId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%2Fb", "/a;b", "/%00", "/a%5Cb", "/%2e%2e/x", "/a%0d%0ab", "/a//b"})
  void refusesForbiddenCharactersInAddresses(String end) {
    Answer answer = raw.send("GET", jobs + end);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalidRequest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "W/abc", "\"a", "*, \"a\"", "W/\"a\" \"b\""})
  void refusesMalformedETags(String etag) {
    raw.send("DELETE", jobs + "/a", "If-Match", etag)
        .assertRefused(400, "invalidParameter", "If-Match");
    raw.send("GET", jobs + "/a", "If-None-Match", etag)
        .assertRefused(400, "invalidParameter", "If-None-Match");
  }

  @Test
  void refusesInvalidClientRequestIds() {
    Answer answer = raw.send("GET", jobs, "client-request-id", "a".repeat(129));

    answer.assertRefused(400, "invalidParameter", "client-request-id");
    assertThat(answer.header("client-request-id")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,   jobs,   'GET, HEAD, POST, OPTIONS'",
    "PUT, jobs/a, 'GET, HEAD, PATCH, DELETE, OPTIONS'",
    "POST,  jobs/a, 'GET, HEAD, PATCH, DELETE, OPTIONS'",
    "GET,   jobs/validateCredentials, 'POST, OPTIONS'",
    "DELETE, jobs/validateCredentials, 'POST, OPTIONS'",
    "DELETE, jobs/$count, 'GET, HEAD, OPTIONS'",
    "GET,   jobs/a/start, 'POST, OPTIONS'",
    "PUT,  templates, 'GET, HEAD, POST, OPTIONS'",
    "POST, templates/scim, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'"
  })
  void refusesOtherMethodsAndListsTheAllowed(String method, String place, String allowed) {
    Answer answer = raw.send(method, jobs.replace("/jobs", "/" + place));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.code()).isEqualTo("methodNotAllowed");
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0/nope", "/v2.0/applications"})
  void listsNoMethodsOfWhatIsNotThere(String path) {
    Answer answer = raw.send("OPTIONS", path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Allow")).isEmpty();
  }

  @Test
  void listsTheSameMethodsOfASignInPageEachTime() {
    for (String method : new String[] {"PUT", "DELETE"}) {
      assertThat(raw.send(method, "/devicelogin").header("Allow"))
          .isEqualTo("GET, HEAD, POST, OPTIONS");
    }
  }

  @Test
  void refusesWhatNoDatabaseStoresAtTheEndpointsOfSignIn() {
    raw.send("GET", "/devicelogin?user_code=a%00")
        .assertRefused(400, "invalidParameter", "user_code");
    raw.send(
            "POST",
            "/" + TestServer.newId() + "/oauth2/v2.0/token",
            BodyPublishers.ofString("grant_type=refresh_token&refresh_token=%00"),
            "Content-Type",
            "application/x-www-form-urlencoded")
        .assertRefused(400, "invalidParameter", "refresh_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?$filter=id eq 'a%00'", "?$skiptoken=%00", "?%00=1"})
  void refusesWhatNoDatabaseStores(String rest) {
    Answer answer = raw.send("GET", jobs + rest.replace(" ", "%20"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.target()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1.0", "/v2.0/applications", "/v1.0/devices", "/favicon.ico"})
  void answers404OutsideTheContract(String path) {
    Answer answer = raw.send("GET", path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("resourceNotFound");
  }
}
