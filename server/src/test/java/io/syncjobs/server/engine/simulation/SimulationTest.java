package io.syncjobs.server.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs the engine on a real SQLite file against an odd target in memory. Each seed draws quirks, faults, callers' changes and kills; in the end the target
 * equals what source and mapping demand. The property {@code simulation.runs} sets the number of runs, {@code simulation.seed} the first seed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationTest {

  private static final int RUNS = Integer.getInteger("simulation.runs", 200);
  private static final long FIRST = Long.getLong("simulation.seed", 1);
  private World world;

  @BeforeAll
  void start() {
    world = new World();
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @Test
  void theTargetEndsAsSourceAndMappingDemand() {
    Map<Long, List<String>> faults = new TreeMap<>();
    String first = "";
    for (long seed = FIRST; seed < FIRST + RUNS && faults.size() < 20; seed++) {
      List<String> found = new Run(world, seed).faults();
      if (!found.isEmpty()) {
        first = faults.isEmpty() ? trace() : first;
        faults.put(seed, found);
      }
    }
    assertThat(faults).as(first).isEmpty();
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
