package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.AttributeMapping;
import io.syncjobs.client.model.AttributeMappingSourceType;
import io.syncjobs.client.model.SynchronizationJob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Defaults of mappings and of the tenant's domain, through whole cycles. */
@ParameterizedClass
@MethodSource("combinations")
class DefaultValuesTest extends EngineTestBase {

  DefaultValuesTest(Combination combination) {
    super(combination);
  }

  @Test
  void aDefaultIsForNewEntriesAlone() throws Exception {
    changeSchema(schema -> {
      attribute(schema, "title").defaultValue("n/a");
      AttributeMapping language = attribute(schema, "preferredLanguage");
      language.source(null).defaultValue("en-US");
    });
    post("{\"schemas\":[\"%s\"],\"userName\":\"ada@example.com\",\"title\":\"Chief\"}");
    post("{\"schemas\":[\"%s\"],\"userName\":\"bob@example.com\",\"preferredLanguage\":\"fr-FR\"}");
    tenancy.bring(user("ada"), user("bob"), user("cy"));

    SynchronizationJob first = tenancy.runOutbound();

    checkDefaults();
    tenancy.outbound.restart(tenancy.outboundJob, "Full");
    Tenancy.ended(tenancy.outbound, tenancy.outboundJob, first);
    checkDefaults();
  }

  private void checkDefaults() {
    assertThat(theUser("ada").path("title").asString()).isEqualTo("Chief");
    assertThat(theUser("bob").has("title")).isFalse();
    assertThat(theUser("cy").path("title").asString()).isEqualTo("n/a");
    // A mapping without a source fills what is empty.
    assertThat(theUser("ada").path("preferredLanguage").asString()).isEqualTo("en-US");
    assertThat(theUser("bob").path("preferredLanguage").asString()).isEqualTo("fr-FR");
    assertThat(theUser("cy").path("preferredLanguage").asString()).isEqualTo("en-US");
  }

  @Test
  void theDefaultDomainIsASetting() {
    changeSchema(schema -> attribute(schema, "title")
        .getSource()
        .type(AttributeMappingSourceType.FUNCTION)
        .name("Join")
        .expression("Join(\"@\", \"boss\", DefaultDomain())"));
    tenancy.bring(user("ada"));

    tenancy.runOutbound();

    assertThat(theUser("ada").path("title").asString()).isEqualTo("boss@contoso.example");
  }

  private void post(String user) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(service.baseAddress() + "/Users"))
        .header("Authorization", "Bearer " + service.token())
        .header("Content-Type", "application/scim+json")
        .POST(BodyPublishers.ofString(user.formatted(Tenancy.USER)))
        .build();
    assertThat(
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
        .isEqualTo(201);
  }
}
