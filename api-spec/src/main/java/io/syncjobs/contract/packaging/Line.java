package io.syncjobs.contract.packaging;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of a contract.
 *
 * @param text the line without its end
 * @param written the line of the written contract that it comes from, from 1
 */
record Line(String text, int written) {

  static String join(List<Line> lines) {
    return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining());
  }
}
