package io.syncjobs.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.contract.packaging.PackagedContract;
import io.syncjobs.contract.review.Released;
import io.syncjobs.contract.rules.Linter.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The contract keeps all rules, and each rule finds its violations. */
public class ContractTest {

  private static final String SMALL = read("small.yaml");

  /** The small contract as it was released before. */
  private static final JsonNode RELEASED = new YAMLMapper()
      .readTree(
          PackagedContract.of(SMALL.replace("version: 1.1.0", "version: 1.0.0")).text());

  /**
   * Change that makes the small contract violate a rule.
   *
   * @param find texts to replace, at each of their places
   * @param put replacement; each line for which a finding is expected ends in {@code # here}
   * @param also other rules that the change violates inevitably
   */
  record Violation(String rule, List<String> find, String put, Set<String> also) {
    @Override
    public String toString() {
      return rule + ": " + put.strip();
    }
  }

  private static String read(String resource) {
    try (InputStream in = ContractTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Violation> violations() {
    return new YAMLMapper()
        .readTree(read("violations.yaml"))
        .valueStream()
        .map(violation -> new Violation(
            violation.path("rule").stringValue(),
            texts(violation.path("find")),
            violation.path("put").stringValue(),
            Set.copyOf(texts(violation.path("also")))))
        .toList();
  }

  /** Returns the ids of the rules that are seen to refuse something. */
  public static Set<String> rulesWithViolations() {
    return violations().stream().map(Violation::rule).collect(Collectors.toSet());
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isString()
        ? List.of(oneOrMore.stringValue())
        : oneOrMore.valueStream().map(JsonNode::stringValue).toList();
  }

  @Test
  void theContractKeepsTheRules() throws IOException {
    assertThat(Linter.check(
            Files.readString(Path.of("openapi.yaml")),
            new YAMLMapper().readTree(Files.readString(Released.newest(Path.of("released"))))))
        .isEmpty();
  }

  @Test
  void theSmallContractKeepsTheRules() {
    assertThat(Linter.check(SMALL, RELEASED)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("violations")
  void violationsAreFound(Violation violation) {
    String contract = SMALL;
    for (String find : violation.find()) {
      assertThat(contract).contains(find);
      contract = contract.replace(find, violation.put());
    }
    List<String> written = contract.lines().toList();
    List<Integer> due = IntStream.rangeClosed(1, written.size())
        .filter(line -> written.get(line - 1).endsWith("# here"))
        .boxed()
        .toList();
    assertThat(due).isNotEmpty();

    List<Finding> findings = Linter.check(contract, RELEASED);

    assertThat(findings)
        .filteredOn(finding -> finding.rule().equals(violation.rule()))
        .as("%s", findings)
        .extracting(Finding::line)
        .containsExactlyElementsOf(due);
    assertThat(findings)
        .filteredOn(finding -> !finding.rule().equals(violation.rule()))
        .extracting(Finding::rule)
        .isSubsetOf(violation.also())
        .containsAll(violation.also());
    assertThat(findings).allSatisfy(finding -> {
      assertThat(finding.what()).matches("(?s).*\\w.*[.)]");
      assertThat(finding.remedy()).matches("[A-Z].+[.]");
    });
  }

  @Test
  void eachRuleOfOursHasAViolation() {
    Set<String> rules = new TreeSet<>(Linter.FIRST_RULES);
    Linter.rules(Contract.parse(PackagedContract.of(SMALL)), RELEASED)
        .forEach(rule -> assertThat(rules.add(rule.id())).isTrue());

    assertThat(violations()).extracting(Violation::rule).containsAll(rules);
  }

  @Test
  void eachReadyRuleHasARemedy() {
    assertThat(Linter.readyRules()).hasSizeGreaterThan(100);
    assertThat(Linter.remedies(List.of())).hasSameSizeAs(Linter.readyRules());
  }

  @Test
  void findingsNameLineRuleAndRemedy() {
    assertThat(Linter.check(SMALL.replace("openapi: 3.0.3", "openapi: 3.0.2"), RELEASED))
        .extracting(Finding::toString)
        .containsExactly(
            "openapi.yaml:1 openapi-version: This is OpenAPI `3.0.2`. "
                + "Write `openapi: 3.0.3`, which both the generator and the server's checks know in full.");
  }
}
