package io.syncjobs.contract.packaging;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Line of a contract.
 *
 * @param text text without the line end
 * @param written number of the line in the written contract, from 1
 */
record Line(String text, int written) {

  static String join(List<Line> lines) {
    return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
  }
}
