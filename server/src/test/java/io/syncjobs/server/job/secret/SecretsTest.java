package io.syncjobs.server.job.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Secrets;
import io.syncjobs.client.Versioned;
import io.syncjobs.client.error.PreconditionFailedException;
import io.syncjobs.client.model.SynchronizationSecret;
import io.syncjobs.client.model.SynchronizationSecretKeyStringValuePair;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Since;
import io.syncjobs.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** Saving secrets, on both databases. */
@ParameterizedClass
@EnumSource(Database.class)
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
@ClientTest
class SecretsTest {

  private final TestServer server;
  private final String tenant = TestServer.newId();
  private final String application = TestServer.newId();
  private final Secrets secrets;
  private final String path;

  SecretsTest(Database database) {
    server = database.server();
    secrets = server.client(tenant).application(application).secrets();
    path = "/v1.0/applications/" + application + "/synchronization/secrets";
  }

  private static SynchronizationSecretKeyStringValuePair secret(
      SynchronizationSecret key, @Nullable String value) {
    return new SynchronizationSecretKeyStringValuePair().key(key).value(value);
  }

  @Test
  void valuesAreMaskedAndTheSetIsReplaced() {
    assertThat(secrets.list().value()).isEmpty();
    secrets.replace(List.of(
        secret(SynchronizationSecret.BASE_ADDRESS, "https://a"),
        secret(SynchronizationSecret.SECRET_TOKEN, "t"),
        secret(SynchronizationSecret.SYNC_ALL, ""),
        secret(SynchronizationSecret.DOMAIN, null)));

    assertThat(secrets.list().value())
        .containsExactly(
            secret(SynchronizationSecret.BASE_ADDRESS, "*"),
            secret(SynchronizationSecret.SECRET_TOKEN, "*"),
            secret(SynchronizationSecret.SYNC_ALL, ""),
            secret(SynchronizationSecret.DOMAIN, null));
    assertThat(secrets.count()).isEqualTo(4);

    secrets.replace(List.of(secret(SynchronizationSecret.SECRET_TOKEN, "u")));
    assertThat(secrets.list().value()).hasSize(1);
    assertThat(server.client(tenant).servicePrincipal(application).secrets().count())
        .isEqualTo(1);
    secrets.replace(List.of());
    assertThat(secrets.count()).isZero();
  }

  @Test
  void tenantsAndApplicationsDoNotShareThem() {
    secrets.replace(List.of(secret(SynchronizationSecret.SECRET_TOKEN, "t")));

    assertThat(
            server.client(TestServer.newId()).application(application).secrets().count())
        .isZero();
    assertThat(server.client(tenant).application(TestServer.newId()).secrets().count())
        .isZero();
  }

