package io.syncjobs.server.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Concurrent callers, each of which sends its next request after the previous answer, optionally at a limited rate. */
@State(Scope.Benchmark)
public class HttpLoad {

  /** The number of concurrent callers. */
  public static final int CALLERS = 32;

  /** Scheme, host and port of the server. */
  @Param("")
  public String origin;

  @Param("")
  public String token;

  /** The path of reads. */
  @Param("")
  public String path;

  /** The rate of requests; 0 means unlimited. */
  @Param("0")
  public int perSecond;

  private CloseableHttpClient http;
  private Bucket bucket;

  @Setup
  public void open() {
    http = HttpClients.custom()
        .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(CALLERS)
            .setMaxConnPerRoute(CALLERS)
            .build())
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableContentCompression()
        .build();
    int rate = Math.max(1, perSecond);
    bucket = Bucket.builder()
        .addLimit(limit ->
            limit.capacity(Math.max(1, rate / 50)).refillGreedy(rate, Duration.ofSeconds(1)))
        .build();
  }

  @TearDown
  public void close() throws IOException {
    http.close();
  }

  /** Limits the rate outside of the measured time. */
  @State(Scope.Thread)
  public static class Pace {

    @Setup(Level.Invocation)
    public void await(HttpLoad load) throws InterruptedException {
      if (load.perSecond > 0) {
        load.bucket.asBlocking().consume(1);
      }
    }
  }

  @Benchmark
  public int create(Pace pace) throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    UUID application = new UUID(random.nextLong(), random.nextLong());
    HttpPost request =
        new HttpPost(origin + "/v1.0/applications/" + application + "/synchronization/jobs");
    request.setEntity(new StringEntity("{\"templateId\":\"scim\"}", ContentType.APPLICATION_JSON));
    return send(request, 201);
  }

  @Benchmark
  public int read(Pace pace) throws IOException {
    return send(new HttpGet(origin + path), 200);
  }

  private int send(HttpUriRequestBase request, int expected) throws IOException {
    request.setHeader("Authorization", "Bearer " + token);
    return http.execute(request, answer -> {
      byte[] body = EntityUtils.toByteArray(answer.getEntity());
      if (answer.getCode() != expected) {
        throw new IOException(answer.getCode() + " " + new String(body, UTF_8));
      }
      return body.length;
    });
  }
}
