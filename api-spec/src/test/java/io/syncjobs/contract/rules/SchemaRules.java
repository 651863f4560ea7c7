package io.syncjobs.contract.rules;

import io.apicurio.datamodels.models.Node;
import io.apicurio.datamodels.models.Parameter;
import io.apicurio.datamodels.models.Schema;
import io.apicurio.datamodels.models.Tag;
import io.apicurio.datamodels.models.openapi.OpenApiHeader;
import io.apicurio.datamodels.models.openapi.OpenApiRequestBody;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Rules about types and their members. */
final class SchemaRules {

  private static final String COMPONENTS = "/components/schemas/";
  private static final Set<String> COLLECTION =
      Set.of("@odata.context", "@odata.count", "@odata.nextLink", "value");

  private SchemaRules() {}

  static List<Rule> of(Contract contract) {
    return List.of(
        new Described(contract),
        limits(contract),
        closed(contract),
        open(contract),
        nulls(contract),
        sentReadOnly(contract),
        flat(contract),
        serverOwned(contract),
        ids(contract),
        collections(contract),
        enumerations(contract),
        statuses(contract));
  }

  private static final class Described extends Rule {
    Described(Contract contract) {
      super(contract, "described", "Add a `description` that tells callers what it means.");
    }

    @Override
    public void visitTag(Tag node) {
      check(node);
    }

    @Override
    public void visitParameter(Parameter node) {
      check(node);
    }

    @Override
    public void visitHeader(OpenApiHeader node) {
      check(node);
    }

    @Override
    public void visitRequestBody(OpenApiRequestBody node) {
      check(node);
    }

    @Override
    public void visitSchema(Schema node) {
      if (place(node).matches(COMPONENTS + "[^/]+|.*/properties/[^/]+")) {
        check(node);
      }
    }

    private void check(Node node) {
      // The target of a reference has the description.
      if (!at(node).has("$ref") && at(node).path("description").asString("").isBlank()) {
        found(node, "There is no description.");
      }
    }
  }

  private static Rule limits(Contract contract) {
    return new Rule(
        contract,
        "limits",
        "Limit texts by `maxLength`, `enum` or `format: date-time`, and, in requests, arrays by `maxItems` and numbers by `minimum` and `maximum`.") {
      @Override
      public void visitSchema(Schema node) {
        JsonNode schema = at(node);
        boolean request = contract.isRequest(place(node));
        boolean bounded = switch (schema.path("type").asString("")) {
          case "string" ->
            schema.has("maxLength")
                || schema.has("enum")
                || schema.path("format").asString("").equals("date-time");
          case "array" -> !request || schema.has("maxItems");
          case "integer", "number" -> !request || (schema.has("minimum") && schema.has("maximum"));
          default -> true;
        };
        if (!bounded) {
          found(node, "This " + schema.path("type").stringValue() + " has no limit.");
        }
      }
    };
  }

  private static Rule closed(Contract contract) {
    return new Rule(
        contract,
        "closed-request",
        "Add `additionalProperties: false`, so that misspelt members are refused, `x-closed-in-requests: true` if answers use the type as well, or `additionalProperties: true` if anything goes.") {
      @Override
      public void visitSchema(Schema node) {
        JsonNode schema = at(node);
        if (schema.path("type").asString("").equals("object")
            && contract.isRequest(place(node))
            && !schema.has("additionalProperties")
            && !schema.path("x-closed-in-requests").asBoolean(false)) {
          found(node, "Nothing says if this part of a request can have other members.");
        }
      }
    };
  }

  private static Rule open(Contract contract) {
    return new Rule(
        contract,
        "open-answer",
        "Remove `additionalProperties: false`, as callers ignore members that they don't know; if requests use the type as well, write `x-closed-in-requests: true` instead.") {
      @Override
      public void visitSchema(Schema node) {
        String place = place(node);
        if (place.startsWith(COMPONENTS)
            && contract.isAnswer(place)
            && !at(node).path("additionalProperties").asBoolean(true)) {
          found(node, "additionalProperties", "This part of an answer can't get more members.");
        }
      }
    };
  }

  private static Rule nulls(Contract contract) {
    return new Rule(
        contract,
        "typed-null",
        "Add a `type`, or remove `nullable`: a schema without a type allows null anyway.") {
      @Override
      public void visitSchema(Schema node) {
        if (at(node).has("nullable") && !at(node).has("type")) {
          found(
              node,
              "nullable",
              "Without a `type` beside it, `nullable` means nothing in OpenAPI 3.0.3.");
        }
      }
    };
  }

  private static Rule sentReadOnly(Contract contract) {
    return new Rule(
        contract,
        "sent-read-only",
        "Give the parameter a schema without `readOnly`, which only members of objects can be.") {
      @Override
      public void visitParameter(Parameter node) {
        if (contract.resolve(at(node).path("schema")).path("readOnly").asBoolean(false)) {
          found(node, "schema", "Callers send this parameter, but its schema is read-only.");
        }
      }
    };
  }

