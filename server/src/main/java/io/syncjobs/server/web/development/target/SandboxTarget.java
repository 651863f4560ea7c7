package io.syncjobs.server.web.development.target;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The SCIM service of one tenant, in memory. Safe for use by many threads. */
public final class SandboxTarget {

  /** Requests that are kept; the oldest are forgotten first. */
  private static final int MOST_REQUESTS = 5_000;

  private final Clock clock;
  private ScimResources resources;
  private final Deque<RecordedRequest> requests = new ArrayDeque<>();
  private List<Ordered> faults = List.of();

  /** A fault with the number of requests that it has affected, and of those in the current second. */
  private static final class Ordered {
    final Fault fault;
    int affected;
    long second;
    int inSecond;

    Ordered(Fault fault, int affected) {
      this.fault = fault;
      this.affected = affected;
    }
  }

  SandboxTarget(Clock clock) {
    this.clock = clock;
    resources = new ScimResources(clock, Map.of(), 0);
  }

  /**
   * Contents of a service.
   *
   * @param resources by type, in the order of their creation
   * @param created number of resources that were ever created
   * @param requests the oldest first
   * @param faults with what they have affected
   */
  public record State(
      Map<String, List<ObjectNode>> resources,
      int created,
      List<RecordedRequest> requests,
      List<OrderedFault> faults) {}

  /**
   * Fault that was ordered.
   *
   * @param affected number of requests that it has affected
   */
  public record OrderedFault(Fault fault, int affected) {}

  /** Copy of the contents. */
  public synchronized State state() {
    return new State(
        resources.copy(),
        resources.created(),
        List.copyOf(requests),
        faults.stream().map(each -> new OrderedFault(each.fault, each.affected)).toList());
  }

  /** Replaces the contents. */
  public synchronized void restore(State state) {
    resources = new ScimResources(clock, state.resources, state.created);
    requests.clear();
    requests.addAll(state.requests);
    faults = state.faults.stream()
        .map(each -> new Ordered(each.fault, each.affected))
        .toList();
  }

  /** Copies of all resources of a type, in the order of their creation. */
  public synchronized List<ObjectNode> resources(String type) {
    return resources.all(type).stream().map(ObjectNode::deepCopy).toList();
  }

  /** Requests in the order of their answers, the oldest first. */
  public synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /** Replaces all faults. */
  public synchronized void order(List<Fault> wanted) {
    faults = wanted.stream().map(fault -> new Ordered(fault, 0)).toList();
  }

  /** First fault that applies to a request, which counts as affected by it. */
  synchronized Optional<Fault> fault(String method, String path) {
    return faults.stream()
        .filter(ordered -> ordered.fault.concerns(method, path) && applies(ordered))
        .findFirst()
        .map(ordered -> {
          ordered.affected++;
          return ordered.fault;
        });
  }

  private boolean applies(Ordered ordered) {
    Fault fault = ordered.fault;
    if (fault.times() != null && ordered.affected >= fault.times()) {
      return false;
    }
    if (fault.until() != null && !clock.instant().isBefore(fault.until())) {
      return false;
    }
    long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    ordered.inSecond = second == ordered.second ? ordered.inSecond + 1 : 1;
    ordered.second = second;
    return ordered.inSecond > fault.perSecond();
  }

  synchronized ScimAnswer handle(
      String method, List<String> path, ScimQuery query, @Nullable ObjectNode body, String base) {
    return resources.handle(method, path, query, body, base);
  }

  synchronized void record(String method, String path, String body, int status) {
    requests.add(new RecordedRequest(clock.instant(), method, path, body, status));
    if (requests.size() > MOST_REQUESTS) {
      requests.remove();
    }
  }
}
