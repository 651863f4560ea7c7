package io.syncjobs.contract.rules;

import io.apicurio.datamodels.Library;
import io.apicurio.datamodels.models.ModelType;
import io.apicurio.datamodels.models.Node;
import io.apicurio.datamodels.paths.NodePath;
import io.apicurio.datamodels.validation.ValidationRule;
import io.apicurio.datamodels.validation.ValidationRuleMetaData;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Rule of ours, which the linter runs together with its own. A subclass overrides the visits that it needs and reports its
 * findings. Not thread-safe.
 */
abstract class Rule extends ValidationRule {

  final Contract contract;
  private final String id;
  private final String remedy;

  /**
   * @param id name of the rule in findings
   * @param remedy sentence that tells how to remove any of its findings
   */
  Rule(Contract contract, String id, String remedy) {
    super(new ValidationRuleMetaData(
        id,
        id,
        "SyncJobs",
        "All",
        new ModelType[] {ModelType.OPENAPI30},
        false,
        "${'found'}",
        Rule.class));
    this.contract = contract;
    this.id = id;
    this.remedy = remedy;
  }

  final String id() {
    return id;
  }

  final String remedy() {
    return remedy;
  }

  static String place(NodePath path) {
    StringBuilder place = new StringBuilder();
    path.getSegments()
        .forEach(segment -> place.append('/').append(Contract.escape(segment.getValue())));
    return place.toString();
  }

  static String place(Node node) {
    return place(Library.createNodePath(node));
  }

  /** Returns the JSON of a node of the linter's model. */
  final JsonNode at(Node node) {
    return contract.document().at(place(node));
  }

  /** Reports a node. */
  final void found(Node node, String what) {
    found(node, "", what);
  }

  /**
   * Reports a part of a node.
   *
   * @param place place of the part relative to the node, such as {@code responses/401}
   */
  final void found(Node node, String place, String what) {
    report(node, place, Map.of("found", what));
  }
}
