package io.syncjobs.server.connector.scim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.connector.Target;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.support.QuickStart;
import io.syncjobs.server.support.target.FastService;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Baseline of the engine: a loop in a separate virtual machine that creates the same users at the same target through the same SCIM client, and does
 * nothing else.
 */
public final class BareLoop implements AutoCloseable {

  private static final String USER = "User";
  private static final String TOOK = "took ";

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private BareLoop(Process process) {
    this.process = process;
    orders = process.outputWriter(UTF_8);
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /**
   * Starts a loop that creates users like an example that the engine has created.
   *
   * @param options options for its virtual machine
   * @param example the user with the first id
   * @param threads number of users in progress at the same time
   */
  public static BareLoop start(List<String> options, JsonNode example, int threads)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(QuickStart.java());
    command.addAll(options);
    command.addAll(List.of(
        "-cp",
        System.getProperty("java.class.path"),
        BareLoop.class.getName(),
        example.toString(),
        String.valueOf(threads)));
    return new BareLoop(new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start());
  }

  /** Searches for users by name, creates them, and returns the time that this took. */
  public Duration run(FastService service, int users) throws IOException {
    orders.write(service.baseAddress() + " " + service.token() + " " + users);
    orders.newLine();
    orders.flush();
    return answers
        .lines()
        .filter(line -> line.startsWith(TOOK))
        .findFirst()
        .map(line -> Duration.parse(line.substring(TOOK.length())))
        .orElseThrow(() -> new IllegalStateException("The bare loop has ended"));
  }

  /** The external id of a user, by its number from 0. */
  public static String id(int number) {
    return "user-%07d".formatted(number);
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Reads runs from standard input, one per line: address, token and number of users. */
  public static void main(String[] arguments) throws Exception {
    JsonMapper json = JsonMapper.shared();
    Map<String, JsonNode> example = flat(json.readTree(arguments[0]));
    int threads = Integer.parseInt(arguments[1]);
    ScimTargets targets = new ScimTargets(json, true, Duration.ofSeconds(30));
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      SecretSet credentials = new SecretSet(
          List.of(
              new Secret(Secret.BASE_ADDRESS, words[0]), new Secret(Secret.SECRET_TOKEN, words[1])),
          "");
      try (Target target = targets.open(credentials, Turns.UNLIMITED)) {
        System.out.println(TOOK + make(target, example, Integer.parseInt(words[2]), threads));
      }
    }
  }

  /** The attributes of a resource, in the flat form that targets take. */
  private static Map<String, JsonNode> flat(JsonNode resource) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    resource.properties().forEach(member -> {
      if (member.getValue().isObject()) {
        member
            .getValue()
            .properties()
            .forEach(inner -> values.put(member.getKey() + "." + inner.getKey(), inner.getValue()));
      } else if (!member.getKey().equals("id") && !member.getKey().equals("schemas")) {
        values.put(member.getKey(), member.getValue());
      }
    });
    return values;
  }

  private static Duration make(Target target, Map<String, JsonNode> example, int users, int threads)
      throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long began = System.nanoTime();
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      done.add(pool.submit(() -> {
        for (int user = next.getAndIncrement(); user < users; user = next.getAndIncrement()) {
          make(target, values(example, id(user)));
        }
      }));
    }
    for (Future<?> each : done) {
      each.get();
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - began);
    pool.shutdownNow();
    return taken;
  }

  private static void make(Target target, Map<String, JsonNode> values) {
    if (!target
        .find(USER, "userName", Objects.requireNonNull(values.get("userName")).stringValue())
        .isEmpty()) {
      throw new IllegalStateException("It is there already");
    }
    target.create(USER, values);
  }

  private static Map<String, JsonNode> values(Map<String, JsonNode> example, String externalId) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    example.forEach((name, value) -> values.put(
        name,
        value.isString()
            ? StringNode.valueOf(value.stringValue().replace(id(0), externalId))
            : value));
    return values;
  }
}
