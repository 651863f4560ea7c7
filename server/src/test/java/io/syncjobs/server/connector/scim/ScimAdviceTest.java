package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.support.target.FaultyTarget;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures of a call quote the service, and advise on what its answer supports. */
class ScimAdviceTest extends ScimCalls {

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      409 |               | ENTRY_CONFLICT | Read what the target says
      409 | uniqueness    | ENTRY_CONFLICT | entry of the target that has the same value
      400 | uniqueness    | ENTRY_CONFLICT | entry of the target that has the same value
      400 | mutability    | ENTRY_REFUSED  | doesn't let it be set
      400 | invalidPath   | ENTRY_REFUSED  | Correct the target attribute
      400 | noTarget      | ENTRY_REFUSED  | Correct the target attribute
      400 | invalidFilter | ENTRY_REFUSED  | Match by another attribute
      400 | tooMany       | ENTRY_REFUSED  | Match by an attribute that fewer entries
      400 | invalidVers   | ENTRY_REFUSED  | BaseAddress
      400 | invalidValue  | ENTRY_REFUSED  |
      400 | UNIQUENESS    | ENTRY_CONFLICT | same value
      400 | Mutability    | ENTRY_REFUSED  | doesn't let it be set
      400 | invalidSyntax | ENTRY_REFUSED  |
      400 |               | ENTRY_REFUSED  |
      403 |               | ENTRY_REFUSED  | Read what the target says. If it is about permission, have its administrator permit this
      405 |               | ENTRY_REFUSED  | Have the target support POST, by which entries are created.
      413 |               | ENTRY_REFUSED  | smaller
      500 |               | ENTRY_REFUSED  | target's own log
      501 |               | ENTRY_REFUSED  | support it
      """)
  void advisesOnlyWhatTheAnswerSupports(
      int status, @Nullable String scimType, Problem problem, @Nullable String advice) {
    String type = scimType == null ? "" : "\"scimType\":\"" + scimType + "\",";
    String body = "{" + type + "\"detail\":\"User must be Active.\"}";
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", body)) {
      TargetException failure = failure(service, Call.CREATE);
      assertThat(failure.problem()).isEqualTo(problem);
      assertThat(failure.getMessage())
          .isEqualTo("The target answered " + status
              + (scimType == null ? "" : " (" + scimType + ")")
              + ". It says: 'User must be Active.'");
      if (advice == null) {
        assertThat(failure.advice()).isEmpty();
      } else {
        assertThat(failure.advice().orElseThrow()).contains(advice);
      }
    }
  }

  @Test
  void aChangeAndAnAnswerWithoutWordsGetAdviceOfTheirOwn() {
    try (FaultyTarget service =
        FaultyTarget.answering("400 Error", "{\"scimType\":\"mutability\"}")) {
      assertThat(failure(service, Call.UPDATE).advice().orElseThrow()).contains("ObjectAddOnly");
    }
    for (String status : List.of("403", "409")) {
      try (FaultyTarget service = FaultyTarget.answering(status + " Error", "")) {
        TargetException failure = failure(service, Call.CREATE);
        assertThat(failure).hasMessageEndingWith("gives no reason.");
        assertThat(failure.advice().orElseThrow()).doesNotContain("what the target says");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      401 | {"detail":"Expired of the-token."} | doesn't take the SecretToken | Expired of ….
      403 | {"message":"Read only."}           | doesn't permit               | Read only.
      429 | {"detail":"Slow down."}            | too many requests            | Slow down.
      503 | {"error":"Restarting."}            | overloaded or out of order   | Restarting.
      503 | <html>                             | overloaded or out of order   |
      503 | <html><head><title>Out at the-token</title></head><p>Long story | out of order | Out at …
      503 | Restarting for the-token           | overloaded or out of order   | Restarting for …
      503 | {"detail": "Restart                | overloaded or out of order   |
      403 | {"error":{"code":"x","message":"No."}}    | doesn't permit        | No.
      403 | {"errors":[{"description":"No."},{"description":"Not."}]} | doesn't permit | No.; Not.
      403 | {"errors":["a","b","a"]}           | doesn't permit               | a; b
      403 | {"message":"Invalid","errors":[{"field":"emails","code":"taken"},{"field":"title","message":"is long"}]} | doesn't permit | Invalid: emails: taken; title: is long
      403 | {"detail":"Refused","errors":[{"detail":"userName is reserved"}]} | doesn't permit | Refused: userName is reserved
      403 | {"detail":"a","errors":["a"]}      | doesn't permit               | 'a'
      403 | {"errors":{"department":["is unknown"],"title":"is long"}} | doesn't permit | department: is unknown; title: is long
      403 | {"department":["is unknown"]}      | doesn't permit               | department: is unknown
      403 | {"detail":[{"msg":"field required","loc":["body","title"]}]} | doesn't permit | body.title: field required
      403 | {"detail":{"msg":"No."}}           | doesn't permit               | No.
      403 | {"fault":{"faultstring":"No.","detail":{"errorcode":"x"}}} | doesn't permit | No.
      403 | {"reason":"No."}                   | doesn't permit               | No.
      403 | {"response":{"status":{"message":"No."}}} | doesn't permit        | No.
      403 | {"schemas":["urn:x"],"status":"403"} | doesn't permit             |
      403 | null                               | doesn't permit               |
      403 | "No."                              | doesn't permit               | No.
      403 | <?xml version="1.0"?><error><code>7</code><message>A &lt; B</message></error> | doesn't permit | 7 A < B
      403 | <html><body>No.</body></html>      | doesn't permit               |
      403 | Expired: THE-TOKEN                 | doesn't permit               | Expired: …
      403 | Expired: the%2Dtok%65n, the&#45;token | doesn't permit            | Expired: …, …
      403 | {"detail":"Expired: the-\\ntoken"} | doesn't permit               | Expired: …
      403 | Got Basic dGhlLXRva2Vu             | doesn't permit               | Got Basic …
      403 | Got Basic dXNlcjp0aGUtdG9rZW4=.    | doesn't permit               | Got Basic ….
      403 | {"Errors":["No."]}                 | doesn't permit               | No.
      403 | {"error":"","message":{"text":5}}  | doesn't permit               |
      403 | {"errors":[{"title":"Title too long","detail":"max 10"}]} | doesn't permit | Title too long: max 10
      403 | {"title":"No","detail":"No, never."} | doesn't permit             | No, never.
      404 | {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"No tenant."} | nothing at the address | No tenant.
      404 | {"detail":"No such tenant."}       | not as a SCIM 2.0 service    | No such tenant.
      302 | {"detail":"Moved."}                | a redirect                   |
      """)
  void quotesTheServiceAboutItself(
      int status, String body, String reason, @Nullable String quoted) {
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", body)) {
      String message = String.valueOf(failure(service, Call.FIND).getMessage());
      assertThat(message).contains("answered " + status, reason).doesNotContain("the-token");
      if (quoted == null) {
        assertThat(message).doesNotContain("It says");
      } else {
        assertThat(message).endsWith("It says: '" + quoted + "'");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      https://login.example/a?s=the-token#x | to 'https://login.example/a'
      https://me:pw@login.example           | to 'https://login.example'
      /the-token/b                          | to '/…/b'
      ?x                                    | a redirect, which
      https://x.example/%74he-t%6Fken%0a    | to 'https://x.example/…%0a'
      """)
  void namesWhereTheServiceRedirectsTo(String location, String said) {
    try (FaultyTarget service = FaultyTarget.answering("302 Found\r\nLocation: " + location, "")) {
      for (Call call : List.of(Call.FIND, Call.UPDATE, Call.DELETE)) {
        TargetException failure = failure(service, call);
        assertThat(failure.getMessage())
            .contains(said.contains("to '") ? "a redirect " + said : said);
        assertThat(failure.reason()).contains(said).doesNotContain("the-token", "pw");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"200", "203", "302", "404"})
  void quotesTheTitleOfAPageWhateverItsStatus(int status) {
    try (FaultyTarget service = FaultyTarget.answering(
        status + " X\r\nContent-Type: text/html",
        "<html><head><title>Sign in to the-token</title></head></html>")) {
      assertThat(failure(service, Call.FIND)).hasMessageEndingWith("It says: 'Sign in to …'");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      400 | keeps the entry from being deleted
      403 | permit this
      405 | disables instead of deleting
      409 | keeps the entry from being deleted
      413 | keeps the entry from being deleted
      500 | target's own log
      501 | disables instead of deleting
      """)
  void advisesOnDeletions(int status, String advice) {
    try (FaultyTarget service = FaultyTarget.answering(status + " Error", "{}")) {
      assertThat(failure(service, Call.DELETE).advice().orElseThrow()).contains(advice);
    }
  }

  @Test
  void quotesTheServiceInItsCharsetAndWithBrokenCharacters() {
    try (FaultyTarget service = FaultyTarget.answering(
        "403 Error\r\nContent-Type: text/plain; charset=iso-8859-1", "d\u00e9partement")) {
      assertThat(failure(service, Call.FIND)).hasMessageEndingWith("'d\u00e9partement'");
    }
    try (FaultyTarget service = FaultyTarget.answering(
        "403 Error\r\nContent-Type: application/json", "{\"detail\":\"d\u00e9partement\"}")) {
      assertThat(failure(service, Call.FIND)).hasMessageEndingWith("'d\ufffdpartement'");
    }
  }

  @Test
  void tellsWhatTheServiceSaysButNoSecrets() {
    String detail = "title\\u0000\\ud83d of the-token and pass-word-1 is bad " + "y".repeat(1000);
    try (FaultyTarget service =
        FaultyTarget.answering("400 Bad Request", "{\"detail\":\"" + detail + "\"}")) {
      TargetException failure = catchThrowableOfType(
          TargetException.class,
          () -> open(targets, service.address())
              .create("User", Map.of("password", JSON.readTree("\"pass-word-1\""))));
      assertThat(failure.getMessage())
          .contains("title", "is bad")
          .doesNotContain("the-token", "pass-word-1", "\u0000", "\ud83d")
          .hasSizeLessThan(300);
    }
  }
}
