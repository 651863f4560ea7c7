package io.syncjobs.server.engine.simulation;

import io.syncjobs.server.job.JobEvent;
import io.syncjobs.server.job.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One run: callers change the source and the jobs while cycles run. At each quiet point, of which one is the end, everything has to be as source and
 * mapping demand. A seed determines all of it. For one thread.
 */
final class Run {

  private static final int MOST_CYCLES = 12;

  private final World world;
  private final Random random;
  private final Quirks quirks;
  private final boolean clears;
  private final Tenant tenant;
  private final Callers callers;

  Run(World world, long seed) {
    this.world = world;
    random = new Random(seed);
    quirks = Quirks.draw(random);
    clears = random.nextBoolean();
    world.reset(random, quirks, this::interrupt);
    world.steps.log("seed " + seed + " " + quirks + " clears=" + clears);
    world.earlier.add(random, quirks);
    world.migrations.begin(new Random(~seed), quirks);
    tenant = new Tenant(world, random, clears);
    callers = new Callers(tenant, random);
  }

  /** The first faults that are found; empty if there are none. */
  List<String> faults() {
    int length = 5 + random.nextInt(25);
    callers.change(false);
    for (int i = 0; i < length; i++) {
      world.migrations.maybe();
      int next = random.nextInt(30);
      if (next < 10) {
        world.clock.advance(Duration.ofMinutes(random.nextInt(90)));
        tenant.runDue(true);
      } else if (next == 10) {
        List<String> faults = atRest();
        if (!faults.isEmpty()) {
          return faults;
        }
      } else {
        callers.change(true);
      }
    }
    return atRest();
  }

  /** Faults at a quiet point. */
  private List<String> atRest() {
    world.steps.log("No more faults");
    world.steps.killing(0);
    world.http.calm(true);
    List<String> faults = new ArrayList<>(settle());
    faults.addAll(new Demand(tenant, callers, clears).faults());
    world.steps.killing(quirks.killRate());
    world.http.calm(false);
    return faults;
  }

  /** Runs cycles until one has nothing to write. */
  private List<String> settle() {
    tenant.jobs().forEach(key -> {
      if (tenant.job(key).schedule().state() != Schedule.State.ACTIVE) {
        world.control().apply(key, new JobEvent.Start());
      }
    });
    int quiet = 0;
    for (int i = 0; i < MOST_CYCLES; i++) {
      int before = world.service.writes().size();
      // Longer than the longest gap between attempts.
      world.clock.advance(Duration.ofHours(25));
      tenant.runDue(false);
      quiet = before == world.service.writes().size() ? quiet + 1 : 0;
      boolean waits = !callers.purged.isEmpty() && quiet > 2;
      if (i > 0 && quiet > 0 && tenant.isAtRest(waits)) {
        return stillness();
      }
    }
    return List.of("The jobs do not come to rest. The last writes are "
        + world.service.writes().stream()
            .skip(Math.max(0, world.service.writes().size() - 4))
            .toList());
  }

  /** Faults of a further cycle, which has nothing to do. */
  private List<String> stillness() {
    int before = world.service.writes().size();
    long logged = tenant.changesInLog();
    world.clock.advance(Duration.ofHours(25));
    tenant.runDue(false);
    List<String> faults = new ArrayList<>();
    if (before != world.service.writes().size()) {
      faults.add("A cycle after a quiet one has written "
          + world.service.writes().subList(before, world.service.writes().size()));
    }
    if (logged != tenant.changesInLog()) {
      faults.add("A cycle after a quiet one has logged changes");
    }
    return faults;
  }

  /** A caller may change something during an exchange. */
  private void interrupt() {
    if (!World.inTransaction() && random.nextDouble() < quirks.interruptRate()) {
      // A target that takes equal names can't keep two searches from being followed by two
      // creations.
      boolean mayProvision = quirks.unique() != Quirks.Uniqueness.NONE;
      world.steps.outside(() -> callers.change(mayProvision));
    }
  }
}
