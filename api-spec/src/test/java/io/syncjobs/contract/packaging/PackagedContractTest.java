package io.syncjobs.contract.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Packaging adds what follows from the written contract and keeps everything else as it is written. */
class PackagedContractTest {

  private static final String WRITTEN = """
      # For those who edit this.
      tags:
        - name: Jobs
          description: Jobs of an application.
        - name: AuditLogs
          description: Events of all applications.
      paths:
        /applications/{applicationsId}/jobs:
          # Most callers begin here.
          get:
            operationId: listJobs
            tags: [Jobs]
            description: |
              Lists the application's jobs.

              An application answers application/json, applications too.
            parameters: [{ $ref: '#/components/parameters/applicationsId' }]

        /auditLogs:
          get: { operationId: listEvents, tags: [AuditLogs] }
      components:
        schemas:
          code:
            x-values:
              None: { status: 400, meaning: "Nothing, really." }
              '1': { status: 404, meaning: One }
            type: string
          color:
            x-values: # as painted
              red: As roses are # really
              blue: 'As violets: are'
      """;

  private static final String PACKAGED = """
      tags:
        - name: Jobs
          description: Jobs of an application.
        - name: AuditLogs
          description: Events of all applications.
        - name: ServicePrincipalJobs
          description: Jobs of a service principal.
      paths:
        /applications/{applicationsId}/jobs:
          # Most callers begin here.
          get:
            operationId: listJobs
            tags: [Jobs]
            description: |
              Lists the application's jobs.

              An application answers application/json, applications too.
            parameters: [{ $ref: '#/components/parameters/applicationsId' }]

        /servicePrincipals/{servicePrincipalId}/jobs:
          # Most callers begin here.
          get:
            operationId: listServicePrincipalJobs
            tags: [ServicePrincipalJobs]
            description: |
              Lists the service principal's jobs.

              A service principal answers application/json, service principals too.
            parameters: [{ $ref: '#/components/parameters/servicePrincipalId' }]

        /auditLogs:
          get: { operationId: listEvents, tags: [AuditLogs] }
      components:
        schemas:
          code:
            enum:
              - None
              - '1'
            x-enum-statuses:
              - 400
              - 404
            x-enum-descriptions:
              - "Nothing, really."
              - One
            type: string
          color:
            enum:
              - red
              - blue
            x-enum-descriptions:
              - As roses are
              - 'As violets: are'
      """;

  @Test
  void whatFollowsIsAddedAndTheRestIsKept() {
    assertThat(PackagedContract.of(WRITTEN).text()).isEqualTo(PACKAGED);
  }

  @Test
  void eachLineKnowsWhereItWasWritten() {
    PackagedContract contract = PackagedContract.of(WRITTEN);
    List<String> written = WRITTEN.lines().toList();
    List<String> packaged = contract.text().lines().toList();

    assertThat(written.get(contract.writtenLine(1) - 1)).isEqualTo("tags:");
    for (String each :
        List.of("listServicePrincipalJobs", "listEvents", "red", "As violets", "404")) {
      int line = line(packaged, each);
      assertThat(written.get(contract.writtenLine(line) - 1))
          .as(each)
          .contains(each.replace("ServicePrincipal", ""));
    }
  }

  private static int line(List<String> lines, String part) {
    return 1
        + lines.indexOf(
            lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow());
  }

  @Test
  void aPackagedContractStaysAsItIs() {
    assertThat(PackagedContract.of(PACKAGED).text()).isEqualTo(PACKAGED);
  }

  @Test
  void valuesAndMeaningsTakeOneLine() {
    String written = WRITTEN.replace("'As violets: are'", "'As violets:\n        are'");

    assertThatThrownBy(() -> PackagedContract.of(written))
        .hasMessage("openapi.yaml:31: A value and its meaning have to stand on one line.");
  }

  /** The roots of our contract differ in their names only. The comparison shares no code with the packaging. */
  @Test
  void bothRootsOfferTheSame() throws IOException {
    JsonNode document = new YAMLMapper()
        .readTree(PackagedContract.of(Files.readString(Path.of("openapi.yaml"))).text());
    List<String> paths = List.copyOf(document.path("paths").propertyNames());
    List<String> first =
        paths.stream().filter(path -> path.startsWith("/applications/")).toList();
    List<String> second =
        paths.stream().filter(path -> path.startsWith("/servicePrincipals/")).toList();
    assertThat(first).hasSizeGreaterThan(20);
    assertThat(second)
        .containsExactlyElementsOf(first.stream()
            .map(path -> path.replace(
                "/applications/{applicationsId}/", "/servicePrincipals/{servicePrincipalId}/"))
            .toList());
    for (int i = 0; i < first.size(); i++) {
      JsonNode one = document.path("paths").path(first.get(i)).deepCopy();
      JsonNode other = document.path("paths").path(second.get(i)).deepCopy();
      List<String> names = names(one);
      List<String> otherNames = names(other);
      assertThat(otherNames)
          .allMatch(name -> name.contains("ServicePrincipal"))
          .extracting(name -> name.replace("ServicePrincipal", ""))
          .containsExactlyElementsOf(names);
      assertThat(other.toString().replace("/servicePrincipalId\"", "/applicationsId\""))
          .isEqualTo(one.toString());
    }
  }

  /** Removes operation ids, tags and texts from a path and returns the ids and tags. */
  private static List<String> names(JsonNode path) {
    List<String> names = new ArrayList<>();
    for (JsonNode operation : path) {
      if (operation instanceof ObjectNode object) {
        names.add(object.remove("operationId").stringValue());
        names.add(object.remove("tags").path(0).stringValue());
        assertThat(object.remove("summary").stringValue()).isNotBlank();
        assertThat(object.remove("description").stringValue()).isNotBlank();
      }
    }
    return names;
  }
}
