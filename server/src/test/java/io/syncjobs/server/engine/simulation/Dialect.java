package io.syncjobs.server.engine.simulation;

import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a service takes for a PATCH. Others than the standard's are refused. */
enum Dialect {
  /** As RFC 7644 has it. */
  STANDARD,
  /** Takes members to remove by their values alone. */
  WITHOUT_FILTERS,
  /** Takes capital letters alone. */
  CAPITAL,
  /** Takes texts for booleans. */
  TEXT,
  /** Takes what Entra ID sends without its flag. */
  ENTRA,
  /** Takes no paths. */
  WITHOUT_PATHS;

  private static final Set<String> CAPITALS = Set.of("Add", "Replace", "Remove");
  private static final Set<String> STANDARDS = Set.of("add", "replace", "remove");

  /** Operations of the standard for those of this dialect. */
  ArrayNode standard(JsonNode operations) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (JsonNode operation : operations) {
      String op = operation.path("op").asString("");
      boolean capital = this == CAPITAL || this == ENTRA;
      if (!(capital ? CAPITALS : STANDARDS).contains(op)) {
        throw new Patches.Refused(
            "invalidSyntax", "op must be " + (capital ? CAPITALS : STANDARDS));
      }
      ObjectNode one = ((ObjectNode) operation.deepCopy()).put("op", op.toLowerCase(Locale.ROOT));
      if (this == WITHOUT_PATHS) {
        split(one, "", one.path("value"), all);
      } else if (!one.path("path").isString()) {
        throw new Patches.Refused("invalidPath", "path is missing");
      } else {
        all.add(one);
        typed(one);
        if (this == WITHOUT_FILTERS || this == ENTRA) {
          unfiltered(one);
        }
      }
    }
    return all;
  }

  private void split(ObjectNode one, String urn, JsonNode value, ArrayNode all) {
    if (one.has("path")) {
      throw new Patches.Refused("invalidPath", "path is not supported");
    }
    value.properties().forEach(member -> {
      if (member.getKey().startsWith("urn:")) {
        split(one, member.getKey() + ":", member.getValue(), all);
      } else {
        all.add(one.deepCopy().put("path", urn + member.getKey()).set("value", member.getValue()));
      }
    });
  }

  private void typed(ObjectNode one) {
    if (one.path("path").stringValue().equals("active")) {
      boolean text = this == TEXT || this == ENTRA;
      if (one.path("value").isString() != text) {
        throw new Patches.Refused(
            "invalidValue", "active must be a " + (text ? "string" : "boolean"));
      }
      one.set(
          "value", BooleanNode.valueOf(one.path("value").asString("").equalsIgnoreCase("true")));
    }
  }

  private static void unfiltered(ObjectNode one) {
    String path = one.path("path").stringValue();
    if (path.contains("[")) {
      throw new Patches.Refused("invalidPath", "Unsupported path");
    }
    if (one.path("op").stringValue().equals("remove") && one.path("value").isArray()) {
      one.put("path", path + "[value eq \"" + one.at("/value/0/value").stringValue() + "\"]");
      one.remove("value");
    }
  }
}
