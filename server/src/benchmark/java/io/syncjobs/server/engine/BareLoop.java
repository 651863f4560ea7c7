package io.syncjobs.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.Target;
import io.syncjobs.server.scim.ScimTargets;
import io.syncjobs.server.support.target.FastService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What the engine is measured by: the same client, which makes the same users at the same target, with nothing around it. */
final class BareLoop {

  private static final String USER = "User";

  private final ScimTargets targets;
  private final Map<String, JsonNode> example;
  private final String exampleId;

  /**
   * One that makes users like one that the engine has made.
   *
   * @param exampleId what all values of that one are made from
   */
  BareLoop(ScimTargets targets, JsonNode example, String exampleId) {
    this.targets = targets;
    this.exampleId = exampleId;
    this.example = new LinkedHashMap<>();
    example.properties().forEach(member -> {
      if (member.getValue().isObject()) {
        member
            .getValue()
            .properties()
            .forEach(inner ->
                this.example.put(member.getKey() + "." + inner.getKey(), inner.getValue()));
      } else if (!member.getKey().equals("id") && !member.getKey().equals("schemas")) {
        this.example.put(member.getKey(), member.getValue());
      }
    });
  }

  private Map<String, JsonNode> values(String externalId) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    example.forEach((name, value) -> values.put(
        name,
        value.isString()
            ? StringNode.valueOf(value.stringValue().replace(exampleId, externalId))
            : value));
    return values;
  }

  /** Looks for users by name and makes them, several at once, and returns how long that took. */
  Duration run(FastService service, int users, int threads, IntFunction<String> externalId)
      throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Target target = targets.open(service.credentials())) {
      long began = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        done.add(pool.submit(() -> {
          for (int user = next.getAndIncrement(); user < users; user = next.getAndIncrement()) {
            Map<String, JsonNode> values = values(externalId.apply(user));
            assertThat(target.find(
                    USER,
                    "userName",
                    Objects.requireNonNull(values.get("userName")).stringValue()))
                .isEmpty();
            target.create(USER, values);
          }
        }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      return Duration.ofNanos(System.nanoTime() - began);
    } finally {
      pool.shutdownNow();
    }
  }
}
