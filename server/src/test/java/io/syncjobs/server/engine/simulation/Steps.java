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
 * thread.
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
    boolean dead;

    Node(String name) {
      this.name = name;
    }
  }

  private final Deque<Node> nodes = new ArrayDeque<>();
  private final List<String> trace = new ArrayList<>();
  private Random random = new Random(0);
  private double killRate;
  private Predicate<String> killer = step -> false;

  /** Begins a run. */
  void reset(Random seeded, double rateOfKills) {
    random = seeded;
    killRate = rateOfKills;
    killer = step -> false;
    trace.clear();
    nodes.clear();
  }

  /** Kills the node that reaches a step. */
  void killAt(String beginning) {
    killer = step -> step.startsWith(beginning);
  }

  /** No node is killed from now on. */
  void calm() {
    killRate = 0;
    killer = step -> false;
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
    Node node = new Node(name);
    nodes.push(node);
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
      nodes.pop();
    }
  }

  /** Does something from outside of all nodes, such as a caller's request, while a node waits. */
  void outside(Runnable action) {
    Node caller = new Node("caller");
    double before = killRate;
    killRate = 0;
    nodes.push(caller);
    try {
      action.run();
    } finally {
      nodes.pop();
      killRate = killRate == 0 ? before : killRate;
    }
  }

  /** Lets the current node reach a step. */
  void reach(String step) {
    Node node = nodes.peek();
    if (node == null) {
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
    Node node = nodes.peek();
    if (node != null && node.dead) {
      throw new Killed();
    }
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