  private static Rule flat(Contract contract) {
    return new Rule(contract, "flat-types", "List the members in the type itself.") {
      @Override
      public void visitSchema(Schema node) {
        for (String word : List.of("oneOf", "anyOf", "allOf", "not", "discriminator")) {
          if (at(node).has(word)) {
            found(node, word, "The type is composed by `" + word + "`.");
          }
        }
      }
    };
  }

  private static Rule serverOwned(Contract contract) {
    return new Rule(
        contract, "read-only", "Add `readOnly: true`, here or where the reference leads.") {
      @Override
      public void visitSchema(Schema node) {
        String place = place(node);
        if (contract.isRequest(place)) {
          return;
        }
        // Members that the type of a creation calls the server's must be read-only in the type
        // itself.
        JsonNode ignored = contract.document().at(place + "Create/properties");
        at(node).path("properties").properties().forEach(member -> {
          String name = member.getKey();
          boolean owned = name.matches(".*@odata\\.(context|count|nextLink)")
              || ignored
                  .path(name)
                  .path("description")
                  .asString("")
                  .startsWith("Owned by the server");
          if (owned && !contract.resolve(member.getValue()).path("readOnly").asBoolean(false)) {
            found(
                node,
                "properties/" + name,
                "The server sets `" + name + "`, but callers may send it.");
          }
        });
      }
    };
  }

  private static Rule ids(Contract contract) {
    return new Rule(contract, "text-ids", "Make it `type: string`, whatever it looks like today.") {
      @Override
      public void visitSchema(Schema node) {
        at(node).path("properties").properties().forEach(member -> {
          if (member.getKey().matches("id|.*(Id|Identifier|-id)")) {
            check(node, "properties/" + member.getKey(), member.getValue());
          }
        });
      }

      @Override
      public void visitParameter(Parameter node) {
        if (at(node).path("in").asString("").equals("path")) {
          check(node, "schema", at(node).path("schema"));
        }
      }

      private void check(Node node, String place, JsonNode schema) {
        String type = contract.resolve(schema).path("type").asString("");
        if (!type.equals("string")) {
          found(node, place, "This id is of type `" + type + "`.");
        }
      }
    };
  }

  private static Rule collections(Contract contract) {
    return new Rule(
        contract,
        "collections",
        "Answer with an object `…CollectionResponse` of `@odata.context` and the array `value`, both required, and where they apply `@odata.count` and `@odata.nextLink`.") {
      @Override
      public void visitSchema(Schema node) {
        String place = place(node);
        JsonNode schema = at(node);
        if (place.matches("(/components/responses|/paths/.*/responses)/.*/schema")
            && contract.resolve(schema).path("type").asString("").equals("array")) {
          found(node, "This answer is a bare array.");
        }
        if (!place.matches(COMPONENTS + "[^/]+") || contract.isRequest(place)) {
          return;
        }
        JsonNode members = schema.path("properties");
        boolean list = members.path("value").path("type").asString("").equals("array");
        boolean named = place.endsWith("CollectionResponse");
        boolean proper = list
            && COLLECTION.containsAll(members.propertyNames())
            && schema
                .path("required")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet())
                .containsAll(Set.of("@odata.context", "value"));
        if ((list || named) && !(named && proper)) {
          found(node, "This list has another form than the others.");
        }
      }
    };
  }

  private static Rule enumerations(Contract contract) {
    return new Rule(
        contract,
        "explained-values",
        "Write the values under `x-values`, each with a sentence that says what it means.") {
      @Override
      public void visitSchema(Schema node) {
        JsonNode schema = at(node);
        if (place(node).matches(COMPONENTS + "[^/]+")
            && schema.has("enum")
            && !schema.has("x-enum-descriptions")) {
          found(node, "enum", "The values have no meanings.");
        }
        JsonNode texts = schema.path("x-enum-descriptions");
        for (int i = 0; i < texts.size(); i++) {
          if (texts.path(i).asString("").isBlank()) {
            found(node, "enum/" + i, "The value has no meaning.");
          }
        }
      }
    };
  }

  private static Rule statuses(Contract contract) {
    return new Rule(
        contract,
        "error-statuses",
        "Write the code as `code: { status: 404, meaning: … }` with a status from 400 to 599.") {
      @Override
      public void visitSchema(Schema node) {
        JsonNode schema = at(node);
        if (!place(node).equals(COMPONENTS + "errorCode")) {
          return;
        }
        for (int i = 0; i < schema.path("enum").size(); i++) {
          int status = schema.path("x-enum-statuses").path(i).asInt(0);
          if (status < 400 || status > 599) {
            found(
                node,
                "enum/" + i,
                "The status of " + schema.path("enum").path(i) + " is " + status + ".");
          }
        }
      }
    };
  }
}
