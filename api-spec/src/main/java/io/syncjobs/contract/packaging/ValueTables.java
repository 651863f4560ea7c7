package io.syncjobs.contract.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Replaces each {@code x-values}, which maps a value to its meaning and an error code to its status as well, by the lists that
 * OpenAPI and generators need: {@code enum}, {@code x-enum-statuses} and {@code x-enum-descriptions}.
 */
final class ValueTables {

  private final List<Line> lines;
  private final Map<Integer, NodeTuple> tables = new TreeMap<>();

  private ValueTables(List<Line> lines) {
    this.lines = lines;
    find(YamlNodes.parse(lines));
  }

  static List<Line> expand(List<Line> lines) {
    return new ValueTables(lines).expand();
  }

  private void find(Node node) {
    for (NodeTuple member : YamlNodes.members(node)) {
      if (YamlNodes.name(member).equals("x-values")) {
        tables.put(YamlNodes.line(member.getKeyNode()), member);
      } else {
        find(member.getValueNode());
      }
    }
    YamlNodes.items(node).forEach(this::find);
  }

  private List<Line> expand() {
    List<Line> expanded = new ArrayList<>();
    int next = 0;
    for (NodeTuple table : tables.values()) {
      List<NodeTuple> values = YamlNodes.members(table.getValueNode());
      expanded.addAll(lines.subList(next, YamlNodes.line(table.getKeyNode())));
      list(expanded, table, "enum", value -> source(value.getKeyNode()));
      if (values.stream().anyMatch(value -> value.getValueNode() instanceof MappingNode)) {
        list(expanded, table, "x-enum-statuses", value -> part(value, "status"));
        list(expanded, table, "x-enum-descriptions", value -> part(value, "meaning"));
      } else {
        list(expanded, table, "x-enum-descriptions", value -> source(value.getValueNode()));
      }
      next = 1
          + values.stream()
              .mapToInt(value -> YamlNodes.line(value.getKeyNode()))
              .max()
              .orElse(YamlNodes.line(table.getKeyNode()));
    }
    expanded.addAll(lines.subList(next, lines.size()));
    return expanded;
  }

  /** Adds a list with an item for each value; the items know the line of the value. */
  private void list(
      List<Line> expanded, NodeTuple table, String name, Function<NodeTuple, String> item) {
    Node key = table.getKeyNode();
    String indent = " ".repeat(key.getStartMark().getColumn());
    expanded.add(new Line(indent + name + ":", written(key)));
    for (NodeTuple value : YamlNodes.members(table.getValueNode())) {
      expanded.add(new Line(indent + "  - " + item.apply(value), written(value.getKeyNode())));
    }
  }

  private int written(Node node) {
    return lines.get(YamlNodes.line(node)).written();
  }

  private String part(NodeTuple value, String name) {
    Node node = YamlNodes.member(value.getValueNode(), name);
    return node instanceof ScalarNode ? source(node) : "null";
  }

  /** Returns a scalar as it is written, with its quotes. */
  private String source(Node scalar) {
    int line = YamlNodes.line(scalar);
    if (scalar.getEndMark().getLine() != line) {
      throw new IllegalArgumentException(
          "openapi.yaml:%d: A value and its meaning have to stand on one line."
              .formatted(written(scalar)));
    }
    return lines
        .get(line)
        .text()
        .substring(scalar.getStartMark().getColumn(), scalar.getEndMark().getColumn());
  }
}
