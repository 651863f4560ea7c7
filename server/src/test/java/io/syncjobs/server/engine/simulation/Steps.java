package io.syncjobs.server.engine.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * The steps of nodes at which something can happen to them: exchanges with the target and commits. A node that is killed reaches no further step. For one
 * thread at a time.
 */
final class Steps implements TransactionExecutionListener {

  /** Ends everything that a killed node does. It is an error, since the engine survives exceptions. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("The node was killed", null, false, false);
    }
  }

  private static final class Node {
    final String name;
    final boolean outside;
    boolean dead;

    Node(String name, boolean outside) {
      this.name = name;
      this.outside = outside;
    }
  }

  /** The node of a thread; a caller's request that it waits for meanwhile comes first. */
  private final ThreadLocal<Deque<Node>> nodes = ThreadLocal.withInitial(ArrayDeque::new);

  private final List<String> trace = new ArrayList<>();
  private Random random = new Random(0);
  private double killRate;
  private Predicate<String> killer = step -> false;
  private @Nullable Interleaving interleaving;
  private boolean undivided;
  private int transactions;
  private Runnable stall = () -> {};

  /** Begins a run. */
  void reset(Random seeded, double rateOfKills) {
    random = seeded;
    killRate = rateOfKills;
    killer = step -> false;
    transactions = 0;
    trace.clear();
    nodes.get().clear();
  }

  /** Kills the node that reaches a step. */
  void killAt(String beginning) {
    killer = step -> step.startsWith(beginning);
  }

  /** Kills nodes at this share of steps from now on. */
  void killing(double rateOfKills) {
    killRate = rateOfKills;
    killer = step -> false;
  }

  /**
   * Runs two nodes at the same time.
   *
   * @param most largest number of pauses of the first node until the second one begins
   * @param always whether the second one begins even if the first one ended before
   */
  void together(Runnable first, Runnable second, int most, boolean always) {
    Interleaving both = new Interleaving(random, random.nextInt(most));
    interleaving = both;
    both.run(first, second, always);
    interleaving = null;
  }

  /**
   * Lets the node stall when it begins a transaction.
   *
   * @param number of the transaction, counted from now
   * @param meanwhile happens before the transaction begins
   */
  void stallAt(int number, Runnable meanwhile) {
    transactions = number;
    stall = meanwhile;
  }

  private void stall() {
    Node node = nodes.get().peek();
    if (transactions > 0
        && node != null
        && !node.outside
        && !World.inTransaction()
        && --transactions == 0) {
      outside(stall);
    }
  }

  /** Lets another node go on that works at the same time, or not. */
  void pause() {
    Node node = nodes.get().peek();
    if (interleaving != null
        && !undivided
        && node != null
        && !node.outside
        && !World.inTransaction()) {
      interleaving.pause();
    }
  }

  /** Does something before another node goes on. */
  void withoutPauses(Runnable action) {
    boolean before = undivided;
    undivided = true;
    try {
      action.run();
    } finally {
      undivided = before;
    }
  }

  void log(String line) {
    trace.add(line);
  }

  /** Everything that happened in the run. */
  List<String> trace() {
    return trace;
  }

  /** Does something as a node; null if the node was killed meanwhile. */
  <T> @Nullable T as(String name, Supplier<T> action) {
    Node node = new Node(name, false);
    nodes.get().push(node);
    try {
      T result = action.get();
      return node.dead ? null : result;
    } catch (Killed e) {
      return null;
    } catch (RuntimeException e) {
      if (node.dead) {
        return null;
      }
      throw e;
    } finally {
      nodes.get().pop();
    }
  }

  /** Does something from outside of all nodes, such as a caller's request, while a node waits. */
  void outside(Runnable action) {
    nodes.get().push(new Node("caller", true));
    try {
      action.run();
    } finally {
      nodes.get().pop();
    }
  }

  /** True for a request from outside of all nodes. */
  boolean isOutside() {
    Node node = nodes.get().peek();
    return node != null && node.outside;
  }

  /** Lets the current node reach a step. */
  void reach(String step) {
    Node node = nodes.get().peek();
    if (node == null || node.outside) {
      return;
    }
    if (!node.dead && (killer.test(step) || (killRate > 0 && random.nextDouble() < killRate))) {
      log(node.name + " is killed at: " + step);
      node.dead = true;
    }
    if (node.dead) {
      throw new Killed();
    }
  }

  @Override
  public void beforeBegin(TransactionExecution transaction) {
    Node node = nodes.get().peek();
    if (node != null && node.dead) {
      throw new Killed();
    }
    stall();
    pause();
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    if (!transaction.isReadOnly()) {
      reach("before commit");
    }
  }

  @Override
  public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
    if (!transaction.isReadOnly()) {
      reach("after commit");
    }
  }
}
