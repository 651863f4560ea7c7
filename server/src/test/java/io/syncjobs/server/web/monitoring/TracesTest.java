package io.syncjobs.server.web.monitoring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.ServerProcess;
import io.syncjobs.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** Traces, sent to a receiver of OTLP over HTTP if one is configured. */
class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String UNSAMPLED = "11112222333344445555666677778888";

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  private HttpServer receiver() throws IOException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/v1/traces", exchange -> {
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      received.add(type + "\n" + body);
    });
    receiver.start();
    return receiver;
  }

  @Test
  void continuesAndSendsTheTraceOfACaller() throws Exception {
    HttpServer receiver = receiver();
    try (ServerProcess server = ServerProcess.startIn(
        TestServer.newFolder(),
        "--management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:"
            + receiver.getAddress().getPort()
            + "/v1/traces",
        "--management.opentelemetry.tracing.export.schedule-delay=100ms",
        "--logging.level.sql=debug")) {
      Raw raw = server.raw(TestServer.newId());
      String jobs = Raw.jobs(TestServer.newId());
      raw.send("GET", jobs, "traceparent", "00-" + UNSAMPLED + "-00f067aa0ba902b7-00");
      raw.post(
          jobs, "{\"templateId\":\"scim\"}", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

      String spans = awaitSpansOf(TRACE);
      assertThat(spans)
          .as("a span of the operation, from this service, below the caller's")
          .startsWith("application/x-protobuf\n")
          .contains("createJob", "service.name", "syncjobs", bytes("00f067aa0ba902b7"))
          .doesNotContain(bytes(UNSAMPLED));
      assertThat(server.log())
          .as("lines of the request")
          .anyMatch(line -> line.contains("INSERT INTO jobs") && line.contains(TRACE));
    } finally {
      receiver.stop(0);
    }
  }

  private String awaitSpansOf(String trace) throws InterruptedException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf(bytes(trace)) < 0) {
      @Nullable String next = received.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("spans of %s among %s", trace, all).isNotNull();
      all.append(next);
    }
    return all.toString();
  }

  /** Decodes an id, which OTLP sends as bytes. */
  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
  }

  @Test
  void createsNoTracesWithoutAReceiver() throws ClassNotFoundException {
    Class<?> tracer = Class.forName("io.micrometer.tracing.Tracer");
    TestServer server = Database.SQLITE.server();

    assertThatThrownBy(() -> server.bean(tracer)).isInstanceOf(NoSuchBeanDefinitionException.class);
  }
}
