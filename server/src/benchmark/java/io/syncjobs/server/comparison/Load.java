package io.syncjobs.server.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Callers of one server, each of which sends its next request after the last answer, or at a pace. */
final class Load implements AutoCloseable {

  static final int CALLERS = 16;

  private final Served server;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final CloseableHttpClient http = HttpClients.custom()
      .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
          .setMaxConnTotal(CALLERS)
          .setMaxConnPerRoute(CALLERS)
          .build())
      .disableAutomaticRetries()
      .disableCookieManagement()
      .disableContentCompression()
      .build();

  Load(Served server) {
    this.server = server;
  }

  /**
   * What came of a load.
   *
   * @param micros times of the answers in microseconds, in ascending order
   * @param processor processor time of the server's process
   */
  record Result(List<Long> micros, Duration time, Duration processor) {

    double perSecond() {
      return micros.size() * 1e9 / time.toNanos();
    }

    /** Processor time for a request, in microseconds. */
    double cost() {
      return processor.toNanos() / 1e3 / micros.size();
    }

    double millis(double quantile) {
      return micros.get((int) (quantile * (micros.size() - 1))) / 1e3;
    }
  }

  Result creates(Duration time) throws Exception {
    return run(this::create, 201, time, 0);
  }

  /** Creates at a rate, which all callers share. */
  Result creates(Duration time, double perSecond) throws Exception {
    return run(this::create, 201, time, (long) (CALLERS * 1e9 / perSecond));
  }

  Result reads(String path, Duration time) throws Exception {
    return run(() -> new HttpGet(server.origin() + path), 200, time, 0);
  }

  private HttpUriRequestBase create() {
    HttpPost request = new HttpPost(
        server.origin() + "/v1.0/applications/" + UUID.randomUUID() + "/synchronization/jobs");
    request.setEntity(new StringEntity("{\"templateId\":\"scim\"}", ContentType.APPLICATION_JSON));
    return request;
  }

  private Result run(Supplier<HttpUriRequestBase> request, int status, Duration time, long pause)
      throws Exception {
    Duration processor = server.processorTime();
    long began = System.nanoTime();
    long end = began + time.toNanos();
    List<Callable<List<Long>>> loops = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      long first = began + caller * pause / CALLERS;
      loops.add(() -> repeat(request, status, first, end, pause));
    }
    List<Long> micros = new ArrayList<>();
    for (Future<List<Long>> each : callers.invokeAll(loops)) {
      micros.addAll(each.get());
    }
    return new Result(
        micros.stream().sorted().toList(),
        Duration.ofNanos(System.nanoTime() - began),
        server.processorTime().minus(processor));
  }

  private List<Long> repeat(
      Supplier<HttpUriRequestBase> request, int status, long first, long end, long pause)
      throws Exception {
    List<Long> micros = new ArrayList<>();
    for (long next = first; System.nanoTime() < end; next += pause) {
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      long sent = System.nanoTime();
      send(request.get(), status);
      micros.add((System.nanoTime() - sent) / 1000);
    }
    return micros;
  }

  /** Sends a request and returns the answer's body. */
  String send(HttpUriRequestBase request, int status) throws IOException {
    request.setHeader("Authorization", "Bearer " + server.token());
    return http.execute(request, answer -> {
      String body = EntityUtils.toString(answer.getEntity(), UTF_8);
      if (answer.getCode() != status) {
        throw new IOException(answer.getCode() + " " + body);
      }
      return body;
    });
  }

  @Override
  public void close() throws IOException {
    callers.shutdown();
    http.close();
  }
}
