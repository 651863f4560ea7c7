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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rules about the contract as a whole. */
final class DocumentRules {

  /** Extensions that the server, a generator or these rules read. */
  private static final Set<String> EXTENSIONS = Set.of(
      "x-also-answers",
      "x-calls-target",
      "x-closed-in-requests",
      "x-dispatches",
      "x-enum-descriptions",
      "x-enum-statuses",
      "x-flags",
      "x-form",
      "x-max-bytes",
      "x-max-depth",
      "x-max-duration",
      "x-min-duration",
      "x-ms-docs-operation-type",
      "x-not-in-graph",
      "x-secret",
      "x-since");

  private DocumentRules() {}

  static List<Rule> of(Contract contract) {
    return List.of(
        servers(contract),
        new References(contract),
        unused(contract),
        extensions(contract),
        roots(contract));
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

  /** The ready rules check that the target of a reference exists, but not that it is of the right kind. */
  private static final class References extends Rule {
    References(Contract contract) {
      super(contract, "reference", "Refer to a component of the kind that is needed here.");
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
        "Correct its name, or add it to `EXTENSIONS` of `DocumentRules` if the server or a generator reads it.") {
      @Override
      protected void visitNode(Node node) {
        if (node instanceof Extensible extensible && extensible.getExtensions() != null) {
          for (String name : extensible.getExtensions().keySet()) {
            if (!EXTENSIONS.contains(name)) {
              found(node, name, "`" + name + "` is unknown.");
            }
          }
        }
      }
    };
  }

  private static Rule roots(Contract contract) {
    return new Rule(
        contract,
        "root",
        "Write it under `/applications/{applicationsId}/`, which packaging repeats under `/servicePrincipals`, or, if it is about the whole tenant, under `/synchronization`, `/auditLogs`, `/users`, `/groups` or `/sandbox`; `/$batch` and `/$metadata` are about neither.") {
      @Override
      public void visitDocument(Document node) {
        for (String path : contract.document().path("paths").propertyNames()) {
          String place = "paths/" + Contract.escape(path);
          if (!path.matches(
              "/(applications/[{]applicationsId}|servicePrincipals/[{]servicePrincipalId}|synchronization|auditLogs|sandbox)/.*|/(users|groups)(/.*)?|/\\$(batch|metadata)")) {
            found(node, place, "`" + path + "` is under neither root.");
          } else if (path.startsWith("/servicePrincipals/") && isWritten(path)) {
            found(node, place, "`" + path + "` is written by hand.");
          }
        }
      }

      /** A path that packaging has added shares its line with the one that it repeats. */
      private boolean isWritten(String path) {
        String repeated = path.replace(
            "/servicePrincipals/{servicePrincipalId}/", "/applications/{applicationsId}/");
        return contract.line("/paths/" + Contract.escape(path))
            != contract.line("/paths/" + Contract.escape(repeated));
      }
    };
  }
}
