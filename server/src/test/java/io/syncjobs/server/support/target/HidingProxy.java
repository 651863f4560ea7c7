package io.syncjobs.server.support.target;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Proxy in front of a SCIM service that changes the resources it returns, such as a service that never returns an attribute. Records the writes. */
public final class HidingProxy implements AutoCloseable {

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String service;
  private final Consumer<ObjectNode> change;
  private final Queue<String> writes = new ConcurrentLinkedQueue<>();

  /** @param change changes each resource that is returned */
  public HidingProxy(String service, Consumer<ObjectNode> change) {
    this.service = service;
    this.change = change;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::forward);
    server.start();
  }

  /** Base address of the proxy. */
  public String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Method, path and body of each write since the last call. */
  public List<String> writes() {
    List<String> all = List.copyOf(writes);
    writes.removeAll(all);
    return all;
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!method.equals("GET")) {
        writes.add(method + " " + exchange.getRequestURI() + " " + new String(body, "UTF-8"));
      }
      HttpRequest.Builder request = HttpRequest.newBuilder(
              URI.create(service + exchange.getRequestURI()))
          .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
      for (String header : List.of("Authorization", "Content-Type", "Accept")) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          request.header(header, value);
        }
      }
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      byte[] answer = changed(response.body());
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] changed(byte[] body) {
    if (body.length == 0) {
      return body;
    }
    JsonNode tree = JsonMapper.shared().readTree(body);
    if (tree.path("Resources").isArray()) {
      tree.path("Resources").forEach(resource -> change.accept((ObjectNode) resource));
    } else if (tree.isObject()) {
      change.accept((ObjectNode) tree);
    }
    return JsonMapper.shared().writeValueAsBytes(tree);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
