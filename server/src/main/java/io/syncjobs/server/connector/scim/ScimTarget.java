package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A SCIM 2.0 service (RFC 7644). Safe for use by many threads. */
final class ScimTarget implements Target {

  private final ScimClient client;
  private final ScimWrites writes;
  private final PatchForms forms;
  private final RecentChanges recent = new RecentChanges();
  private final ScimSearches searches;

  ScimTarget(ScimClient client, PatchForms forms) {
    this.client = client;
    this.forms = forms;
    writes = new ScimWrites(client);
    searches = new ScimSearches(client);
  }

  @Override
  public List<Entry> find(String type, String attribute, String value) {
    return searches.find(type, attribute, value);
  }

  @Override
  public Optional<Entry> findUnshown(String type, String attribute, String value) {
    return searches.findUnshown(type, attribute, value);
  }

  static Entry entry(String type, JsonNode resource, ScimResponse response) {
    return new ScimEntry(type, id(resource, response), resource);
  }

  private static String id(JsonNode resource, ScimResponse response) {
    String id = AttributeName.member(resource, "id").asString("");
    if (id.isBlank()) {
      throw response.notScim();
    }
    return id;
  }

  @Override
  public Optional<Entry> read(String type, String id) {
    ScimResponse response = read(item(type, id));
    return response.isMissing()
        ? Optional.empty()
        : Optional.of(entry(type, resource(response), response));
  }

  @Override
  public String create(String type, Map<String, JsonNode> values) {
    ScimResponse response =
        writes.send("POST", collection(type), ScimDocument.create(type, values), null);
    if (response.isError() && response.status() != 404) {
      throw EntryErrors.notCreated(response);
    }
    return id(resource(response), response);
  }

  @Override
  public void update(String type, String id, Map<String, JsonNode> values) {
    Entry current = read(type, id).orElseThrow(() -> EntryErrors.missing(type));
    var unused = update(current, values, Set.of(), () -> Whole.NOTHING, Attempt.FIRST);
  }

  @Override
  public Updated update(
      Entry current,
      Map<String, JsonNode> values,
      Set<String> written,
      Supplier<Whole> whole,
      Attempt attempt) {
    boolean gone = attempt == Attempt.LAST;
    Set<String> assumed = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    ScimEntry entry = current instanceof ScimEntry there
        ? there
        : new ScimEntry(current.type(), current.id(), JsonNodeFactory.instance.objectNode());
    Map<String, JsonNode> visible = new LinkedHashMap<>(values);
    Map<String, PatchOperation> hidden =
        ScimPatch.hiddenReplacements(entry.resource(), values, written);
    visible.keySet().removeAll(hidden.keySet());
    AtomicReference<@Nullable Entry> answer = new AtomicReference<>();
    patch(entry.type(), entry.id(), ScimPatch.operations(entry.resource(), visible), whole, answer);
    ScimPatch.hiddenRemovals(entry.resource(), values).forEach((attribute, removal) -> {
      boolean known = written.contains(attribute);
      switch (changeHidden(entry, removal, known, whole, gone, answer)) {
        case ABSENT -> missing.add(attribute);
        case ASSUMED_ABSENT -> assumed.add(attribute);
        case CHANGED -> {
          // It is gone.
        }
      }
    });
    Map<String, JsonNode> absent = new LinkedHashMap<>(values);
    absent.keySet().retainAll(hidden.keySet());
    hidden.forEach((attribute, replacement) -> {
      switch (changeHidden(entry, replacement, true, whole, gone, answer)) {
        case CHANGED -> absent.remove(attribute);
        case ASSUMED_ABSENT -> assumed.add(attribute);
        case ABSENT -> {
          if (ScimPatch.leavesOthers(replacement)) {
            missing.add(attribute);
            // Whether it is not there is asked once more before another one is added.
            absent.keySet().removeIf(each -> attempt == Attempt.FIRST && each.equals(attribute));
          }
        }
      }
    });
    patch(entry.type(), entry.id(), ScimPatch.operations(entry.resource(), absent), whole, answer);
    return new Updated(assumed, missing, answer.get());
  }

  @Override
  public Removed changeReferences(
      String type,
      String id,
      String attribute,
      Collection<String> add,
      Collection<String> remove,
      Supplier<Whole> whole) {
    return new ReferencePatch(this, type, id, attribute, whole).change(add, remove);
  }

  /** Outcome of the change of a value that the service does not show. */
  private enum Hidden {
    CHANGED,
    ABSENT,
    ASSUMED_ABSENT
  }

