package io.syncjobs.server.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Threads and waits of cycles, separate from the engine so that tests run cycles in one thread and without waiting. Safe for use by many threads. */
@Component
public class EngineThreads {

  /** Threads for the entries of a cycle. */
  protected ExecutorService pool(int number) {
    return Executors.newFixedThreadPool(number, new CustomizableThreadFactory("cycle "));
  }

  /** Waits for a time or until a latch opens, which is sooner; returns whether the latch is open. */
  protected boolean await(CountDownLatch latch, Duration time) throws InterruptedException {
    return latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
