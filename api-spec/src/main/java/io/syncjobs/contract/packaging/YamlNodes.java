package io.syncjobs.contract.packaging;

import java.io.StringReader;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Access to the nodes of a YAML document, which know their lines. */
final class YamlNodes {

  private static final Node NONE =
      new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.FLOW);

  private YamlNodes() {}

  /** @throws org.yaml.snakeyaml.error.MarkedYAMLException if the lines aren't YAML */
  static Node parse(List<Line> lines) {
    return new Yaml(new LoaderOptions()).compose(new StringReader(Line.join(lines)));
  }

  /** Returns the members of a mapping; none for any other node. */
  static List<NodeTuple> members(Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  /** Returns the items of a sequence; none for any other node. */
  static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
  }

  /** Returns the value of a member of a mapping; an empty mapping if there is none. */
  static Node member(Node node, String name) {
    return members(node).stream()
        .filter(member -> name(member).equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(NONE);
  }

  static String name(NodeTuple member) {
    return text(member.getKeyNode());
  }

  /** Returns the text of a scalar; empty for any other node. */
  static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Returns the line on which a node begins, from 0. */
  static int line(Node node) {
    return node.getStartMark().getLine();
  }
}
