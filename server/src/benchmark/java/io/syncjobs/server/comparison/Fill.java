package io.syncjobs.server.comparison;

import io.syncjobs.server.SyncJobsServer;
import io.syncjobs.server.job.Owner;
import io.syncjobs.server.job.editing.JobEditing;
import io.syncjobs.server.job.editing.NewJob;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A server that creates jobs by itself, as many as {@code fill.jobs} says, and tells how long that took and how much of its heap is in use then. */
public final class Fill {

  private Fill() {}

  public static void main(String[] arguments) throws Exception {
    int jobs = Integer.getInteger("fill.jobs");
    try (ConfigurableApplicationContext server =
        SpringApplication.run(SyncJobsServer.class, arguments)) {
      JobEditing editing = server.getBean(JobEditing.class);
      long before = heap();
      AtomicInteger left = new AtomicInteger(jobs);
      ExecutorService callers = Executors.newFixedThreadPool(HttpLoad.CALLERS);
      List<Future<?>> done = new ArrayList<>();
      long began = System.nanoTime();
      for (int i = 0; i < HttpLoad.CALLERS; i++) {
        done.add(callers.submit(() -> {
          while (left.getAndDecrement() > 0) {
            editing.create(
                new Owner(id(), id()), new NewJob("scim", null, null, false, List.of()), null);
          }
        }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      callers.shutdown();
      System.out.printf("filled %d %d %d%n", Math.round(jobs / seconds), before, heap());
    }
    System.exit(0);
  }

  private static String id() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** What is in use after a major collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