  @Test
  void savingCanDependOnTheVersion() {
    Versioned<?> none = secrets.list();
    secrets.replace(List.of(secret(SynchronizationSecret.SECRET_TOKEN, "a")), none.etag());

    assertThatThrownBy(() -> secrets.replace(List.of(), none.etag()))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(secrets.count()).isEqualTo(1);

    String etag = secrets.list().etag();
    for (String root : List.of(path, path.replace("applications", "servicePrincipals"))) {
      assertThat(Raw.of(server, tenant).send("GET", root, "If-None-Match", etag).status())
          .isEqualTo(304);
    }
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(secrets.replaceAsync(List.of(), etag).handle((done, failure) -> failure == null));
    }
    assertThat(all.stream().filter(CompletableFuture::join)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|missingMember|value",
        "{\"value\":null}|invalidMember|value",
        "{\"value\":[{\"key\":\"Nix\",\"value\":\"a\"}]}|invalidMember|value/0/key",
        "{\"value\":[{\"value\":\"a\"}]}|missingMember|value/0/key",
        "{\"value\":[{\"key\":\"Domain\"}]}|missingMember|value/0/value",
        "{\"value\":[{\"key\":\"SyncAll\",\"value\":true}]}|invalidMember|value/0/value",
        "{\"value\":[{\"key\":\"SyncAll\",\"value\":\"true\"},{\"key\":\"SyncAll\",\"value\":\"false\"}]}|duplicateName|value/1/key",
        "{\"value\":[{\"key\":\"SyncNotificationSettings\",\"value\":\"on\"}]}|invalidMember|value/0/value",
        "{\"value\":[{\"key\":\"Domain\",\"value\":\"[]\"}]}|invalidMember|value/0/value",
        "{\"credentials\":[]}|missingMember|value"
      })
  void badSecretsChangeNothing(String body, String code, String target) {
    secrets.replace(List.of(secret(SynchronizationSecret.SECRET_TOKEN, "t")));

    Raw.of(server, tenant)
        .send("PUT", path, BodyPublishers.ofString(body), "Content-Type", "application/json")
        .assertRefused(400, code, target);
    assertThat(secrets.count()).isEqualTo(1);
  }

  private Raw.Answer replace(String key, String value) {
    String pair = JsonMapper.shared()
        .createObjectNode()
        .put("key", key)
        .put("value", value)
        .toString();
    return Raw.of(server, tenant)
        .send(
            "PUT",
            path,
            BodyPublishers.ofString("{\"value\":[" + pair + "]}"),
            "Content-Type",
            "application/json");
  }

  @Since("1.1.0")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":\"x\"}|DeleteThresholdValue",
        "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":-5}|DeleteThresholdValue",
        "{\"DeleteThresholdValue\":1.5}|DeleteThresholdValue",
        "{\"DeleteThresholdValue\":1e9}|DeleteThresholdValue",
        "{\"DeleteThresholdValue\":1000000001}|DeleteThresholdValue",
        "{\"DeleteThresholdValue\":[]}|DeleteThresholdValue",
        "{\"DeleteThresholdValue\":true}|DeleteThresholdValue",
        "{\"DeleteThresholdEnabled\":true}|needs DeleteThresholdValue",
        "{\"DeleteThresholdEnabled\":\"maybe\"}|true or false",
        "{\"Enabled\":1}|true or false",
        "{\"Enabled\":{}}|true or false",
        "{\"HumanResourcesLookaheadQueryEnabled\":\"\"}|true or false",
        "{\"Recipients\":5}|e-mail",
        "{\"Recipients\":[\"a@b.example\"]}|e-mail",
        "{\"Recipients\":\"nobody\"}|e-mail",
        "{\"Recipients\":\"a@b.example; c@\"}|e-mail",
        "{\"Recipients\":\"a@b.example;;c@d.example\"}|commas or semicolons",
        "{\"enabled\":true}|spelled like that",
        "{\"Enabled\":true,\"Enabled\":true}|the member 'Enabled' more than once",
        "{\"Enabeld\":true}|'Enabeld'"
      })
  void judgesNotificationSettingsWhenTheyAreSaved(String value, String said) {
    Raw.Answer answer = replace("SyncNotificationSettings", value);

    answer.assertRefused(400, "invalidMember", "value/0/value");
    assertThat(answer.json().at("/error/message").stringValue()).contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"Enabled\":true,\"Recipients\":\"a@b.example, c@d.example;e@f.example\"}",
        "{\"Enabled\":\"False\",\"Recipients\":\"\",\"DeleteThresholdEnabled\":null}",
        "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":\"500\",\"a@odata.type\":\"x\"}",
        "{\"DeleteThresholdEnabled\":true,\"DeleteThresholdValue\":0,\"HumanResourcesLookaheadQueryEnabled\":true}"
      })
  void takesNotificationSettingsAsGraphDoes(String value) {
    assertThat(replace("SyncNotificationSettings", value).status()).isEqualTo(204);
  }

  @Since("1.1.0")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SyncAll",
        "Sandbox",
        "EnforceDomain",
        "ValidateDomain",
        "HardDeletesEnabled",
        "SkipOutOfScopeDeletions"
      })
  void judgesSwitchesWhenTheyAreSaved(String key) {
    replace(key, "yes").assertRefused(400, "invalidMember", "value/0/value");
    assertThat(replace(key, "True").status()).isEqualTo(204);
  }

  @Since("1.1.0")
  @ParameterizedTest
  @ValueSource(strings = {"SecretToken", "BaseAddress", "SyncAll", "Domain", "CompanyId"})
  void theMaskOfAnAnswerIsNoValue(String key) {
    secrets.replace(List.of(secret(SynchronizationSecret.SECRET_TOKEN, "t")));

    Raw.Answer answer = replace(key, "*");

    answer.assertRefused(400, "invalidMember", "value/0/value");
    assertThat(answer.json().at("/error/message").stringValue())
        .contains(key + " is *", "stored value");
    assertThat(secrets.count()).isEqualTo(1);
  }

  @Since("1.1.0")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/scim\u200B",
        "\uFEFFhttps://host/scim",
        "https://ho\u200Dst/scim",
        "https://host/\u202Escim",
        "https://host\u00AD/scim",
        "https://host/scim?\u2060aadOptscim062020"
      })
  void addressesWithCharactersThatNobodySeesAreRefused(String address) {
    Raw.Answer answer = replace("BaseAddress", address);

    answer.assertRefused(400, "targetAddressInvalid", "value/0/value");
    assertThat(answer.json().at("/error/message").stringValue())
        .contains(
            "invisible character U+" + (address.contains("\uFEFF") ? "FEFF at position 1" : ""))
        .doesNotContainPattern("\\p{Cf}");
  }

  @Test
  void acceptsTheExampleOfGraph() {
    Raw.Answer answer = Raw.of(server, tenant)
        .send("PUT", path, BodyPublishers.ofString("""
                    {"value":[{"key":"AuthenticationType","value":"SyncPolicy"},{"key":"CompanyId","value":"x"},
                     {"key":"SyncNotificationSettings","value":"{\\"Enabled\\":false,\\"DeleteThresholdEnabled\\":false}"},
                     {"key":"SyncAll","value":"false"}]}
                    """), "Content-Type", "application/json");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("ETag")).isEqualTo(secrets.list().etag());
  }

  @Test
  void secretsAppearInNoAnswerLogOrFile(CapturedOutput output) throws Exception {
    String planted = "planted-" + TestServer.newId();
    secrets.replace(List.of(secret(SynchronizationSecret.SECRET_TOKEN, planted)));

    Raw.Answer list = Raw.of(server, tenant).send("GET", path);
    assertThat(new String(list.response().body(), StandardCharsets.UTF_8)).doesNotContain(planted);
    assertThat(output.getAll()).doesNotContain(planted);
    try (var files = Files.list(server.dataFolder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(planted);
      }
    }
  }
}
