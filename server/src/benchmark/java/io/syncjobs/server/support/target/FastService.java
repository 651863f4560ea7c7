package io.syncjobs.server.support.target;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A minimal SCIM service with little cost of its own, for benchmarks: it creates and reads users, finds them by userName, and replaces single
 * attributes. Answers can be delayed to simulate a distant service.
 */
public final class FastService extends ScimService {

  private static final String FILTER = "userName eq \"";

  private final Map<String, ObjectNode> users = new ConcurrentHashMap<>();
  private final Map<String, String> idsByName = new ConcurrentHashMap<>();
  private final JsonMapper json = JsonMapper.shared();
  private final long millis;

  private FastService(long millis) {
    this.millis = millis;
  }

  /** Starts an empty service that delays each answer by some milliseconds. */
  public static FastService start(long millis) {
    FastService service = new FastService(millis);
    service.listen(0);
    return service;
  }

  @Override
  public List<JsonNode> resources(String type) {
    return List.copyOf(users.values());
  }

  @Override
  Servlet servlet() {
    return new HttpServlet() {
      private static final long serialVersionUID = 1L;

      @Override
      protected void service(HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        answer(request, response);
      }
    };
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    pause();
    String path = String.valueOf(request.getPathInfo());
    byte[] body = request.getInputStream().readAllBytes();
    @Nullable
    ObjectNode answer = switch (request.getMethod()) {
      case "POST" -> create((ObjectNode) json.readTree(body));
      case "PATCH" -> change(path, json.readTree(body));
      default -> path.equals("/Users") ? find(request) : users.get(id(path));
    };
    if (answer == null) {
      response.setStatus(404);
      return;
    }
    response.setStatus(request.getMethod().equals("POST") ? 201 : 200);
    response.setContentType("application/scim+json");
    byte[] text = json.writeValueAsBytes(answer);
    response.setContentLength(text.length);
    response.getOutputStream().write(text);
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private ObjectNode create(ObjectNode user) {
    String id = UUID.randomUUID().toString();
    user.put("id", id);
    if (idsByName.put(user.path("userName").stringValue(), id) != null) {
      throw new IllegalStateException("Made twice");
    }
    users.put(id, user);
    return user;
  }

  private @Nullable ObjectNode change(String path, JsonNode patch) {
    return users.computeIfPresent(id(path), (id, before) -> {
      ObjectNode after = before.deepCopy();
      patch
          .path("Operations")
          .forEach(operation ->
              after.set(operation.path("path").stringValue(), operation.path("value")));
      return after;
    });
  }

  private ObjectNode find(HttpServletRequest request) {
    String filter = request.getParameter("filter");
    if (filter == null || !filter.startsWith(FILTER)) {
      throw new IllegalArgumentException("Users are found by userName alone");
    }
    String id = idsByName.get(filter.substring(FILTER.length(), filter.length() - 1));
    ObjectNode list = json.createObjectNode().put("totalResults", id == null ? 0 : 1);
    list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    if (id != null) {
      list.putArray("Resources").add(users.get(id));
    }
    return list;
  }
}
