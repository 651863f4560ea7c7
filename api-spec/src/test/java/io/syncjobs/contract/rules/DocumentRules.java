package io.syncjobs.contract.rules;

import io.apicurio.datamodels.models.Document;
import io.apicurio.datamodels.models.Extensible;
import io.apicurio.datamodels.models.Node;
import io.apicurio.datamodels.models.Parameter;
import io.apicurio.datamodels.models.Schema;
import io.apicurio.datamodels.models.openapi.OpenApiExample;
import io.apicurio.datamodels.models.openapi.OpenApiHeader;
import io.apicurio.datamodels.models.openapi.OpenApiRequestBody;
import io.apicurio.datamodels.models.openapi.OpenApiResponse;
import io.syncjobs.contract.rules.Contract.Operation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Rules about the contract as a whole. */
final class DocumentRules {

  /** Extensions that something reads: the server, the generator, the docs page or these rules. */
  private static final Set<String> EXTENSIONS = Set.of(
      "x-calls-target",
      "x-enum-descriptions",
      "x-enum-statuses",
      "x-max-bytes",
      "x-max-depth",
      "x-max-duration",
      "x-min-duration");

  private DocumentRules() {}

  static List<Rule> of(Contract contract) {
    return List.of(
        servers(contract),
        new References(contract),
        unused(contract),
        extensions(contract),
        new BothRoots(contract));
  }

  private static Rule servers(Contract contract) {
    return new Rule(
        contract, "both-versions", "List the servers `/v1.0` and `/beta`, in this order.") {
      @Override
      public void visitDocument(Document node) {
        List<String> urls = contract
            .document()
            .path("servers")
            .valueStream()
            .map(server -> server.path("url").asString(""))
            .toList();
        if (!urls.equals(List.of("/v1.0", "/beta"))) {
          found(node, "servers", "The servers are " + urls + ".");
        }
      }
    };
  }

  /** The ready rules see to it that references lead somewhere, but not that they lead to what is needed. */
  private static final class References extends Rule {
    References(Contract contract) {
      super(contract, "reference", "Refer to a component of the kind that stands here.");
    }

    @Override
    public void visitParameter(Parameter node) {
      check(node, "parameters");
    }

    @Override
    public void visitRequestBody(OpenApiRequestBody node) {
      check(node, "requestBodies");
    }

    @Override
    public void visitResponse(OpenApiResponse node) {
      check(node, "responses");
    }

    @Override
    public void visitHeader(OpenApiHeader node) {
      check(node, "headers");
    }

    @Override
    public void visitExample(OpenApiExample node) {
      check(node, "examples");
    }

    @Override
    public void visitSchema(Schema node) {
      check(node, "schemas");
    }

    private void check(Node node, String kind) {
      String reference = at(node).path("$ref").asString("");
      if (!reference.isEmpty() && !reference.matches("#/components/" + kind + "/[^/]+")) {
        found(node, "`" + reference + "` isn't one of `components/" + kind + "`.");
      }
    }
  }

  private static Rule unused(Contract contract) {
    return new Rule(contract, "unused-component", "Remove it, or refer to it.") {
      @Override
      public void visitDocument(Document node) {
        Set<String> used = new HashSet<>();
        contract
            .document()
            .findValues("$ref")
            .forEach(reference -> used.add(reference.asString("")));
        contract.document().path("components").properties().forEach(kind -> {
          for (String name : kind.getValue().propertyNames()) {
            String place = "components/" + kind.getKey() + "/" + Contract.escape(name);
            // Security requirements name their scheme without a reference.
            if (!kind.getKey().equals("securitySchemes") && !used.contains("#/" + place)) {
              found(node, place, "Nothing refers to `" + name + "`.");
            }
          }
        });
      }
    };
  }

  private static Rule extensions(Contract contract) {
    return new Rule(
        contract,
        "known-extension",
        "Correct its name, or add it to `EXTENSIONS` of `DocumentRules` once something reads it.") {
      @Override
      protected void visitNode(Node node) {
        if (node instanceof Extensible extensible && extensible.getExtensions() != null) {
          for (String name : extensible.getExtensions().keySet()) {
            if (!EXTENSIONS.contains(name)) {
              found(node, name, "Nothing knows `" + name + "`.");
            }
          }
        }
      }
    };
  }

  /** Both names of the container offer the same, in the same order. What belongs to no owner stands beside them. */
  private static final class BothRoots extends Rule {
    private static final String FIRST = "/applications/{applicationsId}/";
    private static final String SECOND = "/servicePrincipals/{servicePrincipalId}/";
    /** What is of the tenant as a whole. */
    private static final String COMMON = "/auditLogs/";

    BothRoots(Contract contract) {
      super(
          contract,
          "both-roots",
          "Say the same under `/applications` and `/servicePrincipals`, in the same order; only operationId, tag and texts differ.");
    }

    @Override
    public void visitDocument(Document node) {
      Map<String, Operation> first = under(FIRST);
      Map<String, Operation> second = under(SECOND);
      for (Operation operation : contract.operations()) {
        if (Stream.of(FIRST, SECOND, COMMON).noneMatch(operation.path()::startsWith)) {
          found(node, inside(operation), "This is under neither root.");
        }
      }
      missing(node, first, second);
      missing(node, second, first);
      if (first.keySet().equals(second.keySet())
          && !List.copyOf(first.keySet()).equals(List.copyOf(second.keySet()))) {
        found(node, "paths", "The operations of the two roots have another order.");
      }
      first.forEach((name, operation) -> {
        Operation twin = second.get(name);
        if (twin != null) {
          compare(node, operation, twin);
        }
      });
    }

    private Map<String, Operation> under(String root) {
      Map<String, Operation> operations = new LinkedHashMap<>();
      for (Operation operation : contract.operations()) {
        if (operation.path().startsWith(root)) {
          operations.put(
              operation.method() + " " + operation.path().substring(root.length()), operation);
        }
      }
      return operations;
    }

    private void missing(Document node, Map<String, Operation> here, Map<String, Operation> there) {
      here.forEach((name, operation) -> {
        if (!there.containsKey(name)) {
          found(node, inside(operation), "The other root has no `" + name + "`.");
        }
      });
    }

    private void compare(Document node, Operation first, Operation second) {
      for (Map.Entry<String, JsonNode> part : second.json().properties()) {
        if (!isText(part.getKey()) && !part.getValue().equals(first.json().path(part.getKey()))) {
          differs(node, inside(second) + "/" + part.getKey(), part.getKey());
        }
      }
      for (String part : first.json().propertyNames()) {
        if (!isText(part) && !second.json().has(part)) {
          differs(node, inside(first) + "/" + part, part);
        }
      }
      if (!parameters(first)
          .equals(parameters(second).replace("servicePrincipalId", "applicationsId"))) {
        differs(node, "paths/" + Contract.escape(second.path()) + "/parameters", "parameters");
      }
    }

    private void differs(Document node, String place, String part) {
      found(node, place, "`" + part + "` differs from that of the other root.");
    }

    private static boolean isText(String part) {
      return Set.of("operationId", "tags", "summary", "description").contains(part);
    }

    private String parameters(Operation operation) {
      return contract
          .document()
          .path("paths")
          .path(operation.path())
          .path("parameters")
          .toString();
    }

    /** Where an operation is, seen from the document. */
    private static String inside(Operation operation) {
      return operation.place().substring(1);
    }
  }
}
