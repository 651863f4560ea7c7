package io.syncjobs.contract.rules;

import io.apicurio.datamodels.Library;
import io.apicurio.datamodels.TraverserDirection;
import io.apicurio.datamodels.models.ModelType;
import io.apicurio.datamodels.validation.ValidationProblem;
import io.apicurio.datamodels.validation.ValidationProblemSeverity;
import io.apicurio.datamodels.validation.ValidationRuleMetaData;
import io.apicurio.datamodels.validation.ValidationRuleSet;
import io.apicurio.datamodels.validation.ValidationVisitor;
import io.syncjobs.contract.packaging.PackagedContract;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Checks a written contract, in the form in which it is packaged, against the ready rules of OpenAPI and ours. */
final class Linter {

  /** Rules that must be kept before the others can be checked. */
  static final Set<String> FIRST_RULES = Set.of("readable", "openapi-version");

  /** Remedies for the findings of the ready rules, which have none of their own, by type of rule. */
  private static final Map<String, String> READY_REMEDIES = Map.ofEntries(
      Map.entry("Ignored Property", "Remove it; it has no effect."),
      Map.entry("Invalid Property Format", "Write it in the form that OpenAPI 3.0 requires."),
      Map.entry("Invalid Property Name", "Rename it as OpenAPI 3.0 allows."),
      Map.entry("Invalid Property Type", "Use the type that OpenAPI 3.0 requires."),
      Map.entry(
          "Invalid Property Value", "Give it a value that OpenAPI 3.0 allows here, or remove it."),
      Map.entry("Invalid Reference", "Correct the name, or add the component that it refers to."),
      Map.entry(
          "Invalid Scope Name", "Rename it with the characters that OAuth 2 allows in scopes."),
      Map.entry("Mutual Exclusivity", "Keep one of the two."),
      Map.entry("Required Property", "Add it."),
      Map.entry("Uniqueness", "Rename or remove one of them."),
      Map.entry("Unknown Property", "Correct its name, or remove it."));

  /** Ready rules that are wrong: the one about mail addresses doesn't accept {@code .example} as a domain. */
  private static final Set<String> READY_FAULTS = Set.of("CTC-002");

  private Linter() {}

  /**
   * Violation of a rule and its remedy.
   *
   * @param line line in the written contract, from 1
   */
  record Finding(int line, String rule, String what, String remedy) {
    private boolean repeats(Finding other) {
      return line == other.line && rule.equals(other.rule);
    }

    @Override
    public String toString() {
      return "openapi.yaml:%d %s: %s %s".formatted(line, rule, what, remedy);
    }
  }

  /** Returns our rules. */
  static List<Rule> rules(Contract contract, JsonNode released) {
    return Stream.of(
            List.<Rule>of(new SinceRule(contract, released)),
            DocumentRules.of(contract),
            OperationRules.of(contract),
            SchemaRules.of(contract),
            ExampleRules.of(contract))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the rules that the library has for OpenAPI 3.0. */
  static List<ValidationRuleMetaData> readyRules() {
    return ValidationRuleSet.instance.getAllRules().stream()
        .filter(rule -> rule.appliesTo(ModelType.OPENAPI30))
        .toList();
  }

  /** Returns the remedy for the findings of each rule, by the rule's id. */
  static Map<String, String> remedies(List<Rule> rules) {
    Map<String, String> remedies = new HashMap<>();
    readyRules()
        .forEach(rule -> remedies.put(
            rule.code, Objects.requireNonNull(READY_REMEDIES.get(rule.type), rule.type)));
    rules.forEach(rule -> remedies.put(rule.id(), rule.remedy()));
    return remedies;
  }

  /**
   * Returns all findings by line; a contract without findings keeps every rule.
   *
   * @param released newest released contract; missing if there is none
   */
  static List<Finding> check(String written, JsonNode released) {
    PackagedContract packaged;
    try {
      packaged = PackagedContract.of(written);
    } catch (MarkedYAMLException e) {
      return unreadable(e.getProblemMark().getLine() + 1, e.getProblem());
    }
    Contract contract;
    try {
      contract = Contract.parse(packaged);
    } catch (JacksonException e) {
      return unreadable(packaged.writtenLine(e.getLocation().getLineNr()), e.getOriginalMessage());
    }
    String version = contract.document().path("openapi").asString("");
    if (!version.equals("3.0.3")) {
      return List.of(
          new Finding(
              contract.line("/openapi"),
              "openapi-version",
              "This is OpenAPI `" + version + "`.",
              "Write `openapi: 3.0.3`, which both the generator and the server's checks know in full."));
    }
    return check(contract, released);
  }

  private static List<Finding> unreadable(int line, String why) {
    return List.of(new Finding(
        line,
        "readable",
        "This can't be read: " + why.replaceAll("\\s+", " ") + ".",
        "Write YAML that has each key once."));
  }

  private static List<Finding> check(Contract contract, JsonNode released) {
    ValidationVisitor visitor = new ValidationVisitor(ModelType.OPENAPI30);
    visitor.setSeverityRegistry(rule -> ValidationProblemSeverity.high);
    List<Rule> rules = rules(contract, released);
    for (Rule rule : rules) {
      rule.setReporter(visitor);
      visitor.addVisitor(rule);
    }
    Library.visitTree(
        Library.readDocumentFromJSONString(contract.document().toString()),
        visitor,
        TraverserDirection.down);
    Map<String, String> remedies = remedies(rules);
    Map<Boolean, List<Finding>> byRoot = visitor.getValidationProblems().stream()
        .filter(problem -> !READY_FAULTS.contains(problem.errorCode))
        .collect(Collectors.partitioningBy(
            problem -> Rule.place(problem.nodePath).startsWith("/paths/~1servicePrincipals"),
            Collectors.mapping(
                problem -> finding(contract, problem, remedies), Collectors.toList())));
    List<Finding> written = Objects.requireNonNull(byRoot.get(false));
    // The second root repeats the faults of the first.
    Stream<Finding> added = Objects.requireNonNull(byRoot.get(true)).stream()
        .filter(finding -> written.stream().noneMatch(finding::repeats));
    return Stream.concat(written.stream(), added)
        .distinct()
        .sorted(Comparator.comparingInt(Finding::line).thenComparing(Finding::rule))
        .toList();
  }

  private static Finding finding(
      Contract contract, ValidationProblem problem, Map<String, String> remedies) {
    String inside =
        problem.property == null || problem.property.isEmpty() ? "" : "/" + problem.property;
    return new Finding(
        contract.line(Rule.place(problem.nodePath) + inside),
        problem.errorCode,
        problem.message.endsWith(".") ? problem.message : problem.message + ".",
        Objects.requireNonNull(remedies.get(problem.errorCode), problem.errorCode));
  }
}
