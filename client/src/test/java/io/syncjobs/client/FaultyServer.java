package io.syncjobs.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** HTTP server that gives prepared answers, good or broken ones, and records requests. */
public final class FaultyServer implements AutoCloseable {

  /** A received request. */
  public record Request(
      String method, String target, Map<String, List<String>> headers, String body) {
    /** Returns the first value of a header; null if there is none. */
    public @Nullable String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst()
          .orElse(null);
    }
  }

  private record Answer(int status, String body, List<String> headers) {}

  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public FaultyServer() {
    this(0);
  }

  /** Starts a server on a given port. */
  public FaultyServer(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Prepares the next answer, with headers as alternating names and values. */
  public FaultyServer answer(int status, String body, String... headers) {
    answers.add(new Answer(status, body, List.of(headers)));
    return this;
  }

  /** Makes the server close the connection of the next request without an answer. */
  public FaultyServer hangUp() {
    return answer(0, "");
  }

  /** Makes the next answer stop after the first byte of its body, with the connection left open. */
  public FaultyServer stall() {
    return answer(-1, "");
  }

  /** Returns all requests received so far. */
  public List<Request> requests() {
    return requests;
  }

  /** Returns scheme, host and port of the server. */
  public String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(new Request(
          exchange.getRequestMethod(),
          exchange.getRequestURI().toString(),
          exchange.getRequestHeaders(),
          new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      Answer answer = answers.poll();
      if (answer == null || answer.status() == 0) {
        return;
      }
      for (int i = 0; i < answer.headers().size(); i += 2) {
        exchange
            .getResponseHeaders()
            .add(answer.headers().get(i), answer.headers().get(i + 1));
      }
      if (answer.status() == -1) {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        awaitClose();
        return;
      }
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
