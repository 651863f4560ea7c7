package io.syncjobs.contract.rules;

import io.apicurio.datamodels.models.Operation;
import io.apicurio.datamodels.models.openapi.OpenApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Rules about operations and their answers. */
final class OperationRules {

  private OperationRules() {}

  static List<Rule> of(Contract contract) {
    return List.of(
        id(contract),
        tag(contract),
        permission(contract),
        success(contract),
        fallbacks(contract),
        refusals(contract),
        errors(contract),
        headers(contract),
        challenge(contract));
  }

  private static Rule id(Contract contract) {
    return new Rule(
        contract,
        "operation-id",
        "Write it in letters only, a verb first, such as `listJobs`; it becomes a Java method.") {
      @Override
      public void visitOperation(Operation node) {
        String id = at(node).path("operationId").asString("");
        if (!id.isEmpty() && !id.matches("[a-z][A-Za-z]+")) {
          found(node, "operationId", "`" + id + "` isn't in camel case.");
        }
      }
    };
  }

  private static Rule tag(Contract contract) {
    return new Rule(
        contract, "one-tag", "Give the operation exactly one tag, one of those in `tags` above.") {
      @Override
      public void visitOperation(Operation node) {
        List<JsonNode> tags = at(node).path("tags").valueStream().toList();
        List<JsonNode> declared = contract
            .document()
            .path("tags")
            .valueStream()
            .map(tag -> tag.path("name"))
            .toList();
        if (tags.size() > 1) {
          found(node, "tags", "There are " + tags.size() + " tags.");
        }
        tags.stream()
            .filter(tag -> !declared.contains(tag))
            .forEach(tag -> found(node, "tags", "The tag " + tag + " isn't declared."));
      }
    };
  }

  private static Rule permission(Contract contract) {
    return new Rule(
        contract,
        "permission",
        "Write `security: [{ permissions: [scope] }]` with one scope of the security scheme for each alternative.") {
      @Override
      public void visitOperation(Operation node) {
        JsonNode scopes = contract
            .document()
            .at("/components/securitySchemes/permissions/flows/clientCredentials/scopes");
        JsonNode security = at(node).path("security");
        if (security.isEmpty()) {
          found(node, "security", "Anybody may call this operation.");
        }
        for (int i = 0; i < security.size(); i++) {
          JsonNode needed = security.path(i).path("permissions");
          if (needed.size() != 1) {
            found(node, "security/" + i, "This asks for " + needed.size() + " scopes.");
          } else if (!scopes.has(needed.path(0).asString(""))) {
            found(node, "security/" + i, "The scope " + needed.path(0) + " isn't declared.");
          }
        }
      }
    };
  }

  private static Rule success(Contract contract) {
    return new Rule(
        contract,
        "one-success",
        "Declare exactly one status from 200 to 299, by its number, and no `default`.") {
      @Override
      public void visitOperation(Operation node) {
        List<String> statuses = at(node).path("responses").propertyNames().stream()
            .filter(status -> status.startsWith("2") || status.equals("default"))
            .toList();
        if (statuses.size() != 1 || !statuses.get(0).matches("2[0-9]{2}")) {
          found(node, "responses", "The statuses of success are " + statuses + ".");
        }
      }
    };
  }

  private static Rule fallbacks(Contract contract) {
    return new Rule(
        contract,
        "fallbacks",
        "Add `4XX: { $ref: '#/components/responses/otherError' }` and `5XX: { $ref: '#/components/responses/serverError' }`.") {
      @Override
      public void visitOperation(Operation node) {
        for (String status : List.of("4XX", "5XX")) {
          if (!at(node).path("responses").has(status)) {
            found(node, "responses", "There is no `" + status + "`.");
          }
        }
      }
    };
  }

  private static Rule refusals(Contract contract) {
    return new Rule(
        contract, "refusals", "Declare the response; the server gives it to such requests.") {
      @Override
      public void visitOperation(Operation node) {
        JsonNode operation = at(node);
        Set<String> expected = new TreeSet<>(Set.of("400", "401", "403", "406"));
        // The first path parameter of a root names the owner, any other one an object that may not
        // exist.
        boolean owned = place(node).matches("/paths/~1(applications|servicePrincipals)~1[{].*");
        if (place(node).split("\\{", -1).length > (owned ? 2 : 1)) {
          expected.add("404");
        }
        if (operation.has("requestBody")) {
          expected.addAll(Set.of("413", "415"));
        }
        for (JsonNode parameter : operation.path("parameters")) {
          switch (contract.resolve(parameter).path("name").asString("")) {
            case "If-Match" -> expected.add("412");
            case "If-None-Match" -> expected.add("304");
            default -> {}
          }
        }
        for (String status : expected) {
          if (!operation.path("responses").has(status)) {
            found(node, "responses", "There is no `" + status + "`.");
          }
        }
      }
    };
  }

  private static Rule errors(Contract contract) {
    return new Rule(
        contract,
        "one-error-type",
        "Answer with `application/json` of `#/components/schemas/odataError` and nothing else.") {
      @Override
      public void visitOperation(Operation node) {
        for (Map.Entry<String, JsonNode> response : at(node).path("responses").properties()) {
          JsonNode content = contract.resolve(response.getValue()).path("content");
          String schema = content.at("/application~1json/schema/$ref").asString("");
          if (response.getKey().matches("[45].*")
              && (content.size() != 1 || !schema.equals("#/components/schemas/odataError"))) {
            found(
                node,
                "responses/" + response.getKey(),
                "The body of `" + response.getKey() + "` isn't that of an error.");
          }
        }
      }
    };
  }

  private static Rule headers(Contract contract) {
    return new Rule(
        contract, "common-headers", "Declare the header; every answer of the server has it.") {
      @Override
      public void visitResponse(OpenApiResponse node) {
        JsonNode response = at(node);
        for (String header : List.of("request-id", "client-request-id", "OData-Version")) {
          if (!response.has("$ref") && !response.path("headers").has(header)) {
            found(node, "headers", "There is no `" + header + "`.");
          }
        }
      }
    };
  }

  private static Rule challenge(Contract contract) {
    return new Rule(
        contract,
        "challenge",
        "Declare `WWW-Authenticate`, which tells callers how to authenticate (RFC 9110).") {
      @Override
      public void visitOperation(Operation node) {
        JsonNode response = at(node).path("responses").path("401");
        if (!response.isMissingNode()
            && !contract.resolve(response).path("headers").has("WWW-Authenticate")) {
          found(node, "responses/401", "The response has no `WWW-Authenticate`.");
        }
      }
    };
  }
}
