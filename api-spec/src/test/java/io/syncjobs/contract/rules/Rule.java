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
 * A rule of ours, which the linter runs beside its own. It overrides the visits that concern it and says what it found.
 * Not safe for use by several threads.
 */
abstract class Rule extends ValidationRule {

  final Contract contract;
  private final String id;
  private final String remedy;

  /**
   * @param id names the rule in findings
   * @param remedy what to do about any of its findings, as a sentence
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

  /** What is written at a node of the linter's model. */
  final JsonNode at(Node node) {
    return contract.document().at(place(node));
  }

  /** Reports the node itself. */
  final void found(Node node, String what) {
    found(node, "", what);
  }

  /** @param place what is wrong in the node, relative to it, such as {@code responses/401} */
  final void found(Node node, String place, String what) {
    report(node, place, Map.of("found", what));
  }
}
