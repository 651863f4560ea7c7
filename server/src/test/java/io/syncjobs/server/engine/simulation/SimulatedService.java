package io.syncjobs.server.engine.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.scim.http.HttpResult;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A SCIM service in memory that has the quirks of a run. For one thread at a time. */
final class SimulatedService {

  private static final JsonMapper JSON = JsonMapper.shared();
  static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
  private static final Pattern FILTER = Pattern.compile(".*[?&]filter=([^&]*).*");
  private static final Pattern START = Pattern.compile("[?&]startIndex=([0-9]+)");
  private static final Pattern EQUAL = Pattern.compile("(\\w+) eq \"([^\"]*)\"");

  /**
   * A write that was applied.
   *
   * @param id of the resource
   */
  record Write(Instant time, String method, String type, String id, String body) {}

  private final Resources resources = new Resources();
  private final List<Write> writes = new ArrayList<>();
  private final Clock clock;
  private Quirks quirks;
  private int lists;
  private boolean heedsCase;
  private boolean exactIds;
  private boolean takesWholes;
  private boolean deniesPatch;
  private Dialect dialect = Dialect.STANDARD;
  private @Nullable String next;
  private UnaryOperator<String> idForm = id -> id;
  private final Set<String> hiddenFromReads = new HashSet<>();
  private final Set<String> hiddenFromSearches = new HashSet<>();
  private final Set<String> hiddenAttributes = new HashSet<>();

  SimulatedService(Clock clock, Quirks quirks) {
    this.clock = clock;
    this.quirks = quirks;
  }

  /** Changes how it behaves from now on. */
  void turn(Quirks other) {
    quirks = other;
  }

  void reset(Quirks drawn) {
    quirks = drawn;
    lists = 0;
    resources.clear();
    writes.clear();
    showAll();
    heedsCase = false;
    exactIds = false;
    takesWholes = false;
    deniesPatch = false;
    dialect = Dialect.STANDARD;
    idForm = id -> id;
  }

  /** Takes whole resources, which replace those that are there. */
  void takeWholes() {
    takesWholes = true;
  }

  /** Takes changes in a dialect alone. */
  void speak(Dialect spoken) {
    dialect = spoken;
  }

  /** Describes itself as a service that takes no PATCH. */
  void denyPatch() {
    deniesPatch = true;
  }

  /** Answers reads of a resource as if it were not there, and writes as usual. */
  void hideFromReads(String id) {
    hiddenFromReads.add(id);
  }

  /** Finds a resource in no search. */
  void hideFromSearches(String id) {
    hiddenFromSearches.add(id);
  }

  /** Finds names only in the case in which they are stored. */
  void heedCase() {
    heedsCase = true;
  }

  /** Hides nothing any more. */
  void showAll() {
    hiddenFromReads.clear();
    hiddenFromSearches.clear();
    hiddenAttributes.clear();
  }

  /** Returns some attributes never. */
  void hideAttributes(String... names) {
    hiddenAttributes.addAll(List.of(names));
  }

  /** Gives a resource another id, as a migration does, also where others refer to it. */
  ObjectNode move(String type, ObjectNode resource) {
    return move(type, resource, newId(type));
  }

  /**
   * Gives all resources, and those that are created later, their ids in another case, also where others refer to them.
   *
   * @param exact whether the service has none of an id in another case from then on
   */
  void recase(UnaryOperator<String> form, boolean exact) {
    idForm = form;
    for (String type : List.of("Users", "Groups")) {
      for (ObjectNode resource : resources.all(type)) {
        resources.exactIds(true);
        move(type, resource, form.apply(resource.path("id").asString("")));
      }
    }
    exactIds = exact;
    resources.exactIds(exact);
  }

  private ObjectNode move(String type, ObjectNode resource, String to) {
    String from = resource.path("id").asString("");
    // References may be stored in another case, as searches have shown the id.
    Pattern references =
        Pattern.compile(Pattern.quote('"' + from + '"'), exactIds ? 0 : Pattern.CASE_INSENSITIVE);
    for (String each : List.of("Users", "Groups")) {
      for (ObjectNode other : resources.all(each)) {
        Matcher found = references.matcher(other.toString());
        if (found.find() && !from.equals(to)) {
          resources.put(each, other.path("id").asString(""), null, clock.instant());
          ObjectNode moved = (ObjectNode)
              JSON.readTree(found.replaceAll(Matcher.quoteReplacement('"' + to + '"')));
          resources.put(each, moved.path("id").asString(""), moved, clock.instant());
        }
      }
    }
    return resources.find(type, to).orElseThrow();
  }

  /** Gives each of some resources the id of the next one, also where others refer to them. */
  void rotate(String type, List<String> ids) {
    String last = ids.get(ids.size() - 1);
    move(type, resources.find(type, last).orElseThrow(), "moving");
    for (int i = ids.size() - 2; i >= 0; i--) {
      move(type, resources.find(type, ids.get(i)).orElseThrow(), ids.get(i + 1));
    }
    move(type, resources.find(type, "moving").orElseThrow(), ids.get(0));
  }

