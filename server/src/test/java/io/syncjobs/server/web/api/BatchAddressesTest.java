package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Since;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Addresses of requests in a batch. */
@ParameterizedClass
@EnumSource(Database.class)
@ClientTest
class BatchAddressesTest extends BatchRequests {

  BatchAddressesTest(Database database) {
    super(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/$batch", "$batch", "/%24batch", "/$batch/", "/v1.0/$batch"})
  void refusesABatchWithinABatch(String url) {
    add("1", "GET", container + "/jobs");
    ObjectNode inner = add("2", "POST", url).putObject("body");
    inner.putArray("requests").addObject().put("id", "1").put("method", "GET").put("url", "/x");

    List<JsonNode> answers = answers();

    assertThat(statuses(answers)).containsExactly(200, 400);
    assertThat(answers.get(1).at("/body/error/message").stringValue()).contains("part of a batch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/#", "?", "/nobody/knows", "/error", "/\u2028"})
  void reachesNothingOutsideOfTheContract(String url) {
    add("1", "GET", url);
    add("2", "GET", container + "/jobs");

    List<JsonNode> answers = answers();

    assertThat(answers.get(0).path("status").intValue()).isBetween(400, 499);
    assertThat(answers.get(0).at("/body/error/code").stringValue())
        .isIn("invalidRequest", "resourceNotFound");
    assertThat(answers.get(1).path("status").intValue()).isEqualTo(200);
  }

  /** Version 5 of Microsoft's SDK for Java sends such. */
  @Test
  void takesAbsoluteAddressesOfThisServer() {
    add("1", "GET", server.origin() + "/v1.0" + container + "/jobs?$top=1");
    add("2", "GET", server.origin() + "0/v1.0" + container + "/jobs");

    assertThat(statuses(answers())).containsExactly(200, 400);
  }

  @ParameterizedTest
  @CsvSource({
    "https://elsewhere.example/v1.0/applications, requests/0/url",
    "//elsewhere.example/x, requests/0/url",
    "/beta/applications/x, requests/0/url",
    "/v1.0/v1.0/applications/x, requests/0/url",
    "v1.0/applications/x, requests/0/url",
    "beta/applications/x, requests/0/url"
  })
  void refusesAddressesThatAreNotRelative(String url, String target) {
    add("1", "GET", url);
    add("2", "GET", container + "/jobs");

    List<JsonNode> answers = answers();

    assertRefused(answers.get(0), target);
    assertThat(answers.get(1).path("status").intValue()).isEqualTo(200);
  }

  @Since("1.1.0")
  @ParameterizedTest
  @CsvSource({
    "https://elsewhere.example/x, invalidMember",
    "ftp://localhost/v1.0/applications, invalidMember",
    "mailto:a@b.example, invalidMember",
    "\\evil, invalidRequest",
    "/a\\b, invalidRequest",
    "/../x, invalidRequest",
    "/../actuator/health, invalidRequest",
    "/../../v1.0/applications, invalidRequest",
    "/./x, invalidRequest",
    "/x/.., invalidRequest",
    "/;a=b/x, invalidRequest",
    "/%2e%2e/actuator, invalidRequest",
    "/x%00y, invalidRequest",
    "/a%2fb, invalidRequest",
    "/a//b?c=d, invalidRequest"
  })
  void namesThePlaceOfAddressesThatLeadElsewhere(String url, String code) {
    add("1", "GET", url);

    JsonNode error = answers().get(0).at("/body/error");

    assertThat(error.path("code").stringValue()).isEqualTo(code);
    assertThat(error.path("target").stringValue()).isEqualTo("requests/0/url");
    assertThat(error.path("message").stringValue()).contains("'" + url + "'");
  }

  @Test
  void takesAddressesWithTheVersionOfTheBatch() {
    add("1", "GET", "/v1.0" + container + "/jobs?$top=1");

    JsonNode answer = answers().get(0);

    assertThat(answer.path("status").intValue()).isEqualTo(200);
    assertThat(answer.at("/body/@odata.context").stringValue())
        .isEqualTo(raw.send("GET", "/v1.0" + container + "/jobs")
            .json()
            .path("@odata.context")
            .stringValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?%zz=1", "?$top=%", "?$filter=%ff", "?a=b&%=c"})
  void refusesQueriesThatCannotBeDecoded(String query) {
    add("1", "GET", container + "/jobs" + query);

    JsonNode answer = answers().get(0);

    assertThat(answer.path("status").intValue()).isEqualTo(400);
  }
}
