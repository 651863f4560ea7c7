package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.connector.scim.http.HttpCalls;
import io.syncjobs.server.connector.scim.http.HttpResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The transport to the simulated target, on which requests and answers are lost, delayed and refused. A write that a node has sent arrives before another
 * node goes on: no target lets a client fence off its earlier writes. For one thread at a time.
 */
final class SimulatedHttp implements HttpCalls {

  private enum Fault {
    NONE,
    BUSY,
    ERROR_BEFORE,
    TIMEOUT_BEFORE,
    UNREACHABLE,
    WRITE_REFUSED,
    ERROR_AFTER,
    TIMEOUT_AFTER,
    RESET,
    CUT
  }

  private final SimulatedService service;
  private final SimulatedClock clock;
  private final Steps steps;
  private Random random = new Random(0);
  private double faultRate;
  private boolean calm;
  private final Map<String, Integer> refused = new HashMap<>();
  private @Nullable String brokenText;
  private @Nullable Broken broken;
  private @Nullable String failsAfter;
  private int failsWith;
  private @Nullable String cuts;
  private @Nullable String busyText;
  private int untilBusy;
  private int limit = Integer.MAX_VALUE;
  private final List<Instant> arrivals = new ArrayList<>();
  private @Nullable Function<Instant, String> rest;
  private Runnable interruption = () -> {};

  SimulatedHttp(SimulatedService service, SimulatedClock clock, Steps steps) {
    this.service = service;
    this.clock = clock;
    this.steps = steps;
  }

  /**
   * Begins a run.
   *
   * @param during called in each exchange, while the node waits
   */
  void reset(Random seeded, double rateOfFaults, Runnable during) {
    random = seeded;
    faultRate = rateOfFaults;
    interruption = during;
    calm = false;
    refused.clear();
    breakAt(null, null);
    failsAfter = null;
    cuts = null;
    busyText = null;
    limit = Integer.MAX_VALUE;
    rest = null;
    arrivals.clear();
  }

  /** All requests succeed, or fail as often as before. */
  void calm(boolean still) {
    calm = still;
  }

  /** Lets the target refuse all requests that contain a text; null to refuse none any more. */
  void refuse(@Nullable String text) {
    refuse(text, 400);
  }

  /** Lets the target refuse all requests that contain a text with a status; null to refuse none any more. */
  void refuse(@Nullable String text, int status) {
    if (text == null) {
      refused.clear();
    } else {
      refused.put(text, status);
    }
  }

  /** Answer that is none. */
  interface Broken {
    HttpResult answer() throws IOException;
  }

  /** Answers all requests that contain a text in a way that is none, without applying them; nulls to end it. */
  void breakAt(@Nullable String text, @Nullable Broken answer) {
    brokenText = text;
    broken = answer;
  }

  /** Applies the next request that contains a text, and answers it with an error. */
  void failAfter(String text) {
    failAfter(text, 0);
  }

  /** Applies the next request that contains a text, and answers it with a status, or any error. */
  void failAfter(String text, int status) {
    failsAfter = text;
    failsWith = status;
  }

  /**
   * Answers one of the next requests that contain a text with 503, without applying it.
   *
   * @param number 1 for the next one
   */
  void beBusyAt(String text, int number) {
    busyText = text;
    untilBusy = number;
  }

  private boolean isBusyAt(String step) {
    return busyText != null && step.contains(busyText) && --untilBusy == 0;
  }

  /** Cuts the answer to the next request that contains a text. */
  void cutAnswerTo(String text) {
    cuts = text;
  }

  /** Refuses requests beyond a number in the second before them, without saying when to come again. */
  void limitTo(int requestsPerSecond) {
    limit = requestsPerSecond;
    arrivals.clear();
  }

  /**
   * Answers the next request with 429 and Retry-After, and kills the node once it has stored that.
   *
   * @param retryAfter makes the header from the time
   */
  void killWhileResting(Function<Instant, String> retryAfter) {
    arrivals.clear();
    rest = retryAfter;
  }

  /** Times of the requests since such a limit or pause was set. */
  List<Instant> arrivals() {
    return arrivals;
  }

  private @Nullable HttpResult tooMany() {
    arrivals.add(clock.instant());
    if (rest != null) {
      String retryAfter = rest.apply(clock.instant());
      rest = null;
      steps.killAt("after commit");
      return new HttpResult(429, retryAfter, new byte[0]);
    }
    Instant second = clock.instant().minusSeconds(1);
    boolean refuses =
        limit < Integer.MAX_VALUE && arrivals.stream().filter(second::isBefore).count() > limit;
    return refuses ? new HttpResult(429, null, new byte[0]) : null;
  }

