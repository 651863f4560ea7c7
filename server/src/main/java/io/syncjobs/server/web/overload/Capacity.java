package io.syncjobs.server.web.overload;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.contract.RequestBody;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Limits the work that the server does at once. Further requests wait in a short queue, and those beyond it are refused, so that admitted work
 * finishes in time (goodput). Thread-safe.
 */
@Component
@EnableConfigurationProperties(OverloadProperties.class)
class Capacity {

  /** Permit to use a part of the capacity. Closed exactly once. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  private static final int MEBI = 1 << 20;
  /** Heap that a request with a body of up to 1 MiB takes at most. */
  private static final int BYTES_PER_UNIT = 16 * MEBI;

  /** Calls per unit that can wait for targets, which takes little else. */
  private static final int TARGETS_PER_UNIT = 4;

  private static final int FEWEST_UNITS = 8;
  private static final int MOST_UNITS = 64;

  private final Semaphore work;
  private final Semaphore largeWork;
  private final Semaphore targets;
  private final Semaphore longBodies;

  /** Operations that pass on requests. Those take permits of their own, which such an operation must not keep from them. */
  private final Semaphore batches;

  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, Integer> weights = new HashMap<>();
  private final OverloadProperties properties;

  Capacity(OverloadProperties properties, Contract contract) {
    this.properties = properties;
    long heap = Runtime.getRuntime().maxMemory();
    Integer active = properties.active();
    int units = active != null
        ? active
        : (int) Math.max(FEWEST_UNITS, Math.min(MOST_UNITS, heap / BYTES_PER_UNIT));
    work = new Semaphore(units, true);
    targets = new Semaphore(units * TARGETS_PER_UNIT, true);
    for (Operation operation : contract.operations()) {
      weights.merge(operation.path(), weight(operation), Math::max);
    }
    int longest = weights.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    largeWork = new Semaphore(Math.max(longest, units / 2), true);
    batches = new Semaphore(Math.max(1, units / 2), true);
    longBodies = new Semaphore(Math.max(longest, units / 2), true);
  }

  private static int weight(Operation operation) {
    return Stream.ofNullable(operation.body())
        .mapToInt(RequestBody::maxBytes)
        .map(Capacity::mebi)
        .findAny()
        .orElse(1);
  }

  private static int mebi(int bytes) {
    return Math.max(1, (bytes + MEBI - 1) / MEBI);
  }

  /**
   * Acquires a permit to carry out an operation. Operations that wait for targets, and operations with large bodies, have capacities of their
   * own, so that they don't delay others.
   *
   * @throws OverloadException if no permit becomes free in time
   */
  Permit work(Operation operation) {
    if (operation.dispatches()) {
      return take(batches, 1);
    }
    int weight = weights.getOrDefault(operation.path(), 1);
    return operation.callsTarget()
        ? take(targets, 1)
        : take(weight == 1 ? work : largeWork, weight);
  }

  /**
   * Acquires a permit to hold a long body in memory.
   *
   * @param maxBytes largest length of the body
   * @throws OverloadException if no permit becomes free in time
   */
  Permit memory(int maxBytes) {
    return take(longBodies, mebi(maxBytes));
  }

  private Permit take(Semaphore semaphore, int permits) {
    if (!semaphore.tryAcquire(permits) && !await(semaphore, permits)) {
      throw new OverloadException(OverloadException.Reason.CAPACITY, 1);
    }
    return () -> semaphore.release(permits);
  }

  private boolean await(Semaphore semaphore, int permits) {
    try {
      return waiting.incrementAndGet() <= properties.waiting()
          && semaphore.tryAcquire(permits, properties.maxWait().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }
}
