package io.syncjobs.server.contract;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes the contract as a CSDL document (OData 4.0): its types, entity sets, navigation properties, actions and functions. */
public final class Csdl {

  private static final String NAMESPACE = "microsoft.graph";
  private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";
  private static final String EDMX = "http://docs.oasis-open.org/odata/ns/edmx";
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String LIST = "CollectionResponse";

  private final JsonNode document;

  /** Navigation properties of each type, by name, with their types. */
  private final Map<String, Map<String, String>> links = new TreeMap<>();

  /** Entity sets and singletons with their types. */
  private final Map<String, String> sets = new TreeMap<>();

  private final Map<String, Operation> bound = new TreeMap<>();
  private final Set<String> seen = new TreeSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Csdl(Contract contract) {
    document = contract.document();
    for (Operation operation : contract.operations()) {
      String path = operation.path();
      int slash = path.lastIndexOf('/');
      String name = path.substring(slash + 1);
      if (path.startsWith("/sandbox") || name.startsWith("{") || name.startsWith("$")) {
        continue;
      }
      if (operation.bound()) {
        bound.put(path, operation);
      } else if (operation.method().equals("GET")) {
        String type = answer(path);
        if (slash == 0) {
          sets.put(name, type);
        } else {
          links
              .computeIfAbsent(element(type(path.substring(0, slash))), any -> new TreeMap<>())
              .put(name, type);
        }
      }
    }
  }

