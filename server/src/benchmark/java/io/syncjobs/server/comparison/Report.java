package io.syncjobs.server.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Figures of one run beside those of a peer, as a table and as a chart of their ratios. */
final class Report {

  /**
   * A comparison of two figures.
   *
   * @param ours figure of SyncJobs in each round
   * @param against name of the peer
   * @param peer figure of the peer in each round
   */
  record Row(String what, String unit, List<Double> ours, String against, List<Double> peer) {

    List<Double> ratios() {
      return IntStream.range(0, ours.size())
          .mapToObj(round -> ours.get(round) / peer.get(round))
          .toList();
    }

    private String text() {
      return "| %s | %s %s | %s: %s | **%s** (%s) |"
          .formatted(
              what,
              spread(ours),
              unit,
              against,
              spread(peer),
              format(median(ratios())),
              range(ratios()));
    }
  }

  private final List<Row> rows = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
    System.out.println(row.text());
  }

  /** Writes {@code comparison.md} and {@code comparison.svg}. */
  void write(Path folder, String circumstances) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>(List.of(
        circumstances,
        "",
        "| What | SyncJobs, median (spread) | Peer, median (spread) | Ratio (spread) |",
        "|---|---|---|---|"));
    rows.forEach(row -> lines.add(row.text()));
    Files.write(folder.resolve("comparison.md"), lines);
    CategoryChart chart = new CategoryChartBuilder()
        .width(1000)
        .height(620)
        .title("Ratio to the peer")
        .build();
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setLegendVisible(false);
    chart.addSeries(
        "measured",
        rows.stream().map(Row::what).toList(),
        rows.stream().map(row -> median(row.ratios())).toList());
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("comparison").toString(), VectorGraphicsFormat.SVG);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static String spread(List<Double> values) {
    return format(median(values)) + " (" + range(values) + ")";
  }

  private static String range(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return format(sorted.get(0)) + "–" + format(sorted.get(sorted.size() - 1));
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
  }
}
