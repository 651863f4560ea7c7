package io.syncjobs.contract.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openapitools.openapidiff.core.OpenApiCompare;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ReviewTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path MODULE = Path.of("");

  @Test
  void theWorkingContractBreaksNobodyUnannounced() throws IOException {
    Review review = Review.of(
        Document.read(Released.newest(MODULE.resolve("released"))),
        Document.read(MODULE.resolve("openapi.yaml")));

    review
        .objection(Files.readString(MODULE.resolve("../CHANGELOG.md")))
        .ifPresent(objection -> fail(objection));
  }

  @Test
  void releasedContractsAreNamedByTheirVersions() throws IOException {
    try (Stream<Path> files = Files.list(MODULE.resolve("released"))) {
      for (Path file : files.toList()) {
        assertThat(file.getFileName()).hasToString(Document.read(file).version() + ".yaml");
      }
    }
  }

  /** A change of the small contract. */
  record Change(JsonNode json) {
    @Override
    public String toString() {
      return json.path("change").asString("");
    }
  }

  static List<Change> changes() {
    return YAML.readTree(resource("changes.yaml"))
        .valueStream()
        .map(Change::new)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachChangeHurtsWhomItHurts(Change change) {
    Document before = Document.parse(resource("before.yaml"));
    Document after = new Document(apply(change.json()));

    List<Difference> differences = ContractComparison.compare(before, after);

    String impact = differences.isEmpty() ? "none" : differences.get(0).impact().name();
    assertThat(impact)
        .as(differences.toString())
        .isEqualTo(change.json().path("impact").asString());
    if (change.json().has("told")) {
      assertThat(differences)
          .extracting(Difference::what)
          .containsOnly(change.json().path("told").stringValue());
    }
    assertThat(differences).allSatisfy(difference -> {
      assertThat(difference.place()).isNotBlank();
      assertThat(difference.what()).isNotBlank();
      assertThat(difference.advice()).isNotBlank();
    });
  }

  /** The library misses breaks, which is why the comparison is ours; ours finds all that the library finds. */
  @ParameterizedTest
  @MethodSource("changes")
  void theLibrarySeesWhatTheTableSaysThatItSees(Change change) {
    String before = resource("before.yaml");
    String after = YAML.writeValueAsString(apply(change.json()));

    boolean breaks = OpenApiCompare.fromContents(before, after).isIncompatible();

    assertThat(breaks).isEqualTo(change.json().path("library").booleanValue());
  }

  @Test
  void aBreakNeedsAVersionAndAWordInTheChangelog() {
    Document before = Document.parse(resource("before.yaml"));
    String silent =
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- Much.\n\n## 1.2.0\n\n### Breaking\n\n- Old.\n";
    String announced = "# Changelog\n\n## Unreleased\n\n### Breaking\n\n- DELETE is gone.\n";

    assertThat(Review.of(before, broken("1.3.0")).objection(silent))
        .hasValueSatisfying(text -> assertThat(text)
            .contains(
                "`DELETE /things`",
                "the operation is gone",
                "raise the contract's version",
                "### Breaking"));
    assertThat(Review.of(before, broken("1.3.0")).objection(announced)).isPresent();
    assertThat(Review.of(before, broken("2.0.0")).objection(silent)).isPresent();
    assertThat(Review.of(before, broken("2.0.0")).objection(announced)).isEmpty();
    assertThat(Review.of(before, broken("0.9.0")).objection(announced)).isPresent();
    assertThat(Review.of(before, before).objection(silent)).isEmpty();
  }

  @Test
  void beforeOneTheSecondFigureCounts() {
    Review third = new Review("0.1.0", "0.1.5", List.of(gone()));
    Review second = new Review("0.1.0", "0.2.0", List.of(gone()));
    String announced = "## Unreleased\n\n### Breaking\n\n- Gone.\n";

    assertThat(third.objection(announced)).isPresent();
    assertThat(second.objection(announced)).isEmpty();
  }

  @Test
  void theReportSaysWhatForWhomAndWhatToDo() {
    String report =
        Review.of(Document.parse(resource("before.yaml")), broken("2.0.0")).markdown();

    assertThat(report)
        .startsWith("## Contract 2.0.0 against 1.2.0\n")
        .contains("### Breaking for callers (1)\n\n| Where | What | What to do |\n|---|---|---|\n")
        .contains("| `DELETE /things` | the operation is gone | Don't call it. |\n");
  }

  @Test
  void theReportForProgramsHasEachDifference() {
    Review review = Review.of(Document.parse(resource("before.yaml")), broken("2.0.0"));

    assertThat(YAML.readTree(review.json("## Unreleased\n\n### Breaking\n\n- DELETE is gone.\n")))
        .isEqualTo(YAML.readTree("""
            { "released": "1.2.0", "working": "2.0.0", "objection": null,
              "differences": [
                { "impact": "callers", "operation": "DELETE /things", "place": "`DELETE /things`",
                  "what": "the operation is gone", "advice": "Don't call it." } ] }
            """));
    assertThat(YAML.readTree(review.json("")).path("objection").asString())
        .contains("### Breaking");
  }

  @Test
  void theSameInManyOperationsIsOneLine() {
    Review review = new Review(
        "1.0.0",
        "2.0.0",
        List.of(
            new Difference("Header `X` of `GET /a`", Impact.CALLERS, "new", "Send it."),
            new Difference("Header `X` of `GET /b{id}`", Impact.CALLERS, "new", "Send it."),
            new Difference("Header `Y` of `GET /b{id}`", Impact.CALLERS, "new", "Send it.")));

    assertThat(review.markdown())
        .contains("| Header `X` of `GET /a` and 1 more | new | Send it. |\n")
        .contains("| Header `Y` of `GET /b{id}` | new | Send it. |\n")
        .doesNotContain("Header `X` of `GET /b{id}`");
  }

  private static Difference gone() {
    return new Difference("`DELETE /things`", Impact.CALLERS, "it is gone", "Don't call it.");
  }

  private static Document broken(String version) {
    ObjectNode root = (ObjectNode) YAML.readTree(resource("before.yaml"));
    ((ObjectNode) root.at("/paths/~1things")).remove("delete");
    ((ObjectNode) root.path("info")).put("version", version);
    return new Document(root);
  }

  private static JsonNode apply(JsonNode change) {
    ObjectNode root = (ObjectNode) YAML.readTree(resource("before.yaml"));
    change
        .path("add")
        .properties()
        .forEach(add -> ((ArrayNode) root.at(add.getKey())).add(add.getValue()));
    change.path("set").properties().forEach(set -> set(root, set.getKey(), set.getValue()));
    change.path("move").properties().forEach(move -> {
      set(root, move.getValue().asString(), root.at(move.getKey()));
      remove(root, move.getKey());
    });
    change.path("remove").forEach(remove -> remove(root, remove.asString()));
    return root;
  }

  private static void set(JsonNode root, String place, JsonNode value) {
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode parent = root.at(pointer.head());
    if (parent instanceof ArrayNode array) {
      array.set(pointer.last().getMatchingIndex(), value);
    } else {
      ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), value);
    }
  }

  private static void remove(JsonNode root, String place) {
    JsonPointer pointer = JsonPointer.compile(place);
    assertThat(root.at(pointer).isMissingNode()).as(place).isFalse();
    JsonNode parent = root.at(pointer.head());
    if (parent instanceof ArrayNode array) {
      array.remove(pointer.last().getMatchingIndex());
    } else {
      ((ObjectNode) parent).remove(pointer.last().getMatchingProperty());
    }
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(ReviewTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