  /**
   * Changes a value that the service does not show.
   *
   * @param written whether the value was written before. Then only an answer that says that it is not there is believed, and not any that the request is bad.
   * @param gone whether such an answer is taken for that all the same
   * @param answer gets the resource as the answer shows it; null if that does not
   */
  private Hidden changeHidden(
      ScimEntry entry,
      PatchOperation operation,
      boolean written,
      Supplier<Whole> whole,
      boolean gone,
      AtomicReference<@Nullable Entry> answer) {
    ScimResponse response = change(entry.type(), entry.id(), List.of(operation), false, whole);
    if (!response.isError()) {
      answer.set(shown(entry.type(), response));
      return Hidden.CHANGED;
    }
    // A status of 404 is about the resource, and may come from a gateway.
    if (response.isMissing()
        && (entry.resource().isEmpty() || read(entry.type(), entry.id()).isEmpty())) {
      throw EntryErrors.missing(entry.type());
    }
    boolean bad = response.status() == 400 || response.isMissing();
    if (bad && (!written || isNoTarget(response))) {
      return Hidden.ABSENT;
    }
    if (bad && gone && !PatchForms.saysForm(response)) {
      return Hidden.ASSUMED_ABSENT;
    }
    throw EntryErrors.refused(response);
  }

  static boolean isNoTarget(ScimResponse response) {
    return response.scimKind().equals("notarget");
  }

  /**
   * Sends changes of a resource, in one form after the other if the service refuses the form, and at last as a part of the whole resource.
   *
   * @param shown whether the service shows the values that are changed
   * @param whole tells what the resource has, for a service that takes only whole ones
   */
  ScimResponse change(
      String type,
      String id,
      List<PatchOperation> operations,
      boolean shown,
      Supplier<Whole> whole) {
    String path = item(type, id);
    Supplier<Whole> known = SingletonSupplier.of(whole);
    Replacement replacement = new Replacement(
        operations,
        recent.of(path),
        known,
        () -> client.get(path),
        (resource, version) -> writes.send("PUT", path, resource, version));
    ScimResponse response = new ScimChange(
            forms,
            operations,
            shown,
            () -> forms.mayLook(this, path + " " + known.get().references(), operations),
            writes::deniesPatch,
            message -> writes.change("PATCH", path, message),
            replacement)
        .send();
    if (!response.isError()) {
      recent.add(path, operations);
    }
    return response;
  }

  PatchForms forms() {
    return forms;
  }

  /**
   * Changes a resource.
   *
   * @param whole tells what the resource has, for a service that takes only whole ones
   * @param answer gets the resource as the answer shows it; null if that does not
   */
  void patch(
      String type,
      String id,
      List<PatchOperation> operations,
      Supplier<Whole> whole,
      AtomicReference<@Nullable Entry> answer) {
    if (operations.isEmpty()) {
      return;
    }
    ScimResponse response = change(type, id, operations, true, whole);
    if (response.isMissing()) {
      throw EntryErrors.missing(type);
    }
    // A status of 304 says that nothing had to change.
    if (response.isError()) {
      throw EntryErrors.refused(response);
    }
    answer.set(shown(type, response));
  }

  static @Nullable Entry shown(String type, ScimResponse response) {
    return AttributeName.member(response.body(), "id").asString("").isEmpty()
        ? null
        : entry(type, response.body(), response);
  }

  @Override
  public boolean delete(String type, String id) {
    ScimResponse response = writes.change("DELETE", item(type, id), null);
    if (response.isError() && !response.isMissing()) {
      throw EntryErrors.notDeleted(response);
    }
    return !response.isMissing();
  }

  /** Its connections stay in the pool that all targets share. */
  @Override
  public void close() {}

  private ScimResponse read(String path) {
    return client.get(path).aboutEntry(false);
  }

  @Override
  public <T> T write(WriteCheck check, Supplier<T> write) {
    return ScimWrites.checked(check, write);
  }

  /** The resource in the response of a request to a collection or for a resource that exists. */
  static JsonNode resource(ScimResponse response) {
    if (response.status() == 404) {
      throw response.notScim();
    }
    if (response.status() >= 300) {
      throw EntryErrors.refused(response);
    }
    if (!response.body().isObject()) {
      throw response.notScim();
    }
    return response.body();
  }

  static String collection(String type) {
    return "/" + encoded(type) + "s";
  }

  static String item(String type, String id) {
    return collection(type) + "/" + encoded(id);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
