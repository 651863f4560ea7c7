package io.syncjobs.server.engine;

import io.syncjobs.server.support.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;

/** Samples the heap usage of a server from the server's own metrics. */
final class Heap implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI figures;
  private final Thread watch = new Thread(this::watch, "heap");
  private volatile double peak;
  private volatile double live;

  Heap(ServerProcess server) {
    figures = URI.create(server.origin() + "/actuator/prometheus");
    watch.start();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        String text = http.send(HttpRequest.newBuilder(figures).build(), BodyHandlers.ofString())
            .body();
        peak = Math.max(peak, sum(text, "jvm_memory_used_bytes{area=\"heap\""));
        live = Math.max(live, sum(text, "jvm_gc_live_data_size_bytes"));
        TimeUnit.MILLISECONDS.sleep(500);
      }
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt(); // The benchmark or its server has ended.
    }
  }

  private static double sum(String text, String figure) {
    return text.lines()
        .filter(line -> line.startsWith(figure))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The largest usage in megabytes, including garbage. */
  long peak() {
    return Math.round(peak / (1 << 20));
  }

  /** The largest usage after a major collection, in megabytes; 0 if there was none. */
  long live() {
    return Math.round(live / (1 << 20));
  }

  @Override
  public void close() throws InterruptedException {
    watch.interrupt();
    watch.join();
  }
}
