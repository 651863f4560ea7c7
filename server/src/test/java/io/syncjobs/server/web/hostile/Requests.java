package io.syncjobs.server.web.hostile;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.web.hostile.Value.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests for an operation, each with one change. */
final class Requests {

  private static final List<String> OTHER_TYPES = List.of(
      "text/plain",
      "application/xml",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/json; charset=utf-16",
      "application/scim+json; charset=utf-16");

  private final Operation operation;
  private final Values values;
  private final JsonNode document;
  private final JsonNode node;
  private final @Nullable String usualBody;
  private final List<HostileRequest> requests = new ArrayList<>();

  private Requests(Contract contract, Operation operation) {
    this.operation = operation;
    document = contract.document();
    values = new Values(document);
    node = document
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT));
    List<Bodies.Body> bodies = node.has("requestBody")
        ? Bodies.of(values, values.resolve(node.path("requestBody")))
        : List.of();
    usualBody = bodies.stream()
        .filter(body -> body.verdict() == Verdict.GOOD)
        .map(Bodies.Body::bytes)
        .findFirst()
        .orElse(null);
    add("as it should be", Map.of(), List.of(), List.of(), Verdict.GOOD, "");
    parameters();
    unknown();
    for (Bodies.Body body : bodies) {
      requests.add(new HostileRequest(
          operation,
          "body: " + body.what(),
          Map.of(),
          List.of(),
          List.of(),
          body.bytes(),
          body.verdict(),
          body.target()));
    }
  }

  /** Derives all requests for an operation of the contract. */
  static List<HostileRequest> of(Contract contract, Operation operation) {
    return new Requests(contract, operation).requests;
  }

  private void add(
      String what,
      Map<String, String> path,
      List<Map.Entry<String, String>> query,
      List<Map.Entry<String, String>> headers,
      Verdict verdict,
      @Nullable String target) {
    requests.add(
        new HostileRequest(operation, what, path, query, headers, usualBody, verdict, target));
  }

  private void parameters() {
    JsonNode shared = document.path("paths").path(operation.path()).path("parameters");
    Stream.concat(shared.valueStream(), node.path("parameters").valueStream())
        .map(values::resolve)
        .forEach(parameter -> {
          String name = parameter.path("name").stringValue();
          String in = parameter.path("in").stringValue();
          List<Value> texts = texts(values.resolve(parameter.path("schema")));
          for (Value value : texts) {
            one(in, name, value);
          }
          if (in.equals("query")) {
            List<String> good = texts.stream()
                .filter(value -> value.verdict() == Verdict.GOOD)
                .map(value -> value.json().asString())
                .limit(2)
                .toList();
            if (good.size() == 2) {
              add(
                  name + " twice",
                  Map.of(),
                  List.of(Map.entry(name, good.get(0)), Map.entry(name, good.get(1))),
                  List.of(),
                  Verdict.BAD,
                  name);
            }
          }
        });
  }

  private void one(String in, String name, Value value) {
    String text = value.json().asString();
    String what = name + " " + value.what();
    switch (in) {
      case "path" -> {
        // Tomcat or the firewall refuses other characters in addresses.
        boolean plain = text.matches("[A-Za-z0-9-]{1,2000}");
        add(
            what,
            Map.of(name, text),
            List.of(),
            List.of(),
            plain ? value.verdict() : Verdict.OPEN,
            plain ? name : null);
      }
      case "query" -> {
        if (text.length() < 2000) {
          add(what, Map.of(), List.of(Map.entry(name, text)), List.of(), value.verdict(), name);
        }
      }
      default -> {
        if (text.matches("[!-~]([ -~]*[!-~])?") && text.length() < 4000) {
          add(
              what,
              Map.of(),
              List.of(),
              List.of(Map.entry(name, text)),
              value.verdict() == Verdict.BAD ? Verdict.BAD : Verdict.OPEN,
              // The headers for repeated requests are needed together.
              name.startsWith("Repeatability") ? null : name);
        }
      }
    }
  }

  /** Values of a parameter as text. */
  private List<Value> texts(JsonNode schema) {
    String type = schema.path("type").stringValue();
    List<Value> texts = new ArrayList<>();
    for (Value value : values.of(schema)) {
      if (value.json().isString()
          ? type.equals("string")
          : (type.equals("integer") && value.json().isIntegralNumber())) {
        texts.add(value);
      }
    }
    if (!type.equals("string")) {
      for (String nasty : Values.NASTY) {
        texts.add(text("nasty", nasty, type.equals("array") ? Verdict.OPEN : Verdict.BAD));
      }
      texts.add(text("a fraction", "1.5", Verdict.BAD));
    }
    if (type.equals("boolean")) {
      texts.add(text("true", "true", Verdict.GOOD));
      texts.add(text("false", "false", Verdict.GOOD));
      texts.add(text("in capitals", "TRUE", Verdict.BAD));
    }
    return texts;
  }

  private static Value text(String what, String text, Verdict verdict) {
    return new Value(what, JsonNodeFactory.instance.stringNode(text), verdict);
  }

  private void unknown() {
    for (String name : List.of("$expand", "$search", "api-version", "' OR 1=1", "\u202E", "x[]")) {
      add(
          "an unknown option",
          Map.of(),
          List.of(Map.entry(name, "1")),
          List.of(),
          Verdict.BAD,
          name);
    }
    add(
        "Accept of another kind",
        Map.of(),
        List.of(),
        List.of(Map.entry("Accept", "image/png")),
        Verdict.OPEN,
        null);
    if (usualBody != null) {
      for (String type : OTHER_TYPES) {
        add(
            "a body of type " + type,
            Map.of(),
            List.of(),
            List.of(Map.entry("Content-Type", type)),
            Verdict.BAD,
            null);
      }
      add(
          "a body with a coding",
          Map.of(),
          List.of(),
          List.of(Map.entry("Content-Encoding", "gzip")),
          Verdict.BAD,
          null);
      requests.add(new HostileRequest(
          operation, "body: none", Map.of(), List.of(), List.of(), null, Verdict.OPEN, null));
    }
  }
}
