package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** Number of runs in one world. */
  private static final int RUNS_IN_A_WORLD = 1000;

  private World world = World.shared();

  @Test
  void theTargetEndsAsSourceAndMappingDemand() {
    Map<Long, List<String>> faults = new TreeMap<>();
    String first = "";
    for (long seed = FIRST; seed < FIRST + RUNS && faults.size() < 20; seed++) {
      if ((seed - FIRST) % RUNS_IN_A_WORLD == RUNS_IN_A_WORLD - 1) {
        World.renew();
        world = World.shared();
      }
      List<String> found = run(seed);
      if (!found.isEmpty()) {
        first = faults.isEmpty() ? trace() : first;
        faults.put(seed, found);
      }
    }
    assertThat(faults).as(first).isEmpty();
  }

  private List<String> run(long seed) {
    try {
      return new Run(world, seed).faults();
    } catch (RuntimeException | AssertionError e) {
      world.steps.log("Unexpected: " + Throwables.getStackTrace(e));
      return List.of(e.toString());
    }
  }

  private String trace() {
    return String.join("\n", world.steps.trace()) + "\nFailures:\n" + world.failures();
  }

  @Test
  void aSeedRepeatsARunExactly() {
    for (long seed = 1; seed <= 5; seed++) {
      new Run(world, seed).faults();
      List<String> first = List.copyOf(world.steps.trace());
      new Run(world, seed).faults();

      assertThat(world.steps.trace()).isEqualTo(first);
    }
  }
}
