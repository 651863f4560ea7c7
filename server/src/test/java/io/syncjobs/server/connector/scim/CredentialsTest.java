package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.CredentialsValidation;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials are really tried, and each way in which they don't work has a code of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ClientTest
class CredentialsTest extends CredentialChecks {

  @Test
  void credentialsThatWork() {
    validate(address, "the-token");
    validate(address + "/", "the-token");

    assertThat(asked)
        .hasSize(2)
        .allMatch(request -> request.matches(
            "/scim/Users\\?filter=userName%20eq%20%22[0-9a-f-]{36}%22&count=1 Bearer the-token"));
  }

  @Test
  void savedOnesAreTriedForAJobOrWithoutOne() {
    synchronization.secrets().replace(credentials(address, "the-token"));
    String id = synchronization
        .jobs()
        .create(new SynchronizationJobCreate().templateId("scim"))
        .value()
        .getId();
    CredentialsValidation saved = new CredentialsValidation().useSavedCredentials(true);

    synchronization.jobs().validateCredentials(saved);
    synchronization.jobs().validateCredentials(id, saved);
    otherRoot.jobs().validateCredentials(saved);
    otherRoot.jobs().validateCredentials(id, saved);
    assertThat(asked).hasSize(4);
    assertThatThrownBy(() -> synchronization.jobs().validateCredentials("scim.x", saved))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> synchronization
            .jobs()
            .validateCredentials(new CredentialsValidation().templateId("nix")))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.UNKNOWN_TEMPLATE));
  }

  @Test
  void whatIsMissingOrNoAddress() {
    assertRefused(null, "the-token", ErrorCode.CREDENTIALS_MISSING);
    assertRefused(address, null, ErrorCode.CREDENTIALS_MISSING);
    assertRefused(address, "", ErrorCode.CREDENTIALS_MISSING);
    for (String bad : List.of(
        "localhost",
        "ftp://localhost",
        "http://",
        "http://a b",
        "http://u:p@localhost",
        "http://localhost?x=1")) {
      assertRefused(bad, "the-token", ErrorCode.TARGET_ADDRESS_INVALID);
    }
    assertRefused(address, "the-token\n", ErrorCode.TARGET_REJECTED_CREDENTIALS);
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?aadOptscim062020",
        "/?aadOptscim062020",
        "?aadOptSCIM062020=true",
        "//",
        "?AzureAdScimPatch062020"
      })
  void flagsAndSlashesBehindTheAddressAreNotSent(String end) {
    synchronization.secrets().replace(credentials(address + end, "the-token"));
    synchronization
        .jobs()
        .validateCredentials(new CredentialsValidation().useSavedCredentials(true));

    assertThat(asked).hasSize(1).allMatch(request -> request.startsWith("/scim/Users?filter="));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      localhost                 |
      ftp://localhost           | ftp://localhost
      http://                   | http://
      http://a b                | http://a b
      http://u:p@localhost      | http://…@localhost
      http://localhost?x=1      | http://localhost?x=…
      http://localhost/scim#x   | http://localhost/scim#x
      http://localhost:70000    | http://localhost:70000
      """)
  void addressesThatCannotBeUsedAreNotSaved(String bad, @Nullable String shown) {
    // What isn't even like an address may be a token.
    String named = shown == null ? "BaseAddress doesn't" : "'" + shown + "'";
    synchronization.secrets().replace(credentials(address, "the-token"));

    assertThatThrownBy(() -> synchronization.secrets().replace(credentials(bad, "another-token")))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.TARGET_ADDRESS_INVALID);
          assertThat(e.target()).contains("value/0/value");
          assertThat(e.getMessage()).contains(named).doesNotContain("another-token");
        });
    synchronization
        .jobs()
        .validateCredentials(new CredentialsValidation().useSavedCredentials(true));
    assertThat(asked).hasSize(1).allMatch(request -> request.endsWith(" Bearer the-token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"the-token\n", "Bearer the-token", " the-token", "the-token\u00e9"})
  void tokensThatNoHeaderCarriesAreNotSaved(String bad) {
    assertThatThrownBy(() -> synchronization.secrets().replace(credentials(address, bad)))
        .isInstanceOfSatisfying(BadRequestException.class, e -> {
          assertThat(e.code()).contains(ErrorCode.INVALID_MEMBER);
          assertThat(e.target()).contains("value/1/value");
          assertThat(e.getMessage()).contains("position").doesNotContain("the-token");
        });
    assertThat(synchronization.secrets().count()).isZero();
  }

  @Since("1.1.0")
  @Test
  void aServiceThatFailsIsNotTakenForAnotherAddress() {
    for (int each : List.of(500, 502, 507, 521)) {
      status = each;
      body = "{\"detail\":\"db down\"}";
      assertThatThrownBy(() -> validate(address, "the-token"))
          .hasMessageContaining("answered " + each)
          .hasMessageContaining("db down")
          .isInstanceOfSatisfying(
              BadRequestException.class,
              e -> assertThat(e.code()).contains(ErrorCode.TARGET_UNAVAILABLE));
    }
    status = 500;
    body = "<html><title>Oops</title></html>";
    assertRefused(address, "the-token", ErrorCode.TARGET_NOT_SCIM, "answered 500", "Oops");
  }

  @ParameterizedTest
  @CsvSource({"401", "403"})
  void tokensThatAreNotTaken(int refused) {
    status = refused;
    assertRefused(address, "the-token", ErrorCode.TARGET_REJECTED_CREDENTIALS);
  }

  @ParameterizedTest
  @CsvSource({"408", "429", "503"})
  void aTargetThatIsBusySaysNothingAboutTheAddress(int busy) {
    status = busy;
    assertThatThrownBy(() -> validate(address, "the-token"))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.TARGET_UNAVAILABLE))
        .hasMessageNotContaining("BaseAddress");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|<html></html>",
        "200|{}",
        "200|[]",
        "200|{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]}",
        "200|",
        "204|",
        "302|",
        "404|{}",
        "500|oops"
      })
  void answersThatAreNotScim(int code, @Nullable String text) {
    status = code;
    body = text == null ? "" : text;
    assertRefused(address, "the-token", ErrorCode.TARGET_NOT_SCIM);
  }

  @Test
  void nullsSayNothing() {
    assertThatThrownBy(() -> synchronization
            .jobs()
            .validateCredentials(
                new CredentialsValidation().credentials(null).useSavedCredentials(null)))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> assertThat(e.code()).contains(ErrorCode.CREDENTIALS_MISSING));
  }
}
