package io.syncjobs.server.support.target;

import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A third-party SCIM 2.0 service over real HTTP on a random port, with its resources in memory. Thread-safe. */
public abstract class ScimService implements AutoCloseable {

  /** Apache SCIMple: lenient; user names are unique regardless of case, and PATCH fails if a parent of its path doesn't exist. */
  public static final Kind SCIMPLE = Kind.SCIMPLE;

  /** Captain Goldfish's SCIM SDK: strict about schemas, types and content types; user names and external ids are unique. */
  public static final Kind GOLDFISH = Kind.GOLDFISH;

  /** The implementation. */
  public enum Kind {
    SCIMPLE,
    GOLDFISH;

    /** Starts an empty service on any free port. */
    public ScimService start() {
      return start(0);
    }

    /** Starts an empty service on a port; 0 means any free one. */
    public ScimService start(int port) {
      ScimService started = this == SCIMPLE ? new ScimpleService() : new GoldfishService();
      started.listen(port);
      return started;
    }
  }

  private static final String TOKEN = "token-of-the-service";
  private static final String PATH = "/scim/v2";

  private final Tomcat tomcat = new Tomcat();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final Deque<Long> arrivals = new ArrayDeque<>();
  private final List<Long> allArrivals = new ArrayList<>();
  private volatile int limit = Integer.MAX_VALUE;
  private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
  private volatile Hold hold =
      new Hold(Integer.MAX_VALUE, new CountDownLatch(1), new CountDownLatch(1));

  /** The servlet that serves paths below the base address. */
  abstract Servlet servlet();

  /** Stored resources of a type such as {@code User}, including attributes that answers never contain. */
  public abstract List<JsonNode> resources(String type);

  /** The base address of the service. */
  public final String baseAddress() {
    return "http://localhost:" + tomcat.getConnector().getLocalPort() + PATH;
  }

  /** The bearer token that requests must send. */
  public final String token() {
    return TOKEN;
  }

  /** Base address and token as the secrets of an owner. */
  public final SecretSet credentials() {
    return new SecretSet(
        List.of(
            new Secret(Secret.BASE_ADDRESS, baseAddress()),
            new Secret(Secret.SECRET_TOKEN, token())),
        "test");
  }

  private record Refusal(int status, String detail) {}

  /** Makes the service refuse the next create. */
  public final void refuse(int status, String detail) {
    refusal.set(new Refusal(status, detail));
  }

  private boolean refuses(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Refusal now = request.getMethod().equals("POST") ? refusal.getAndSet(null) : null;
    if (now != null) {
      response.setStatus(now.status);
      response.setContentType("application/scim+json");
      response.getWriter().write("{\"detail\":\"" + now.detail + "\"}");
    }
    return now != null;
  }

  /** Answers the next requests with 429 and asks for a pause of one second. */
  public final void beBusyFor(int requestsToCome) {
    busy.set(requestsToCome);
  }

  /** Times of all requests that were to be answered, in nanoseconds of {@link System#nanoTime}. */
  public final List<Long> arrivals() {
    synchronized (arrivals) {
      return List.copyOf(allArrivals);
    }
  }

  /** Refuses requests beyond a number in the second before them, with 429 and without Retry-After. */
  public final void limitTo(int requestsPerSecond) {
    limit = requestsPerSecond;
  }

  private boolean exceedsLimit() {
    long now = System.nanoTime();
    synchronized (arrivals) {
      arrivals.removeIf(arrival -> now - arrival > 1_000_000_000);
      arrivals.add(now);
      allArrivals.add(now);
      return arrivals.size() > limit;
    }
  }

  /**
   * A point at which creates wait.
   *
   * @param posts number of creates that pass before it
   * @param reached counts down when the first create waits
   * @param released lets the waiting creates continue once it is counted down
   */
  public record Hold(int posts, CountDownLatch reached, CountDownLatch released) {}

  /** Holds creates back after a number of them. */
  public final Hold holdAt(int posts) {
    hold = new Hold(posts, new CountDownLatch(1), new CountDownLatch(1));
    return hold;
  }

  private void await(Hold stop) {
    stop.reached.countDown();
    try {
      stop.released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of requests with a method. */
  public final int requests(String method) {
    return requests.computeIfAbsent(method, any -> new AtomicInteger()).get();
  }

  final void listen(int port) {
    try {
      tomcat.setBaseDir(Files.createTempDirectory("scim").toString());
      Connector connector = new Connector();
      connector.setPort(port);
      connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
      tomcat.setConnector(connector);
      Context context = tomcat.addContext("", null);
      Tomcat.addServlet(context, "scim", servlet());
      context.addServletMappingDecoded(PATH + "/*", "scim");
      addGate(context);
      tomcat.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addGate(Context context) {
    FilterDef gate = new FilterDef();
    gate.setFilterName("gate");
    gate.setFilter((Filter) (request, response, chain) -> {
      HttpServletRequest call = (HttpServletRequest) request;
      int number =
          requests.computeIfAbsent(call.getMethod(), any -> new AtomicInteger()).incrementAndGet();
      if (call.getMethod().equals("POST") && number >= hold.posts) {
        await(hold);
      }
      if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        ((HttpServletResponse) response).setHeader("Retry-After", "1");
        ((HttpServletResponse) response).sendError(429);
      } else if (exceedsLimit()) {
        ((HttpServletResponse) response).sendError(429);
      } else if (refuses(call, (HttpServletResponse) response)) {
        return;
      } else if (("Bearer " + TOKEN).equals(call.getHeader("Authorization"))) {
        chain.doFilter(request, response);
      } else {
        ((HttpServletResponse) response).sendError(401);
      }
    });
    context.addFilterDef(gate);
    FilterMap everywhere = new FilterMap();
    everywhere.setFilterName("gate");
    everywhere.addURLPattern("/*");
    context.addFilterMap(everywhere);
  }

  @Override
  public final void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
