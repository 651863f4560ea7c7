package io.syncjobs.contract.review;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Finds the differences of two contracts and those for whom each is a break. An instance makes one comparison. */
final class ContractComparison {

  private final Document before;
  private final Document after;
  private final Set<Difference> found = new LinkedHashSet<>();
  private final SchemaComparison schemas;

  private ContractComparison(Document before, Document after) {
    this.before = before;
    this.after = after;
    this.schemas = new SchemaComparison(before, after, found::add);
  }

  /** Returns all differences, each once, the worst first. Texts and examples count as one difference together. */
  static List<Difference> compare(Document before, Document after) {
    ContractComparison comparison = new ContractComparison(before, after);
    comparison.servers();
    new SecurityComparison(comparison.found::add).compare(before, after);
    comparison.operations();
    comparison.removedSchemas();
    if (comparison.found.isEmpty() && !before.root().equals(after.root())) {
      comparison.say(
          "The document", Impact.COMPATIBLE, "texts or examples are different", "Nothing.");
    }
    List<Difference> sorted = new ArrayList<>(comparison.found);
    sorted.sort(java.util.Comparator.comparing(Difference::impact));
    return sorted;
  }

  private void servers() {
    Set<String> was = urls(before);
    Set<String> is = urls(after);
    was.stream()
        .filter(url -> !is.contains(url))
        .forEach(url -> say("Servers", Impact.CALLERS, "`" + url + "` is gone", "Call another."));
    is.stream()
        .filter(url -> !was.contains(url))
        .forEach(url -> say("Servers", Impact.IMPLEMENTERS, "`" + url + "` is new", "Serve it."));
  }

  private static Set<String> urls(Document document) {
    Set<String> urls = new LinkedHashSet<>();
    document
        .root()
        .path("servers")
        .forEach(server -> urls.add(server.path("url").asString("")));
    return urls;
  }

  private void operations() {
    Map<String, JsonNode> was = before.operations();
    Map<String, JsonNode> is = after.operations();
    was.forEach((name, operation) -> {
      JsonNode now = is.get(name);
      if (now == null) {
        say("`" + name + "`", Impact.CALLERS, "the operation is gone", "Don't call it.");
      } else {
        operation(name, operation, now);
      }
    });
    is.keySet().stream()
        .filter(name -> !was.containsKey(name))
        .forEach(name ->
            say("`" + name + "`", Impact.IMPLEMENTERS, "the operation is new", "Implement it."));
  }

  /** Finds removed schemas, whose classes generated clients lose. */
  private void removedSchemas() {
    JsonNode is = after.root().at("/components/schemas");
    before.root().at("/components/schemas").propertyNames().stream()
        .filter(name -> !is.has(name))
        .forEach(name -> say(
            "`" + name + "`",
            Impact.CALLERS,
            "the schema is gone",
            "Generated clients have no class of this name; use the one that replaces it."));
  }

  private void operation(String name, JsonNode was, JsonNode is) {
    String place = "`" + name + "`";
    if (!was.path("operationId").equals(is.path("operationId"))) {
      say(
          place,
          Impact.CALLERS,
          "it was called %s and is called %s"
              .formatted(
                  was.path("operationId").asString(), is.path("operationId").asString()),
          "Generated clients have another method name; use that.");
    }
    SchemaComparison.deprecation(place, was, is, found::add);
    if (!was.path("tags").equals(is.path("tags"))) {
      say(
          place,
          Impact.CALLERS,
          "its tags were %s and are %s".formatted(was.path("tags"), is.path("tags")),
          "Generated clients have it in another class; use that.");
    }
    security(place, security(before, was), security(after, is));
    parameters(place, before.parameters(name, was), after.parameters(name, is));
    body(place, before.resolve(was.path("requestBody")), after.resolve(is.path("requestBody")));
    responses(place, was.path("responses"), is.path("responses"));
  }

  /** Returns the permissions of an operation, which are those of the whole contract if it has none of its own. */
  private static JsonNode security(Document document, JsonNode operation) {
    return operation.has("security")
        ? operation.path("security")
        : document.root().path("security");
  }

  /** Compares the alternatives of permissions, of which a caller needs one. */
  private void security(String place, JsonNode was, JsonNode is) {
    List<Set<String>> alternatives = alternatives(is);
    for (Set<String> old : alternatives(was)) {
      if (alternatives.stream().noneMatch(old::containsAll)) {
        say(
            place,
            Impact.CALLERS,
            "the permission %s isn't enough any more".formatted(old),
            "Get one of " + alternatives + ".");
      }
    }
    List<Set<String>> before = alternatives(was);
    alternatives.stream()
        .filter(now -> before.stream().noneMatch(now::containsAll))
        .forEach(now -> say(
            place,
            Impact.COMPATIBLE,
            "the permission %s is enough now".formatted(now),
            "Nothing."));
  }

  private static List<Set<String>> alternatives(JsonNode security) {
    List<Set<String>> alternatives = new ArrayList<>();
    for (JsonNode alternative : security) {
      Set<String> scopes = new HashSet<>();
      alternative.properties().forEach(scheme -> {
        scopes.add(scheme.getKey());
        scheme.getValue().forEach(scope -> scopes.add(scope.asString("")));
      });
      alternatives.add(scopes);
    }
    return alternatives;
  }

