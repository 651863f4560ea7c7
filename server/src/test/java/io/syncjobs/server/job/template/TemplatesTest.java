package io.syncjobs.server.job.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.Synchronization;
import io.syncjobs.client.error.NotFoundException;
import io.syncjobs.client.model.ErrorCode;
import io.syncjobs.client.model.SynchronizationJobCreate;
import io.syncjobs.client.model.SynchronizationTemplate;
import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.support.ClientTest;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own templates and those of operators. */
@ClientTest
class TemplatesTest {

  private static final String OWN = """
      id: ownApp
      applicationId: 11111111-2222-3333-4444-555555555555
      default: false
      description: Ours.
      discoverable: true
      factoryTag: ownApp
      metadata:
        - { key: a, value: b }
      schema: { id: ownApp.1, version: '1.0' }
      synchronizationJobSettings:
        - { name: x, value: y }
      """;

  private static final Contract CONTRACT = Contract.load();

  private final Synchronization shipped =
      Database.SQLITE.server().client(TestServer.newId()).application(TestServer.newId());

  @Test
  void listsShippedTemplatesById() {
    assertThat(shipped.templates().list())
        .extracting(SynchronizationTemplate::getId)
        .containsExactly("API2AAD", "Azure2Azure", "aws", "customappsso", "dataBricks", "scim");
    assertThat(shipped.templates().list()).allSatisfy(template -> {
      assertThat(template.getMetadata()).isNotEmpty();
      assertThat(template.getSchema().getId()).startsWith(template.getId());
      assertThat(template.getFactoryTag()).isNotEmpty();
    });
  }

  @Test
  void templatesAreReadUnderBothRoots() {
    SynchronizationTemplate template = shipped.templates().get("scim");
    Synchronization byServicePrincipal =
        Database.SQLITE.server().client(TestServer.newId()).servicePrincipal(TestServer.newId());

    assertThat(shipped.templates().list())
        .filteredOn(other -> other.getId().equals("scim"))
        .first()
        .usingRecursiveComparison()
        .ignoringFields("atOdataContext")
        .isEqualTo(template);
    assertThat(byServicePrincipal.templates().get("scim").getSchema())
        .isEqualTo(template.getSchema());
    assertThat(byServicePrincipal.templates().list()).hasSize(6);
    assertThatThrownBy(() -> shipped.templates().get("nix"))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> assertThat(e.code()).contains(ErrorCode.TEMPLATE_NOT_FOUND));
  }

  @Test
  void createsAJobOfEachShippedTemplate() {
    for (SynchronizationTemplate template : shipped.templates().list()) {
      assertThat(shipped
              .jobs()
              .create(new SynchronizationJobCreate().templateId(template.getId()))
              .value()
              .getSynchronizationJobSettings())
          .isNotEmpty();
    }
  }

  @Test
  void operatorsAddAndReplaceTemplates() throws IOException {
    Path folder = TestServer.newFolder();
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates/own.yaml"), OWN);
    Files.writeString(folder.resolve("templates/scim.yaml"), OWN.replace("ownApp", "scim"));
    Files.writeString(folder.resolve("templates/notes.txt"), "not a template");

    try (TestServer server = TestServer.startIn(folder)) {
      Synchronization own = server.client(TestServer.newId()).application(TestServer.newId());
      assertThat(own.templates().list()).hasSize(7);
      assertThat(own.templates().get("scim").getDescription()).isEqualTo("Ours.");
      assertThat(own.jobs()
              .create(new SynchronizationJobCreate().templateId("ownApp"))
              .value()
              .getSynchronizationJobSettings())
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "- a list",
        "id: [",
        "id: a",
        "REPLACE applicationId: 11111111-2222-3333-4444-555555555555 BY applicationId: x",
        "REPLACE id: ownApp BY id: 'own app'",
        "REPLACE factoryTag BY factoryTags",
        "REPLACE discoverable: true BY discoverable: 'yes'",
        "REPLACE { name: x, value: y } BY { name: x, value: true }",
        "REPLACE { name: x, value: y } BY { value: y }"
      })
  void refusesInvalidTemplates(String text, @TempDir Path folder) throws IOException {
    String file = text;
    if (text.startsWith("REPLACE ")) {
      String[] change = text.substring("REPLACE ".length()).split(" BY ", -1);
      file = OWN.replace(change[0], change[1]);
      assertThat(file).isNotEqualTo(OWN);
    }
    Files.writeString(folder.resolve("own.yaml"), file);

    assertThatThrownBy(() -> TemplateCatalog.read(folder, CONTRACT))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("The template in ")
        .hasMessageContaining("own.yaml");
  }

  @Test
  void refusesToStartWithAnInvalidTemplate() throws IOException {
    TestServer.assumeInThisProcess();
    Path folder = TestServer.newFolder();
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates/own.yaml"), "id: a");

    assertThatThrownBy(() -> TestServer.startIn(folder).close())
        .hasStackTraceContaining(SetupException.class.getName() + ": The template in ");
  }
}
