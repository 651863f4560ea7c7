package io.syncjobs.contract.review;

import java.lang.module.ModuleDescriptor.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Comparison of the working contract with a released one.
 *
 * @param released version of the released contract
 * @param working version of the working contract
 * @param differences differences, the worst first
 */
record Review(String released, String working, List<Difference> differences) {

  private static final Pattern FIRST_SECTION = Pattern.compile("(?ms)^## .*?(?=^## |\\z)");

  private static final JsonMapper JSON = new JsonMapper();

  private static final Pattern OPERATION = Pattern.compile("`[A-Z]+ /[^`]*`");

  static Review of(Document released, Document working) {
    return new Review(
        released.version(), working.version(), ContractComparison.compare(released, working));
  }

  /**
   * Explains what must be done before the working contract can be released; empty if nothing must.
   *
   * @param changelog text of the changelog
   */
  Optional<String> objection(String changelog) {
    List<Difference> breaks = of(Impact.CALLERS);
    if (breaks.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder missing = new StringBuilder();
    if (Version.parse(major(working)).compareTo(Version.parse(major(released))) <= 0) {
      missing.append(
          "- raise the contract's version above %s: the first figure, or before 1.0 the second (Semantic Versioning, rule 4).\n"
              .formatted(released));
    }
    if (!announced(changelog)) {
      missing.append(
          "- say what breaks, and how to migrate, under `### Breaking` in the first section of CHANGELOG.md.\n");
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("The contract breaks callers of %s:\n%s\nUndo that, or:\n%s"
            .formatted(released, lines(breaks), missing));
  }

  /** Returns the part of a version that changes with a break. */
  private static String major(String version) {
    return version.replaceFirst(version.startsWith("0.") ? "^(0\\.[0-9]+).*" : "^([0-9]+).*", "$1");
  }

  /** Tells if the first section of the changelog has an entry about breaks. */
  private static boolean announced(String changelog) {
    Matcher section = FIRST_SECTION.matcher(changelog);
    return section.find() && section.group().matches("(?s).*\\n### Breaking\\n+(?!#)\\S.*");
  }

  /** Returns the review as Markdown for a pull request. */
  String markdown() {
    StringBuilder text =
        new StringBuilder("## Contract %s against %s\n\n".formatted(working, released));
    if (differences.isEmpty()) {
      return text.append("Nothing is different.\n").toString();
    }
    for (Impact impact : Impact.values()) {
      List<Difference> some = of(impact);
      if (!some.isEmpty()) {
        text.append("### %s (%d)\n\n".formatted(impact.title(), some.size()))
            .append("| Where | What | What to do |\n|---|---|---|\n")
            .append(lines(some))
            .append('\n');
      }
    }
    return text.toString();
  }

  /**
   * Returns the review as JSON for programs.
   *
   * @param changelog text of the changelog, which may announce breaks
   */
  String json(String changelog) {
    ObjectNode review = JSON.createObjectNode();
    review.put("released", released).put("working", working);
    review.put("objection", objection(changelog).orElse(null));
    ArrayNode all = review.putArray("differences");
    for (Difference difference : differences) {
      Matcher operation = OPERATION.matcher(difference.place());
      all.addObject()
          .put("impact", difference.impact().name().toLowerCase(Locale.ROOT))
          .put("operation", operation.find() ? operation.group().replace("`", "") : null)
          .put("place", difference.place())
          .put("what", difference.what())
          .put("advice", difference.advice());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(review) + "\n";
  }

  private List<Difference> of(Impact impact) {
    return differences.stream()
        .filter(difference -> difference.impact() == impact)
        .toList();
  }

  /** Returns a line for each difference, and a single one for a difference that several operations share. */
  private static String lines(List<Difference> differences) {
    Map<Difference, List<Difference>> alike = differences.stream()
        .collect(Collectors.groupingBy(
            each -> new Difference(
                OPERATION.matcher(each.place()).replaceFirst("each"),
                each.impact(),
                each.what(),
                each.advice()),
            LinkedHashMap::new,
            Collectors.toList()));
    StringBuilder lines = new StringBuilder();
    alike.values().forEach(group -> {
      Difference first = group.get(0);
      String place = first.place();
      if (group.size() > 1) {
        place = OPERATION
            .matcher(place)
            .replaceFirst(match -> "%s and %d more"
                .formatted(Matcher.quoteReplacement(match.group()), group.size() - 1));
      }
      lines.append(
          "| %s | %s | %s |\n".formatted(cell(place), cell(first.what()), cell(first.advice())));
    });
    return lines.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
