package io.syncjobs.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The published pom has no parent, no build and only the dependencies that programs need. */
class PublishedPomTest {

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  @Test
  void hasOnlyWhatProgramsNeed() throws Exception {
    Document pom = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Path.of("target", "published-pom.xml").toFile());
    NodeList dependencies = pom.getElementsByTagName("dependency");
    List<Element> all = IntStream.range(0, dependencies.getLength())
        .mapToObj(i -> (Element) dependencies.item(i))
        .toList();

    assertThat(all.stream()
            .filter(dependency -> text(dependency, "optional").isEmpty())
            .map(dependency -> text(dependency, "artifactId") + " " + text(dependency, "scope")))
        .containsExactlyInAnyOrder(
            "jackson-core compile",
            "jackson-annotations compile",
            "jackson-databind-nullable compile",
            "jspecify compile");
    assertThat(all)
        .allSatisfy(dependency -> assertThat(text(dependency, "version")).isNotEmpty())
        .filteredOn(dependency -> text(dependency, "groupId").contains("spring"))
        .allSatisfy(dependency -> assertThat(text(dependency, "scope")).isEqualTo("provided"));
    for (String element : List.of("parent", "build", "profiles", "properties", "repositories")) {
      assertThat(pom.getElementsByTagName(element).getLength()).as(element).isZero();
    }
    assertThat(pom.getDocumentElement().getTextContent())
        .contains("Apache-2.0")
        .doesNotContain("spring.io");
  }
}