  /** Sets the id of the next resource that is created. */
  void nextId(String id) {
    next = id;
  }

  private String newId(String type) {
    if (next != null) {
      String id = next;
      next = null;
      return id;
    }
    return idForm.apply(resources.newId(type, quirks.numericIds()));
  }

  /** All resources of a type as they are, whatever the service shows. */
  List<ObjectNode> all(String type) {
    return resources.all(type);
  }

  /** All writes of the run that were applied. */
  List<Write> writes() {
    return writes;
  }

  /** True if two resources never have the same name. */
  boolean refusesEqualNames() {
    return quirks.unique() != Quirks.Uniqueness.NONE;
  }

  /** True if a role that nobody sees is stored a second time if it is added again. */
  boolean storesUnseenRolesTwice() {
    return quirks.hidesRoles() && quirks.storesTwice();
  }

  /** Adds a resource that was there before the first cycle. */
  void add(String type, ObjectNode resource) {
    String id = newId(type);
    resources.put(type, id, resource.put("id", id), clock.instant());
  }

  /** Changes a resource, as somebody else would. */
  void change(String type, ObjectNode resource) {
    resources.put(type, resource.path("id").asString(""), resource, clock.instant());
  }

  /** Answers a request. */
  HttpResult handle(String method, String path, @Nullable JsonNode body) {
    String[] parts = path.substring(path.indexOf("/scim/") + 6).split("[/?]", 2);
    String type = parts[0];
    if (type.equals("ServiceProviderConfig") && deniesPatch) {
      ObjectNode config = JSON.createObjectNode();
      config.putObject("patch").put("supported", false);
      return answer(200, config);
    }
    boolean item = path.indexOf('?') < 0 && parts.length > 1;
    if (!item) {
      return method.equals("POST") && body != null ? create(type, body) : list(type, path);
    }
    String id = URLDecoder.decode(parts[1], UTF_8);
    return switch (method) {
      case "GET" ->
        resources
            .find(type, id, clock.instant().minus(quirks.lag()))
            .filter(found -> !hiddenFromReads.contains(found.path("id").asString("")))
            .map(found -> answer(200, shown(found)))
            .orElseGet(() -> error(404, null, "Resource not found"));
      case "PATCH" -> patch(type, id, body);
      case "DELETE" -> delete(type, id);
      case "PUT" ->
        takesWholes && body != null && resources.find(type, id).isPresent()
            ? put(type, id, (ObjectNode) body)
            : error(405, null, "Method not allowed");
      default -> error(405, null, "Method not allowed");
    };
  }

  private HttpResult create(String type, JsonNode body) {
    Optional<HttpResult> conflict = conflict(type, "", body);
    if (conflict.isPresent()) {
      return conflict.get();
    }
    String id = newId(type);
    ObjectNode created = ((ObjectNode) body.deepCopy()).put("id", id);
    resources.put(type, id, created, clock.instant());
    writes.add(new Write(clock.instant(), "POST", type, id, body.toString()));
    return answer(201, shown(created));
  }

  private Optional<HttpResult> conflict(String type, String id, JsonNode body) {
    String name = naming(type);
    boolean taken = quirks.unique() != Quirks.Uniqueness.NONE
        && resources.all(type).stream()
            .anyMatch(other -> !isSame(other.path("id").asString(""), id)
                && other
                    .path(name)
                    .asString("")
                    .equalsIgnoreCase(body.path(name).asString("")));
    return taken
        ? Optional.of(error(
            409,
            quirks.unique() == Quirks.Uniqueness.WITH_SCIM_TYPE ? "uniqueness" : null,
            "Another resource has this name"))
        : Optional.empty();
  }

  private static String naming(String type) {
    return type.equals("Users") ? "userName" : "displayName";
  }

  private HttpResult patch(String type, String id, @Nullable JsonNode body) {
    ObjectNode current = resources.find(type, id).orElse(null);
    if (current == null || body == null) {
      return error(404, null, "Resource not found");
    }
    ObjectNode changed = current.deepCopy();
    try {
      Patches.apply(changed, dialect.standard(body.path("Operations")), quirks, exactIds);
    } catch (Patches.Refused e) {
      return error(400, e.scimType, String.valueOf(e.getMessage()));
    }
    boolean renamed = !current.path(naming(type)).equals(changed.path(naming(type)));
    Optional<HttpResult> conflict = renamed ? conflict(type, id, changed) : Optional.empty();
    if (conflict.isPresent()) {
      return conflict.get();
    }
    resources.put(type, id, changed, clock.instant());
    writes.add(
        new Write(clock.instant(), "PATCH", type, id, body.path("Operations").toString()));
    return answer(200, shown(changed));
  }

  private HttpResult put(String type, String id, ObjectNode body) {
    ObjectNode resource = body.deepCopy().put("id", id);
    resources.put(type, id, resource, clock.instant());
    writes.add(new Write(clock.instant(), "PUT", type, id, body.toString()));
    return answer(200, shown(resource));
  }

