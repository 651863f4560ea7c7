package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.client.requests.CreateRequestBuilder;
import com.unboundid.scim2.client.requests.ModifyRequestBuilder;
import com.unboundid.scim2.client.requests.RetrieveRequestBuilder;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchOperation;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.connector.scim.http.Unreachable;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.WebTarget;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A SCIM 2.0 service (RFC 7644), spoken to by UnboundID's client. Safe for use by many threads. */
final class ScimTarget implements Target {

  /** Values in one request. */
  private static final int BATCH = 100;

  private static final int MAX_DETAIL = 200;

  /** Attributes of which the case counts (RFC 7643 §3.1). */
  private static final Set<String> CASE_EXACT = Set.of("id", "externalid");

  private final WebTarget base;
  private final ScimService service;
  private final JsonMapper json;
  private final Credentials credentials;
  private final Duration timeout;

  ScimTarget(WebTarget base, JsonMapper json, Credentials credentials, Duration timeout) {
    this.base = base;
    this.service = new ScimService(base);
    this.json = json;
    this.credentials = credentials;
    this.timeout = timeout;
  }

  @Override
  public List<Entry> find(String type, String attribute, String value) {
    String filter = ScimPatch.search(attribute, value);
    // Not the library's search, whose parser loses resources that come after members it doesn't
    // know.
    RetrieveRequestBuilder.Typed request = new RetrieveRequestBuilder.Typed(
            base.path(endpoint(type)))
        .queryParam("filter", encoded(filter))
        .queryParam("count", 2);
    Answer found = call(() -> request.invoke(String.class));
    if (found.status() == 404) {
      throw ScimAnswers.notScim(404);
    }
    JsonNode answer = resource(found, Map.of());
    JsonNode resources = AttributeName.member(answer, "Resources");
    if (!resources.isArray() && AttributeName.member(answer, "totalResults").isMissingNode()) {
      throw ScimAnswers.notScim(200);
    }
    List<Entry> matching = resources
        .valueStream()
        .filter(resource -> has(resource, attribute, value))
        .limit(2)
        .map(resource -> entry(type, resource))
        .toList();
    if (matching.isEmpty() && !resources.isEmpty()) {
      throw new TargetException(
          Problem.ENTRY_REFUSED,
          null,
          null,
          "The target was asked for a " + type + " by " + attribute
              + " and answered with others. See whether it can filter by that attribute.");
    }
    return matching;
  }

  private static boolean has(JsonNode resource, String attribute, String value) {
    JsonNode there = ScimDocument.value(resource, attribute);
    boolean exact = CASE_EXACT.contains(attribute.toLowerCase(Locale.ROOT));
    return (there.isArray() ? there.valueStream() : List.of(there).stream())
        .map(each -> each.asString(""))
        .anyMatch(each -> exact ? each.equals(value) : each.equalsIgnoreCase(value));
  }

  private static Entry entry(String type, JsonNode resource) {
    return new ScimEntry(type, id(resource), resource);
  }

  private static String id(JsonNode resource) {
    String id = AttributeName.member(resource, "id").asString("");
    if (id.isBlank()) {
      throw ScimAnswers.notScim(200);
    }
    return id;
  }

  @Override
  public Optional<Entry> read(String type, String id) {
    Answer answer =
        call(() -> service.retrieveRequest(endpoint(type), encoded(id)).invoke(String.class));
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(entry(type, resource(answer, Map.of())));
  }

  @Override
  public String create(String type, Map<String, JsonNode> values) {
    GenericScimResource resource =
        new GenericScimResource((ObjectNode) ScimPatch.jackson2(ScimDocument.create(type, values)));
    Answer answer = call(
        () -> new CreateRequestBuilder<>(base.path(endpoint(type)), resource).invoke(String.class));
    if (answer.status() == 404) {
      throw ScimAnswers.notScim(404);
    }
    return id(resource(answer, values));
  }

  @Override
  public void update(String type, String id, Map<String, JsonNode> values) {
    update(read(type, id).orElseThrow(() -> missing(type)), values);
  }

  @Override
  public void update(Entry current, Map<String, JsonNode> values) {
    if (current instanceof ScimEntry entry) {
      patch(entry.type(), entry.id(), ScimPatch.operations(entry.resource(), values), values);
    } else {
      update(current.type(), current.id(), values);
    }
  }

