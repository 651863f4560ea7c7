package io.syncjobs.client.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.FaultyServer;
import io.syncjobs.client.SynchronizationClient;
import io.syncjobs.client.auth.ClientCredentials;
import io.syncjobs.client.auth.TokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Beans that Spring Boot programs get from properties. */
class SynchronizationClientAutoConfigurationTest {

  private final FaultyServer server = new FaultyServer();

  private final ApplicationContextRunner program = new ApplicationContextRunner()
      .withConfiguration(AutoConfigurations.of(SynchronizationClientAutoConfiguration.class));

  private final ApplicationContextRunner configured =
      program.withPropertyValues("syncjobs.client.base-url=" + server.origin() + "/v1.0");

  @AfterEach
  void stop() {
    server.close();
  }

  private String tokenSentBy(SynchronizationClient client) {
    server.answer(200, "{\"id\":\"1\"}");
    client.application("x").jobs().get("1");
    return String.valueOf(
        server.requests().get(server.requests().size() - 1).header("Authorization"));
  }

  @Test
  void isRegisteredWithSpringBoot() {
    assertThat(ImportCandidates.load(
            org.springframework.boot.autoconfigure.AutoConfiguration.class,
            getClass().getClassLoader()))
        .contains(SynchronizationClientAutoConfiguration.class.getName());
  }

  @Test
  void aFixedTokenNeedsTwoProperties() {
    configured
        .withPropertyValues("syncjobs.client.token=the-token")
        .run(context -> assertThat(tokenSentBy(context.getBean(SynchronizationClient.class)))
            .isEqualTo("Bearer the-token"));
  }

  @Test
  void createsNothingWithoutABaseUrl() {
    program
        .withPropertyValues("syncjobs.client.token=the-token")
        .run(context -> assertThat(context)
            .hasNotFailed()
            .doesNotHaveBean(SynchronizationClient.class)
            .doesNotHaveBean(TokenProvider.class));
  }

  @Test
  void credentialsRequestTokens() {
    server.answer(200, "{\"access_token\":\"issued\",\"expires_in\":60}");
    configured
        .withPropertyValues(
            "syncjobs.client.token-uri=" + server.origin() + "/token",
            "syncjobs.client.client-id=me",
            "syncjobs.client.client-secret=s3cret",
            "syncjobs.client.scope=all")
        .run(context -> {
          assertThat(context).getBean(TokenProvider.class).isInstanceOf(ClientCredentials.class);
          assertThat(tokenSentBy(context.getBean(SynchronizationClient.class)))
              .isEqualTo("Bearer issued");
          assertThat(server.requests().get(0).body())
              .contains("client_id=me", "client_secret=s3cret", "scope=all");
          assertThat(context.getBean(SynchronizationClientProperties.class).toString())
              .doesNotContain("s3cret");
        });
  }

  @Test
  void aTokenProviderBeanTakesPrecedence() {
    configured
        .withPropertyValues("syncjobs.client.token=not-this")
        .withBean(TokenProvider.class, () -> TokenProvider.of("own"))
        .run(context -> assertThat(tokenSentBy(context.getBean(SynchronizationClient.class)))
            .isEqualTo("Bearer own"));
  }

  @Test
  void aClientBeanTakesPrecedence() {
    SynchronizationClient own = SynchronizationClient.builder()
        .baseUrl(server.origin())
        .tokenProvider(TokenProvider.of("own"))
        .build();

    configured
        .withBean(SynchronizationClient.class, () -> own)
        .run(context -> assertThat(context).getBean(SynchronizationClient.class).isSameAs(own));
  }

  @Test
  void incompletePropertiesFailTheStart() {
    for (String[] properties : new String[][] {
      {},
      {"syncjobs.client.client-id=me", "syncjobs.client.client-secret=s3cret"},
      {"syncjobs.client.token-uri=" + server.origin(), "syncjobs.client.client-id=me"},
      {"syncjobs.client.token=a", "syncjobs.client.token-uri=" + server.origin()}
    }) {
      configured
          .withPropertyValues(properties)
          .run(context -> assertThat(context)
              .getFailure()
              .hasRootCauseMessage(SynchronizationClientProperties.WAYS));
    }
  }

  @Test
  void propertiesAreDescribedForEditors() throws IOException {
    String metadata = new String(
        getClass()
            .getResourceAsStream("/META-INF/spring-configuration-metadata.json")
            .readAllBytes(),
        StandardCharsets.UTF_8);

    JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");

    assertThat(properties.valueStream().map(property -> property.path("name").stringValue()))
        .containsExactlyInAnyOrder(
            "syncjobs.client.base-url",
            "syncjobs.client.token",
            "syncjobs.client.token-uri",
            "syncjobs.client.client-id",
            "syncjobs.client.client-secret",
            "syncjobs.client.scope");
    assertThat(properties.valueStream())
        .allSatisfy(
            property -> assertThat(property.path("description").stringValue()).isNotBlank());
  }
}