  private HttpResult delete(String type, String id) {
    if (resources.find(type, id).isEmpty()) {
      return quirks.refusesAbsent() ? error(404, null, "Resource not found") : answer(204, null);
    }
    resources.put(type, id, null, clock.instant());
    if (!quirks.keepsReferences()) {
      dropReferences(id);
    }
    writes.add(new Write(clock.instant(), "DELETE", type, id, ""));
    return answer(204, null);
  }

  private void dropReferences(String id) {
    for (ObjectNode group : resources.all("Groups")) {
      if (group.path("members") instanceof ArrayNode members
          && members.valueStream().anyMatch(each -> isSame(each.path("value").asString(""), id))) {
        ObjectNode changed = group.deepCopy();
        ((ArrayNode) changed.path("members"))
            .removeIf(each -> isSame(each.path("value").asString(""), id));
        resources.put("Groups", group.path("id").asString(""), changed, clock.instant());
      }
    }
    for (ObjectNode user : resources.all("Users")) {
      if (isSame(user.path(ENTERPRISE).path("manager").path("value").asString(""), id)) {
        ObjectNode changed = user.deepCopy();
        ((ObjectNode) changed.path(ENTERPRISE)).remove("manager");
        resources.put("Users", user.path("id").asString(""), changed, clock.instant());
      }
    }
  }

  private boolean isSame(String id, String other) {
    return exactIds ? id.equals(other) : id.equalsIgnoreCase(other);
  }

  private HttpResult list(String type, String path) {
    Matcher query = FILTER.matcher(path);
    Matcher filter = EQUAL.matcher(query.matches() ? URLDecoder.decode(query.group(1), UTF_8) : "");
    ObjectNode list = JSON.createObjectNode();
    list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    ArrayNode found = list.putArray("Resources");
    if (query.matches() && !filter.matches()) {
      return error(400, "invalidFilter", "This filter isn't supported");
    }
    List<ObjectNode> matching = resources.all(type, clock.instant().minus(quirks.lag())).stream()
        .filter(each ->
            !filter.matches() || isFound(each.path(filter.group(1)).asString(""), filter.group(2)))
        .filter(each -> !hiddenFromSearches.contains(each.path("id").asString("")))
        .toList();
    page(matching, path).forEach(each -> found.add(shown(each)));
    if (quirks.upperIds()) {
      found.forEach(each -> ((ObjectNode) each).put("id", upper(each.path("id").asString(""))));
    }
    list.put("totalResults", matching.size());
    return answer(200, list);
  }

  private boolean isFound(String value, String sought) {
    return heedsCase ? value.equals(sought) : value.equalsIgnoreCase(sought);
  }

  private List<ObjectNode> page(List<ObjectNode> matching, String path) {
    Matcher start = START.matcher(path);
    int first = start.find() ? Integer.parseInt(start.group(1)) - 1 : 0;
    lists += first == 0 ? 1 : 0;
    if (first >= matching.size()) {
      return List.of();
    }
    return quirks.shiftingPages()
        ? List.of(matching.get((first + lists) % matching.size()))
        : matching.subList(first, Math.min(first + 2, matching.size()));
  }

  /** A resource as the service returns it. */
  private ObjectNode shown(ObjectNode resource) {
    ObjectNode shown = resource.deepCopy();
    shown.remove(hiddenAttributes);
    if (quirks.hidesTitle()) {
      shown.remove("title");
    }
    if (quirks.hidesRoles()) {
      shown.remove(List.of("roles", "entitlements"));
    }
    if (quirks.hidesManager() && shown.path(ENTERPRISE) instanceof ObjectNode extension) {
      extension.remove("manager");
    }
    if (shown.path("members") instanceof ArrayNode members) {
      while (quirks.members() == Quirks.Shown.PART && members.size() > 1) {
        members.remove(members.size() - 1);
      }
      if (quirks.members() == Quirks.Shown.NONE) {
        members.removeAll();
      }
      members.forEach(each -> reference((ObjectNode) each));
    }
    if (shown.path(ENTERPRISE).path("manager") instanceof ObjectNode manager) {
      reference(manager);
    }
    if (quirks.textBooleans() && shown.has("active")) {
      shown.put("active", shown.path("active").booleanValue() ? "True" : "False");
    }
    if (quirks.foldsCase()) {
      for (String name : List.of("userName", "displayName", "title")) {
        if (shown.has(name)) {
          shown.put(name, shown.path(name).asString("").toLowerCase(Locale.ROOT));
        }
      }
    }
    return shown;
  }

  /** Shows a reference in the form of the service. */
  private void reference(ObjectNode reference) {
    String id = reference.path("value").asString("");
    if (quirks.numericIds()) {
      reference.put("value", Integer.parseInt(id));
    } else if (quirks.upperIds()) {
      reference.put("value", upper(id));
    }
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static HttpResult answer(int status, @Nullable JsonNode body) {
    return new HttpResult(status, null, body == null ? new byte[0] : JSON.writeValueAsBytes(body));
  }

  static HttpResult error(int status, @Nullable String scimType, String detail) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
    body.put("status", String.valueOf(status)).put("detail", detail);
    if (scimType != null) {
      body.put("scimType", scimType);
    }
    return answer(status, body);
  }
}