  @Override
  public HttpResult execute(HttpUriRequestBase request) throws IOException {
    String method = request.getMethod();
    String path = request.getRequestUri();
    JsonNode body = request.getEntity() == null
        ? null
        : JsonMapper.shared().readTree(request.getEntity().getContent());
    String step = method + " " + path + (body == null ? "" : " " + body);
    steps.reach("before " + step);
    boolean reads = method.equals("GET");
    if (!calm && !steps.isOutside()) {
      if (reads) {
        interruption.run();
      } else {
        steps.withoutPauses(interruption);
      }
    }
    if (reads) {
      steps.pause();
    }
    HttpResult tooMany = tooMany();
    clock.advance(Duration.ofMillis(20 + random.nextInt(200)));
    Fault fault = draw(method);
    @Nullable
    HttpResult answer = tooMany != null
        ? tooMany
        : refused.entrySet().stream()
            .filter(each -> step.contains(each.getKey()))
            .findFirst()
            .map(each -> SimulatedService.error(each.getValue(), null, "Not here"))
            .orElse(null);
    if (brokenText != null && broken != null && step.contains(brokenText)) {
      steps.log(step + " is broken");
      return broken.answer();
    }
    if (isBusyAt(step)) {
      answer = new HttpResult(503, "1", new byte[0]);
    }
    answer = answer == null ? before(fault) : answer;
    if (answer == null) {
      answer = service.handle(method, path, body);
      after(fault, step, answer);
      boolean fails = failsAfter != null && step.contains(failsAfter);
      failsAfter = fails ? null : failsAfter;
      answer = fails && failsWith > 0
          ? SimulatedService.error(failsWith, null, "Out of order")
          : fails || fault == Fault.ERROR_AFTER ? failure() : answer;
      boolean ends = cuts != null && step.contains(cuts);
      cuts = ends ? null : cuts;
      if (ends || fault == Fault.CUT) {
        steps.log(step + " -> " + answer.status() + " which is cut");
        throw new ConnectionClosedException(
            "Premature end of Content-Length delimited message body");
      }
    }
    steps.log(step + " -> " + answer.status() + (fault == Fault.NONE ? "" : " " + fault));
    steps.reach("after " + step);
    steps.pause();
    return answer;
  }

  private Fault draw(String method) {
    if (calm || random.nextDouble() >= faultRate) {
      return Fault.NONE;
    }
    // Refused writes concern one entry only, unlike most other faults, so they are drawn more
    // often.
    Fault fault = random.nextInt(3) == 0
        ? Fault.WRITE_REFUSED
        : Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
    return fault == Fault.WRITE_REFUSED && method.equals("GET") ? Fault.NONE : fault;
  }

  private @Nullable HttpResult before(Fault fault) throws IOException {
    switch (fault) {
      case BUSY -> {
        return busy();
      }
      case ERROR_BEFORE -> {
        return failure();
      }
      case WRITE_REFUSED -> {
        int[] statuses = {400, 403, 405, 501};
        return SimulatedService.error(statuses[random.nextInt(4)], null, "This isn't supported");
      }
      case TIMEOUT_BEFORE -> timeOut();
      case UNREACHABLE -> {
        steps.log("unreachable");
        throw new ConnectException("Connection refused");
      }
      default -> {
        // Fails later or not at all.
      }
    }
    return null;
  }

  private void after(Fault fault, String step, HttpResult answer) throws IOException {
    if (fault == Fault.TIMEOUT_AFTER || fault == Fault.RESET) {
      steps.log(step + " -> " + answer.status() + " which is lost: " + fault);
    }
    if (fault == Fault.TIMEOUT_AFTER) {
      timeOut();
    } else if (fault == Fault.RESET) {
      throw new SocketException("Connection reset");
    }
  }

  private void timeOut() throws IOException {
    clock.advance(timeout());
    steps.log("time-out");
    throw new SocketTimeoutException();
  }

  private HttpResult failure() {
    int[] statuses = {500, 502, 503, 504};
    return SimulatedService.error(statuses[random.nextInt(4)], null, "Out of order");
  }

  private HttpResult busy() {
    int seconds = random.nextInt(4) == 0 ? 600 : random.nextInt(20);
    String retryAfter = switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> String.valueOf(seconds);
      default ->
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().plusSeconds(seconds).atOffset(ZoneOffset.UTC));
    };
    return new HttpResult(429, retryAfter, new byte[0]);
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {
    // Holds no resources.
  }
}
