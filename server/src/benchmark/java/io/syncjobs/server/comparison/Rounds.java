package io.syncjobs.server.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures in turns, so that what the machine does meanwhile meets all alike. */
final class Rounds {

  /** How many there are. */
  static final int NUMBER = Integer.getInteger("benchmark.rounds", 3);

  private Rounds() {}

  /** Gives figures. */
  interface Measure extends Callable<double[]> {}

  /** One round after the other, all of them in each. Gives a list of each figure of each of them. */
  static List<List<Double>> of(Measure... measures) throws Exception {
    List<List<Double>> figures = new ArrayList<>();
    for (int round = 0; round < NUMBER; round++) {
      int number = 0;
      for (Measure measure : measures) {
        for (double figure : measure.call()) {
          if (round == 0) {
            figures.add(new ArrayList<>());
          }
          figures.get(number++).add(figure);
        }
      }
    }
    return figures;
  }

  /** A figure alone. */
  static double[] one(double figure) {
    return new double[] {figure};
  }
}
