package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs the engine on a real SQLite file against an odd target in memory. Each seed draws quirks, faults, callers' changes, changes of ids, kills and stalls; at each quiet point the
 * target equals what source and mapping demand. The property {@code simulation.runs} sets the number of runs, {@code simulation.seed} the first seed.
 */
@ResourceLock(World.NAME)
@Order(1) // The longest class begins first, since it would end alone.
class SimulationTest {

  private static final int RUNS = Integer.getInteger("simulation.runs", 200);
  private static final long FIRST = Long.getLong("simulation.seed", 1);

  /** Number of runs in one world, whose file grows with each run. */
  private static final int RUNS_IN_A_WORLD = 1000;

  private static final int MOST_FAILURES = 20;

  /** Failed runs by their seeds. */
  private final NavigableMap<Long, Failure> failures = new ConcurrentSkipListMap<>();

  private record Failure(List<String> faults, String trace) {
    @Override
    public String toString() {
      return faults.toString();
    }
  }

  @Test
  void theTargetEndsAsSourceAndMappingDemand() {
    if (RUNS <= RUNS_IN_A_WORLD) {
      run(World.shared(), FIRST, RUNS);
    } else {
      runInManyWorlds();
    }

    assertThat(failures)
        .as(() -> failures.isEmpty() ? "" : failures.firstEntry().getValue().trace())
        .isEmpty();
  }

  /** Each world is for one thread, so that all processors are busy. */
  private void runInManyWorlds() {
    LongStream.rangeClosed(0, (RUNS - 1) / RUNS_IN_A_WORLD).parallel().forEach(number -> {
      long done = number * RUNS_IN_A_WORLD;
      try (World world = new World()) {
        run(world, FIRST + done, Math.min(RUNS_IN_A_WORLD, RUNS - done));
      }
    });
  }

  private void run(World world, long first, long number) {
    for (long seed = first; seed < first + number && failures.size() < MOST_FAILURES; seed++) {
      List<String> faults = run(world, seed);
      if (!faults.isEmpty()) {
        String trace = String.join("\n", world.steps.trace());
        failures.put(seed, new Failure(faults, trace + "\nFailures:\n" + world.failures()));
      }
    }
  }

  private static List<String> run(World world, long seed) {
    try {
      return new Run(world, seed).faults();
    } catch (RuntimeException | AssertionError e) {
      world.steps.log("Unexpected: " + Throwables.getStackTrace(e));
      return List.of(e.toString());
    }
  }

  @Test
  void aSeedRepeatsARunExactly() {
    World world = World.shared();
    for (long seed = 1; seed <= 5; seed++) {
      new Run(world, seed).faults();
      List<String> first = List.copyOf(world.steps.trace());
      new Run(world, seed).faults();

      assertThat(world.steps.trace()).isEqualTo(first);
    }
  }
}