  @Override
  public void changeReferences(
      String type, String id, String attribute, Collection<String> add, Collection<String> remove) {
    // Services that others wrote add a second time what is there, and stumble over taking away what
    // isn't.
    Set<String> there = references(type, id, attribute);
    // None may also mean that the service doesn't send them.
    batches(remove.stream()
            .filter(value -> there.isEmpty() || there.contains(value))
            .toList())
        .forEach(batch -> remove(type, id, attribute, batch));
    batches(add.stream().filter(value -> !there.contains(value)).distinct().toList())
        .forEach(
            batch -> patch(type, id, List.of(ScimPatch.addReferences(attribute, batch)), Map.of()));
  }

  private Set<String> references(String type, String id, String attribute) {
    JsonNode values = read(type, id).orElseThrow(() -> missing(type)).value(attribute);
    Set<String> references = new HashSet<>();
    values.forEach(value -> references.add(value.asString("")));
    return references;
  }

  private static List<List<String>> batches(List<String> all) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }

  private void remove(String type, String id, String attribute, List<String> ids) {
    List<PatchOperation> operations =
        ids.stream().map(value -> ScimPatch.removeReference(attribute, value)).toList();
    try {
      patch(type, id, operations, Map.of());
    } catch (TargetException e) {
      boolean stumbled = !e.problem().ofTarget()
          || (e.problem() == Problem.UNAVAILABLE && e.retryAfter().isEmpty());
      if (!stumbled || !Collections.disjoint(references(type, id, attribute), ids)) {
        throw e;
      }
    }
  }

  private void patch(
      String type, String id, List<PatchOperation> operations, Map<String, JsonNode> values) {
    if (operations.isEmpty()) {
      return;
    }
    ModifyRequestBuilder.Typed request = service.modifyRequest(endpoint(type), encoded(id));
    operations.forEach(request::addOperation);
    Answer answer = call(() -> request.invoke(String.class));
    if (answer.status() == 404) {
      throw missing(type);
    }
    // 304: it had all that already.
    if (answer.status() >= 400) {
      throw refused(answer, values);
    }
  }

  @Override
  public void delete(String type, String id) {
    Answer answer = call(() -> {
      service.deleteRequest(endpoint(type), encoded(id)).invoke();
      return "";
    });
    if (answer.status() >= 400 && answer.status() != 404) {
      throw refused(answer, Map.of());
    }
  }

  /** Its connections stay in the pool that all targets share. */
  @Override
  public void close() {}

  /** A call of the client library. */
  private interface Call {
    String invoke() throws ScimException;
  }

  private record Answer(int status, String text) {}

  private Answer call(Call call) {
    try {
      return new Answer(200, call.invoke());
    } catch (ScimException e) {
      throw ScimAnswers.notScim(e.getScimError().getStatus());
    } catch (ProcessingException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof TargetException problem) {
          throw problem;
        }
        if (cause instanceof ScimAnswers.ErrorAnswer error) {
          return new Answer(error.status(), error.detail());
        }
        if (cause instanceof IOException failure) {
          throw Unreachable.because(credentials.address().getHost(), failure, timeout);
        }
      }
      throw ScimAnswers.notScim(200);
    }
  }

  private JsonNode resource(Answer answer, Map<String, JsonNode> sent) {
    if (answer.status() >= 300) {
      throw refused(answer, sent);
    }
    JsonNode resource =
        answer.text().isEmpty() ? MissingNode.getInstance() : json.readTree(answer.text());
    if (!resource.isObject()) {
      throw ScimAnswers.notScim(answer.status());
    }
    return resource;
  }

  private TargetException refused(Answer answer, Map<String, JsonNode> sent) {
    String detail = answer.text().replaceAll("\\p{Cntrl}+", " ").replace(credentials.token(), "…");
    for (Map.Entry<String, JsonNode> value : sent.entrySet()) {
      String secret = value.getValue().asString("");
      if (value.getKey().toLowerCase(Locale.ROOT).contains("password") && !secret.isEmpty()) {
        detail = detail.replace(secret, "…");
      }
    }
    String said = detail.isBlank()
        ? "."
        : ": " + (detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + "…" : detail);
    return answer.status() == 409
        ? new TargetException(
            Problem.ENTRY_NOT_UNIQUE,
            null,
            null,
            "The target answered 409, as something that has to be unique isn't" + said)
        : new TargetException(
            Problem.ENTRY_REFUSED,
            null,
            null,
            "The target answered " + answer.status() + ", and doesn't take the entry" + said);
  }

  private static TargetException missing(String type) {
    return new TargetException(
        Problem.ENTRY_MISSING, null, null, "The target has no such " + type + " any more.");
  }

  private static String endpoint(String type) {
    return encoded(type) + "s";
  }

  /** Encoded whole, as JAX-RS takes braces for templates and leaves what looks encoded already. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
