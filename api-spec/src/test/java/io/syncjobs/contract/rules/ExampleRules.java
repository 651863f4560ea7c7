package io.syncjobs.contract.rules;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.apicurio.datamodels.models.Node;
import io.apicurio.datamodels.models.Operation;
import io.apicurio.datamodels.models.Parameter;
import io.apicurio.datamodels.models.Schema;
import io.apicurio.datamodels.models.openapi.OpenApiHeader;
import io.apicurio.datamodels.models.openapi.OpenApiMediaType;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules about examples. */
final class ExampleRules {

  private ExampleRules() {}

  static List<Rule> of(Contract contract) {
    return List.of(present(contract), new AsTheirSchemas(contract), errors(contract));
  }

  private static Rule present(Contract contract) {
    return new Rule(contract, "examples", "Add `examples` with at least one realistic example.") {
      @Override
      public void visitMediaType(OpenApiMediaType node) {
        if (at(node).path("examples").isEmpty()) {
          found(node, "examples", "This body has no example.");
        }
      }
    };
  }

  /** Validates examples against their schemas, with the validator that the server uses for requests. */
  private static final class AsTheirSchemas extends Rule {

    private final SchemaRegistry schemas;
    private final boolean whole;

    AsTheirSchemas(Contract contract) {
      super(contract, "true-example", "Correct the example, or the schema if that is wrong.");
      // The validator fails on references without a target, which other rules report.
      whole = contract.document().findValues("$ref").stream()
          .map(reference -> reference.asString(""))
          .allMatch(target -> target.startsWith("#/")
              && !contract.document().at(target.substring(1)).isMissingNode());
      schemas = SchemaRegistry.withDefaultDialect(
          Dialects.getOpenApi30(),
          builder -> builder
              .schemas(Map.of("urn:contract", closed(contract.document()).toString()))
              .schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    }

    /** Returns a copy that refuses members which the contract doesn't list: examples show none. */
    private static JsonNode closed(JsonNode document) {
      JsonNode copy = document.deepCopy();
      for (JsonNode schema : copy.at("/components/schemas")) {
        if (schema instanceof ObjectNode type
            && type.has("properties")
            && !type.has("additionalProperties")) {
          type.put("additionalProperties", false);
        }
      }
      return copy;
    }

    @Override
    public void visitMediaType(OpenApiMediaType node) {
      check(node, "/schema");
    }

    @Override
    public void visitParameter(Parameter node) {
      check(node, "/schema");
    }

    @Override
    public void visitHeader(OpenApiHeader node) {
      check(node, "/schema");
    }

    @Override
    public void visitSchema(Schema node) {
      check(node, "");
    }

    private void check(Node node, String schema) {
      if (!whole) {
        return;
      }
      String place = place(node);
      for (String name : at(node).path("examples").propertyNames()) {
        check(
            node,
            place + schema,
            contract.target(place + "/examples/" + Contract.escape(name)) + "/value");
      }
      if (at(node).has("example")) {
        check(node, place + schema, place + "/example");
      }
    }

    private void check(Node node, String schema, String example) {
      List<Error> errors;
      try {
        errors = schemas
            .getSchema(SchemaLocation.of("urn:contract#" + schema))
            .validate(contract.document().at(example));
      } catch (SchemaException e) {
        found(node, "The schema is invalid: " + e.getMessage() + ".");
        return;
      }
      for (Error error : errors) {
        String place = example + error.getInstanceLocation();
        found(
            node.root(),
            place.substring(1),
            "The example violates its schema: " + error.getMessage() + ".");
      }
    }
  }

  private static Rule errors(Contract contract) {
    return new Rule(
        contract,
        "example-status",
        "Show a code with this status, or move the example to the response with the status of its code.") {
      @Override
      public void visitOperation(Operation node) {
        for (Map.Entry<String, JsonNode> response : at(node).path("responses").properties()) {
          JsonNode examples =
              contract.resolve(response.getValue()).at("/content/application~1json/examples");
          for (JsonNode example : examples) {
            String code = contract.resolve(example).at("/value/error/code").asString("");
            String status = status(code);
            // The schema of errors requires the code; an answer of success can hold errors of
            // another
            // kind.
            if (!code.isEmpty()
                && !response.getKey().startsWith("2")
                && !response.getKey().equals(status)
                && !response.getKey().equals(status.charAt(0) + "XX")) {
              found(
                  node,
                  "responses/" + response.getKey(),
                  "An example has the code `" + code + "`, whose status is " + status + ".");
            }
          }
        }
      }

      private String status(String code) {
        JsonNode codes = contract.document().at("/components/schemas/errorCode");
        List<String> names =
            codes.path("enum").valueStream().map(JsonNode::asString).toList();
        return codes.at("/x-enum-statuses/" + names.indexOf(code)).asString("unknown");
      }
    };
  }
}
