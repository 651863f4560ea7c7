package io.syncjobs.server.support.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A SCIM service that withholds its answers until a test releases them. */
public final class HangingTarget implements AutoCloseable {

  private static final String EMPTY_LIST =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":0,\"Resources\":[]}";

  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch told = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  public HangingTarget() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      asked.release();
      try {
        told.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      byte[] answer = EMPTY_LIST.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
  }

  /** The base address of the service. */
  public String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The body of a credentials check against this service. */
  public String credentials() {
    return """
        {"credentials": [{"key": "BaseAddress", "value": "%s"}, {"key": "SecretToken", "value": "t"}]}
        """.formatted(address());
  }

  /** Waits for the next request. */
  public void awaitQuestion() throws InterruptedException {
    asked.acquire();
  }

  /** Answers all requests, waiting and future ones. */
  public void answer() {
    told.countDown();
  }

  @Override
  public void close() {
    answer();
    server.stop(0);
    threads.shutdown();
  }
}
