package io.syncjobs.server.engine.simulation;

import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Lets two nodes work at the same time: each has a thread, of which one runs at a time. At each pause a seed determines which one goes on. */
final class Interleaving {

  private final Random random;
  private final Semaphore[] turns = {new Semaphore(0), new Semaphore(0)};
  private final boolean[] ended = new boolean[2];
  private int running;
  private int pausesBeforeSecond;
  private @Nullable Throwable failure;

  /** @param pausesBeforeSecond pauses of the first node until the second one begins */
  Interleaving(Random random, int pausesBeforeSecond) {
    this.random = random;
    this.pausesBeforeSecond = pausesBeforeSecond;
  }

  /**
   * Runs both to their ends.
   *
   * @param always whether the second one begins even if the first one ended before
   */
  void run(Runnable first, Runnable second, boolean always) {
    Thread[] threads = {
      new Thread(() -> node(0, first)),
      new Thread(() -> node(1, () -> {
        if (always || !ended[0]) {
          second.run();
        }
      }))
    };
    turns[0].release();
    try {
      for (Thread thread : threads) {
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure != null) {
      throw new IllegalStateException("A node failed", failure);
    }
  }

  private void node(int me, Runnable work) {
    turns[me].acquireUninterruptibly();
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    ended[me] = true;
    running = 1 - me;
    turns[running].release();
  }

  /** Lets the other node go on, or not. */
  void pause() {
    int me = running;
    int other = 1 - me;
    if (pausesBeforeSecond > 0) {
      pausesBeforeSecond--;
    } else if (!ended[other] && random.nextInt(3) == 0) {
      running = other;
      turns[other].release();
      turns[me].acquireUninterruptibly();
    }
  }
}