  /** The document of a contract. */
  public static String of(Contract contract) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new Csdl(contract).write(xml);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("A string can always be written to", e);
    }
    return text.toString();
  }

  /** Type of what is at a path; one that only leads to others gets a name by its segment. */
  private String type(String path) {
    if (!document.at(get(path)).isMissingNode()) {
      return answer(path);
    }
    String[] segments = path.split("/", -1);
    String last = segments[segments.length - 1];
    boolean item = last.startsWith("{");
    String name = item ? segments[segments.length - 2] : last;
    String single = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    String type = NAMESPACE + "." + single + (item ? "" : "Root");
    if (segments.length == (item ? 3 : 2)) {
      sets.put(name, item ? "Collection(" + type + ")" : type);
    }
    links.computeIfAbsent(type, any -> new TreeMap<>());
    return type;
  }

  private static String get(String path) {
    return "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/get";
  }

  private String answer(String path) {
    return returned(get(path));
  }

  /** Type of an operation's answer; that of its entries if it is a list. */
  private String returned(String operation) {
    JsonNode schema =
        resolve(document.at(operation + "/responses/200")).at("/content/application~1json/schema");
    return typeOf(
        schema.path("$ref").asString("").endsWith(LIST)
            ? resolve(schema).at("/properties/value")
            : schema);
  }

  private JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : resolve(document.at(reference.substring(1)));
  }

  private String typeOf(JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    JsonNode target = resolve(schema);
    if (reference.startsWith(SCHEMAS)
        && (target.path("type").asString("").equals("object") || isEnumeration(target))) {
      String name = reference.substring(SCHEMAS.length());
      if (seen.add(name)) {
        open.add(name);
      }
      return NAMESPACE + "." + name;
    }
    return switch (target.path("type").asString("")) {
      case "array" -> "Collection(" + typeOf(target.path("items")) + ")";
      case "boolean" -> "Edm.Boolean";
      case "integer" ->
        target.path("format").asString("").equals("int32") ? "Edm.Int32" : "Edm.Int64";
      case "number" -> "Edm.Double";
      case "string" ->
        switch (target.path("format").asString("")) {
          case "date-time" -> "Edm.DateTimeOffset";
          case "duration" -> "Edm.Duration";
          default -> "Edm.String";
        };
      default -> "Edm.Untyped";
    };
  }

  private static boolean isEnumeration(JsonNode schema) {
    return !schema.path("enum").isEmpty()
        && schema
            .path("enum")
            .valueStream()
            .allMatch(value -> value.asString("").matches("\\w+"));
  }

  private static String element(String type) {
    return type.startsWith("Collection(")
        ? type.substring("Collection(".length(), type.length() - 1)
        : type;
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("edmx", "Edmx", EDMX);
    xml.writeNamespace("edmx", EDMX);
    xml.writeAttribute("Version", "4.0");
    xml.writeStartElement("edmx", "DataServices", EDMX);
    xml.writeStartElement("Schema");
    xml.writeDefaultNamespace(EDM);
    xml.writeAttribute("Namespace", NAMESPACE);
    for (Operation operation : bound.values()) {
      writeBound(xml, operation);
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      writeType(xml, name, document.at("/components/schemas/" + name));
    }
    for (String type : links.keySet()) {
      String name = type.substring(NAMESPACE.length() + 1);
      if (!seen.contains(name)) {
        writeType(xml, name, null);
      }
    }
    xml.writeStartElement("EntityContainer");
    xml.writeAttribute("Name", "GraphService");
    for (Map.Entry<String, String> set : sets.entrySet()) {
      boolean list = !element(set.getValue()).equals(set.getValue());
      xml.writeEmptyElement(list ? "EntitySet" : "Singleton");
      xml.writeAttribute("Name", set.getKey());
      xml.writeAttribute(list ? "EntityType" : "Type", element(set.getValue()));
    }
    xml.writeEndDocument();
  }

  private void writeType(XMLStreamWriter xml, String name, @Nullable JsonNode schema)
      throws XMLStreamException {
    if (schema != null && isEnumeration(schema)) {
      xml.writeStartElement("EnumType");
      xml.writeAttribute("Name", name);
      for (JsonNode value : schema.path("enum")) {
        xml.writeEmptyElement("Member");
        xml.writeAttribute("Name", value.asString());
      }
      xml.writeEndElement();
      return;
    }
    boolean entity = schema == null || schema.path("properties").has("id");
    xml.writeStartElement(entity ? "EntityType" : "ComplexType");
    xml.writeAttribute("Name", name);
    if (entity) {
      xml.writeStartElement("Key");
      xml.writeEmptyElement("PropertyRef");
      xml.writeAttribute("Name", "id");
      xml.writeEndElement();
    }
    Map<String, String> others = links.getOrDefault(NAMESPACE + "." + name, Map.of());
    if (schema == null) {
      writeMember(xml, "Property", "id", "Edm.String", false);
    } else {
      for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
        if (!member.getKey().contains("@") && !others.containsKey(member.getKey())) {
          boolean nullable = !member.getKey().equals("id")
              && resolve(member.getValue()).path("nullable").asBoolean(false);
          writeMember(xml, "Property", member.getKey(), typeOf(member.getValue()), nullable);
        }
      }
    }
    for (Map.Entry<String, String> link : others.entrySet()) {
      xml.writeEmptyElement("NavigationProperty");
      xml.writeAttribute("Name", link.getKey());
      xml.writeAttribute("Type", link.getValue());
      xml.writeAttribute("ContainsTarget", "true");
    }
    xml.writeEndElement();
  }

  private void writeBound(XMLStreamWriter xml, Operation operation) throws XMLStreamException {
    String path = operation.path();
    if (path.startsWith("/servicePrincipals")) {
      return; // The same types as below the other root.
    }
    xml.writeStartElement(operation.method().equals("GET") ? "Function" : "Action");
    xml.writeAttribute("Name", path.substring(path.lastIndexOf('/') + 1));
    xml.writeAttribute("IsBound", "true");
    String holder = type(path.substring(0, path.lastIndexOf('/')));
    writeMember(xml, "Parameter", "bindingParameter", holder, false);
    JsonNode body = resolve(document.at(operation.pointer() + "/requestBody"))
        .at("/content/application~1json/schema");
    for (Map.Entry<String, JsonNode> member : resolve(body).path("properties").properties()) {
      if (!member.getKey().contains("@")) {
        writeMember(xml, "Parameter", member.getKey(), typeOf(member.getValue()), true);
      }
    }
    if (!resolve(document.at(operation.pointer() + "/responses/200")).isMissingNode()) {
      xml.writeEmptyElement("ReturnType");
      xml.writeAttribute("Type", returned(operation.pointer()));
    }
    xml.writeEndElement();
  }

  private static void writeMember(
      XMLStreamWriter xml, String kind, String name, String type, boolean nullable)
      throws XMLStreamException {
    xml.writeEmptyElement(kind);
    xml.writeAttribute("Name", name);
    xml.writeAttribute("Type", type);
    if (!nullable) {
      xml.writeAttribute("Nullable", "false");
    }
  }
}
