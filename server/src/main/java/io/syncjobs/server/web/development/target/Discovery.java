package io.syncjobs.server.web.development.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents by which a SCIM service describes itself (RFC 7644 §4). Immutable and safe for use by many threads. */
final class Discovery {

  private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
  private static final String FILE = "/sandbox/discovery.json";

  private final JsonNode documents;

  Discovery(JsonMapper json) {
    try (InputStream in = Discovery.class.getResourceAsStream(FILE)) {
      documents = json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers a request for one of the documents; empty for other paths. */
  Optional<ScimAnswer> answer(String method, List<String> path) {
    JsonNode document = path.isEmpty() ? documents.path("") : documents.path(path.get(0));
    if (document.isMissingNode()) {
      return Optional.empty();
    }
    if (!method.equals("GET")) {
      return Optional.of(ScimAnswer.error(405, null, "Use GET here."));
    }
    if (document.isObject()) {
      return Optional.of(new ScimAnswer(200, document));
    }
    if (path.size() == 1) {
      ObjectNode list = JsonNodeFactory.instance.objectNode();
      list.putArray("schemas").add(LIST);
      list.put("totalResults", document.size());
      list.put("startIndex", 1);
      list.put("itemsPerPage", document.size());
      ArrayNode all = list.putArray("Resources");
      document.forEach(all::add);
      return Optional.of(new ScimAnswer(200, list));
    }
    return Optional.of(document
        .valueStream()
        .filter(each -> each.path("id").asString("").equals(path.get(1)))
        .findFirst()
        .map(found -> new ScimAnswer(200, found))
        .orElseGet(() -> ScimAnswer.error(404, null, "There is no '" + path.get(1) + "' here.")));
  }
}
