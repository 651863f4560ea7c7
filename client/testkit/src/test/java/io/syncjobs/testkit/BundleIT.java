package io.syncjobs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The bundle that the profile {@code release} makes, against what
 * <a href="https://central.sonatype.org/publish/requirements/">Maven Central</a> demands.
 */
class BundleIT {

  private static final String VERSION = System.getProperty("version");
  private static final Path MODULES = Path.of(System.getProperty("bundle"), "io", "syncjobs");

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("maven-metadata"))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  @Test
  void hasAllModules() throws IOException {
    assertThat(names(MODULES))
        .containsExactlyInAnyOrder(
            "syncjobs-parent",
            "syncjobs-api-spec",
            "syncjobs-client",
            "syncjobs-server",
            "syncjobs-testkit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"syncjobs-api-spec", "syncjobs-client", "syncjobs-server", "syncjobs-testkit"})
  void jarsComeWithEverythingDemanded(String module) throws IOException {
    assertComplete(module, ".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json");
  }

  @Test
  void theServersJarHasItsBillOfMaterials() throws IOException {
    Path jar = MODULES
        .resolve("syncjobs-server")
        .resolve(VERSION)
        .resolve("syncjobs-server-" + VERSION + ".jar");
    try (JarFile file = new JarFile(jar.toFile())) {
      String bill = file.getManifest().getMainAttributes().getValue("Sbom-Location");
      assertThat(file.getEntry(bill)).isNotNull();
    }
  }

  @Test
  void theParentIsAPomAlone() throws IOException {
    assertComplete("syncjobs-parent", ".pom", "-cyclonedx.json");
  }

  private static void assertComplete(String module, String... endings) throws IOException {
    Path folder = MODULES.resolve(module).resolve(VERSION);
    List<String> files = Stream.of(endings)
        .map(ending -> module + "-" + VERSION + ending)
        .flatMap(file -> Stream.of(file, file + ".asc", file + ".md5", file + ".sha1"))
        .toList();
    assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(files);
    for (String file : files) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syncjobs-parent",
        "syncjobs-api-spec",
        "syncjobs-client",
        "syncjobs-server",
        "syncjobs-testkit"
      })
  void pomsStandForThemselves(String module) throws Exception {
    Path pom = MODULES.resolve(module).resolve(VERSION).resolve(module + "-" + VERSION + ".pom");
    assertThat(pom).content().doesNotContain("${", "SNAPSHOT");
    Document document =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());

    assertThat(document.getElementsByTagName("parent").getLength()).isZero();
    assertThat(text(document, "project", "version")).isEqualTo(VERSION);
    for (String member : List.of("name", "description", "url")) {
      assertThat(text(document, "project", member)).as(member).isNotBlank();
    }
    assertThat(text(document, "license", "name")).isEqualTo("Apache-2.0");
    assertThat(text(document, "developer", "name")).isNotBlank();
    assertThat(text(document, "scm", "connection")).startsWith("scm:git:");
    assertThat(text(document, "scm", "url")).startsWith("https://");
  }

  private static String text(Document document, String parent, String child) {
    NodeList parents = document.getElementsByTagName(parent);
    assertThat(parents.getLength()).as(parent).isPositive();
    NodeList children = parents.item(0).getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element element && element.getTagName().equals(child)) {
        return element.getTextContent();
      }
    }
    return "";
  }
}
