package io.syncjobs.server.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Takes measurements in turns, so that other load on the machine affects all of them alike. */
final class Rounds {

  /** The number of rounds. */
  static final int NUMBER = Integer.getInteger("benchmark.rounds", 3);

  private Rounds() {}

  /** A measurement, which returns one or more figures. */
  interface Measure extends Callable<double[]> {}

  /** Takes all measurements in each round. Returns, for each figure of each measurement, its values by round. */
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

  /** A single figure. */
  static double[] one(double figure) {
    return new double[] {figure};
  }
}
