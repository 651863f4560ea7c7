package io.syncjobs.contract.packaging;

import java.util.ArrayList;
import java.util.List;

/** Complete OpenAPI document, made from a written contract. It knows the line that each of its lines comes from. */
public final class PackagedContract {

  private final List<Line> lines;

  private PackagedContract(List<Line> lines) {
    this.lines = lines;
  }

  /**
   * Packages a contract. One that is packaged already stays as it is.
   *
   * @throws org.yaml.snakeyaml.error.MarkedYAMLException if it isn't YAML
   * @throws IllegalArgumentException if a value or its meaning takes more than one line
   */
  public static PackagedContract of(String written) {
    List<Line> lines = new ArrayList<>();
    written.lines().forEach(line -> lines.add(new Line(line, lines.size() + 1)));
    return new PackagedContract(SecondRoot.add(ValueTables.expand(lines)).stream()
        // Comments at the top are meant for those who edit the written file.
        .dropWhile(line -> line.text().startsWith("#"))
        .toList());
  }

  /** Returns the whole document. */
  public String text() {
    return Line.join(lines);
  }

  /**
   * Returns the line of the written contract that a line comes from.
   *
   * @param line a line of the document, from 1; parsers put the end of the document after the last one
   */
  public int writtenLine(int line) {
    return lines.get(Math.min(line, lines.size()) - 1).written();
  }
}