  private void parameters(String place, Map<String, JsonNode> was, Map<String, JsonNode> is) {
    was.forEach((name, old) -> {
      JsonNode now = is.get(name);
      String at = name + " of " + place;
      if (now == null) {
        say(at, Impact.CALLERS, "it is gone", "Don't send it.");
        return;
      }
      SchemaComparison.deprecation(at, old, now, found::add);
      boolean required = old.path("required").asBoolean(false);
      boolean requiredNow = now.path("required").asBoolean(false);
      if (required != requiredNow) {
        say(
            at,
            requiredNow ? Impact.CALLERS : Impact.IMPLEMENTERS,
            requiredNow ? "it is required now" : "it isn't required any more",
            requiredNow ? "Send it." : "Do without it.");
      }
      for (String keyword : List.of("style", "explode")) {
        if (!old.path(keyword).equals(now.path(keyword))) {
          say(at, Impact.CALLERS, "`" + keyword + "` is different", "Write it the new way.");
        }
      }
      schemas.compare(at, old.path("schema"), now.path("schema"), true);
    });
    is.forEach((name, now) -> {
      if (!was.containsKey(name)) {
        boolean required = now.path("required").asBoolean(false);
        say(
            name + " of " + place,
            required ? Impact.CALLERS : Impact.IMPLEMENTERS,
            required ? "it is new and required" : "it is new and optional",
            required ? "Send it." : "The generated method has one parameter more.");
      }
    });
  }

  private void body(String place, JsonNode was, JsonNode is) {
    String at = "The body of " + place;
    if (was.isMissingNode() && is.isMissingNode()) {
      return;
    }
    if (is.isMissingNode()) {
      say(at, Impact.CALLERS, "it is gone", "Don't send one.");
      return;
    }
    boolean required = was.path("required").asBoolean(false);
    boolean requiredNow = is.path("required").asBoolean(false);
    if (required != requiredNow) {
      say(
          at,
          requiredNow ? Impact.CALLERS : Impact.IMPLEMENTERS,
          requiredNow ? "it is required now" : "it isn't required any more",
          requiredNow ? "Send it." : "Do without it.");
    } else if (was.isMissingNode()) {
      say(
          at,
          Impact.IMPLEMENTERS,
          "it is new and optional",
          "The generated method has one parameter more.");
    }
    for (String keyword : List.of("x-max-bytes", "x-max-depth")) {
      if (!was.isMissingNode() && !was.path(keyword).equals(is.path(keyword))) {
        boolean narrowed = !is.path(keyword).isMissingNode()
            && (was.path(keyword).isMissingNode()
                || is.path(keyword).longValue() < was.path(keyword).longValue());
        say(
            at,
            narrowed ? Impact.CALLERS : Impact.IMPLEMENTERS,
            "`%s` was %s and is %s".formatted(keyword, was.path(keyword), is.path(keyword)),
            narrowed ? "Send shorter or flatter ones." : "Accept longer or deeper ones.");
      }
    }
    content(at, was.path("content"), is.path("content"), true);
  }

  private void content(String at, JsonNode was, JsonNode is, boolean request) {
    was.properties().forEach(type -> {
      JsonNode now = is.path(type.getKey());
      if (now.isMissingNode()) {
        say(at, Impact.CALLERS, "`" + type.getKey() + "` is gone", "Use another content type.");
      } else {
        schemas.compare(at, type.getValue().path("schema"), now.path("schema"), request);
      }
    });
    is.propertyNames().stream()
        .filter(type -> !was.has(type))
        .forEach(type -> say(
            at,
            Impact.IMPLEMENTERS,
            "`" + type + "` is new",
            request ? "Accept it." : "Send it to those who ask for it."));
  }

  private void responses(String place, JsonNode was, JsonNode is) {
    was.properties().forEach(status -> {
      String at = "Answer " + status.getKey() + " of " + place;
      if (!is.has(status.getKey())) {
        say(at, Impact.CALLERS, "it is gone", "Expect another status.");
        return;
      }
      JsonNode old = before.resolve(status.getValue());
      JsonNode now = after.resolve(is.path(status.getKey()));
      headers(at, old.path("headers"), now.path("headers"));
      content(at, old.path("content"), now.path("content"), false);
    });
    is.propertyNames().stream().filter(status -> !was.has(status)).forEach(status -> {
      // Callers know errors already, from 4XX and 5XX.
      boolean error = status.startsWith("4") || status.startsWith("5");
      say(
          "Answer " + status + " of " + place,
          error ? Impact.COMPATIBLE : Impact.CALLERS,
          "it is new",
          error ? "Nothing; it has the shape of all errors." : "Be ready to read it.");
    });
  }

  private void headers(String at, JsonNode was, JsonNode is) {
    was.properties().forEach(header -> {
      if (is.has(header.getKey())) {
        JsonNode old = before.resolve(header.getValue());
        JsonNode now = after.resolve(is.path(header.getKey()));
        String place = "header `" + header.getKey() + "` of " + at;
        if (old.path("required").asBoolean(false) && !now.path("required").asBoolean(false)) {
          say(
              place,
              Impact.CALLERS,
              "it isn't always there any more",
              "Be ready to do without it.");
        }
        schemas.compare(place, old.path("schema"), now.path("schema"), false);
      } else {
        say(at, Impact.CALLERS, "the header `" + header.getKey() + "` is gone", "Do without it.");
      }
    });
    is.properties().forEach(header -> {
      if (!was.has(header.getKey())) {
        boolean required = after.resolve(header.getValue()).path("required").asBoolean(false);
        say(
            at,
            required ? Impact.IMPLEMENTERS : Impact.COMPATIBLE,
            "the header `" + header.getKey() + "` is new",
            required ? "Send it." : "Nothing.");
      }
    });
  }

  private void say(String place, Impact impact, String what, String advice) {
    found.add(new Difference(place, impact, what, advice));
  }
}
