package io.syncjobs.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.Raw.Answer;
import io.syncjobs.server.support.TestServer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The metadata document is complete in itself, and describes the operations and members of the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetadataTest {

  private final Raw raw = Raw.of(Database.SQLITE.server(), TestServer.newId());
  private Answer answer;
  private Document document;

  @BeforeAll
  void read() throws Exception {
    answer = raw.send("GET", "/v1.0/$metadata");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    document = factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(answer.response().body()));
  }

  private List<Element> elements(String... names) {
    List<Element> found = new ArrayList<>();
    for (String name : names) {
      NodeList list = document.getElementsByTagNameNS("*", name);
      for (int i = 0; i < list.getLength(); i++) {
        found.add((Element) list.item(i));
      }
    }
    return found;
  }

  private Element type(String name) {
    return elements("EntityType", "ComplexType").stream()
        .filter(type -> type.getAttribute("Name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> names(Element holder, String kind) {
    Set<String> names = new TreeSet<>();
    NodeList list = holder.getElementsByTagNameNS("*", kind);
    for (int i = 0; i < list.getLength(); i++) {
      names.add(((Element) list.item(i)).getAttribute("Name"));
    }
    return names;
  }

  @Test
  void isXmlUnderBothVersions() {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/xml");
    assertThat(raw.send("GET", "/beta/$metadata", "Accept", "application/xml")
            .response()
            .body())
        .isEqualTo(answer.response().body());
    raw.send("GET", "/v1.0/$metadata", "Accept", "application/json")
        .assertRefused(406, "notAcceptable", "Accept");
  }

  @Test
  void definesEachTypeOnceAndRefersToNoOther() {
    List<String> defined = elements("EntityType", "ComplexType", "EnumType").stream()
        .map(type -> type.getAttribute("Name"))
        .toList();

    assertThat(defined).doesNotHaveDuplicates().hasSizeGreaterThan(50);
    for (Element user : elements(
        "Property", "NavigationProperty", "Parameter", "ReturnType", "EntitySet", "Singleton")) {
      String type = user.getAttribute("Type") + user.getAttribute("EntityType");
      String element = type.replaceAll("^Collection[(](.*)[)]$", "$1");
      assertThat(element.startsWith("Edm.")
              || defined.contains(element.replace("microsoft.graph.", "")))
          .as(user.getAttribute("Name") + " " + type)
          .isTrue();
    }
  }

  @Test
  void followsTheContract() {
    Element job = type("synchronizationJob");

    assertThat(job.getLocalName()).isEqualTo("EntityType");
    assertThat(names(job, "Property"))
        .contains("id", "templateId", "schedule", "status", "synchronizationJobSettings");
    assertThat(names(job, "NavigationProperty")).contains("schema");
    assertThat(names(type("synchronization"), "NavigationProperty"))
        .contains("jobs", "templates", "secrets");
    assertThat(names(type("application"), "NavigationProperty")).containsExactly("synchronization");
    assertThat(elements("EntitySet"))
        .extracting(set -> set.getAttribute("Name"))
        .contains("applications", "servicePrincipals", "users", "groups");
    Set<String> bound = new TreeSet<>();
    Contract.load().operations().stream()
        .filter(operation -> operation.bound())
        .forEach(operation ->
            bound.add(operation.path().substring(operation.path().lastIndexOf('/') + 1)));
    assertThat(elements("Action", "Function"))
        .extracting(element -> element.getAttribute("Name"))
        .containsAll(bound);
    assertThat(names(
            elements("Action").stream()
                .filter(action -> action.getAttribute("Name").equals("restart"))
                .findFirst()
                .orElseThrow(),
            "Parameter"))
        .contains("bindingParameter", "criteria");
  }
}
