package io.syncjobs.server.comparison;

import io.syncjobs.server.SyncJobsServer;
import io.syncjobs.server.job.JobEditing;
import io.syncjobs.server.job.NewJob;
import io.syncjobs.server.job.Owner;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A server that creates {@code fill.jobs} jobs on its own, and prints their rate and the heap usage before and after. */
public final class Fill {

  /** The number of creates per transaction; single ones would make a million of them take a quarter of an hour instead of minutes. */
  static final int TOGETHER = 500;

  private Fill() {}

  public static void main(String[] arguments) throws Exception {
    int jobs = Integer.getInteger("fill.jobs");
    try (ConfigurableApplicationContext server =
        SpringApplication.run(SyncJobsServer.class, arguments)) {
      JobEditing editing = server.getBean(JobEditing.class);
      long before = heap();
      TransactionTemplate transactions =
          new TransactionTemplate(server.getBean(PlatformTransactionManager.class));
      long began = System.nanoTime();
      for (int i = 0; i < jobs; i += TOGETHER) {
        transactions.executeWithoutResult(transaction -> {
          for (int j = 0; j < TOGETHER; j++) {
            editing.create(
                new Owner(id(), id()), new NewJob("scim", null, null, false, List.of()), null);
          }
        });
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("filled %d %d %d%n", Math.round(jobs / seconds), before, heap());
    }
    System.exit(0);
  }

  private static String id() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** Heap usage in bytes after a major collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
