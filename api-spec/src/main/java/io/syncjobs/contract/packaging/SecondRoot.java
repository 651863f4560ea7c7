package io.syncjobs.contract.packaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * Repeats the paths under {@code /applications} under {@code /servicePrincipals}, with other operation ids, tags and names of
 * the owner. Comments and order are kept. A contract that already has the second root stays as it is.
 */
final class SecondRoot {

  private static final String FIRST = "/applications/{applicationsId}/";
  private static final String SECOND = "/servicePrincipals/{servicePrincipalId}/";

  /** Words of the first root and their replacements, in the order in which they are replaced. */
  private enum Word {
    PATH(Pattern.quote(FIRST), SECOND),
    PARAMETER("/parameters/applicationsId\\b", "/parameters/servicePrincipalId"),
    /** {@code listJobs} becomes {@code listServicePrincipalJobs}. */
    OPERATION("^( *operationId: [a-z]+)", "$1ServicePrincipal"),
    TAGS("^( *tags: \\[)(?=\\w)", "$1ServicePrincipal"),
    TAG("^( *- name: )(?=\\w)", "$1ServicePrincipal"),
    /** Nouns in texts, but not the media types that begin with the same word. */
    ONE("\\b([Aa])n application\\b(?!/)", "$1 service principal"),
    OTHER("\\bapplication(?=s?\\b)(?!s?/)", "service principal");

    private final Pattern first;
    private final String second;

    Word(String first, String second) {
      this.first = Pattern.compile(first);
      this.second = second;
    }

    static String replaceAll(String line) {
      String replaced = line;
      for (Word word : values()) {
        replaced = word.first.matcher(replaced).replaceAll(word.second);
      }
      return replaced;
    }
  }

  private final List<Line> lines;
  private final Node document;

  private SecondRoot(List<Line> lines) {
    this.lines = lines;
    this.document = YamlNodes.parse(lines);
  }

  static List<Line> add(List<Line> lines) {
    return new SecondRoot(lines).add();
  }

  private List<Line> add() {
    Set<String> tags = new HashSet<>();
    List<Integer> paths = new ArrayList<>();
    for (NodeTuple path : YamlNodes.members(part("paths"))) {
      if (YamlNodes.name(path).startsWith(SECOND)) {
        return lines;
      }
      if (YamlNodes.name(path).startsWith(FIRST)) {
        paths.add(YamlNodes.line(path.getKeyNode()));
        collectTags(path.getValueNode(), tags);
      }
    }
    List<Node> allTags = YamlNodes.items(part("tags"));
    List<Integer> copiedTags = allTags.stream()
        .filter(tag -> tags.contains(YamlNodes.text(YamlNodes.member(tag, "name"))))
        .map(YamlNodes::line)
        .toList();
    // From the bottom up, so that the lines above keep their places.
    List<Line> both = new ArrayList<>(lines);
    if (!paths.isEmpty()) {
      both.addAll(end(paths.get(paths.size() - 1)), copies(paths));
    }
    if (!copiedTags.isEmpty()) {
      both.addAll(end(YamlNodes.line(allTags.get(allTags.size() - 1))), copies(copiedTags));
    }
    return both;
  }

  private Node part(String name) {
    return YamlNodes.member(document, name);
  }

  private static void collectTags(Node path, Set<String> tags) {
    for (NodeTuple operation : YamlNodes.members(path)) {
      YamlNodes.items(YamlNodes.member(operation.getValueNode(), "tags"))
          .forEach(tag -> tags.add(YamlNodes.text(tag)));
    }
  }

  private List<Line> copies(List<Integer> starts) {
    return starts.stream()
        .flatMap(start -> lines.subList(start, end(start)).stream())
        .map(line -> new Line(Word.replaceAll(line.text()), line.written()))
        .toList();
  }

  /** Returns the line after the block that begins on a line: the next one that isn't indented more. */
  private int end(int start) {
    int depth = depth(start);
    int end = start + 1;
    while (end < lines.size() && depth(end) > depth) {
      end++;
    }
    return end;
  }

  /** Returns the indentation of a line; that of an empty one is greater than any other. */
  private int depth(int line) {
    String text = lines.get(line).text();
    return text.isBlank()
        ? Integer.MAX_VALUE
        : text.length() - text.stripLeading().length();
  }
}
