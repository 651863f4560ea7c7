package io.syncjobs.server.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Ratios of figures from one run, as a table and as a chart. */
final class Report {

  /**
   * A comparison of two figures.
   *
   * @param ours the figure of SyncJobs in each round
   * @param peer the figure of the peer in each round
   * @param budget required ratio; null if there is none
   */
  record Row(
      String what,
      String unit,
      List<Double> ours,
      String against,
      List<Double> peer,
      @Nullable Budget budget) {

    List<Double> ratios() {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < ours.size(); i++) {
        ratios.add(ours.get(i) / peer.get(i));
      }
      return ratios.stream().sorted().toList();
    }

    double ratio() {
      return median(ratios());
    }

    private String text() {
      List<Double> ratios = ratios();
      String spread =
          "%s–%s".formatted(format(ratios.get(0)), format(ratios.get(ratios.size() - 1)));
      String judged = budget == null ? "" : budget + (budget.holds(ratio()) ? "" : ", **missed**");
      return "| %s | %s %s | %s: %s | **%s** | %s | %s |"
          .formatted(
              what,
              format(median(ours)),
              unit,
              against,
              format(median(peer)),
              format(ratio()),
              spread,
              judged);
    }
  }

  /** Lower or upper limit of a ratio. */
  record Budget(boolean atLeast, double value) {

    static Budget atLeast(double value) {
      return new Budget(true, value);
    }

    static Budget atMost(double value) {
      return new Budget(false, value);
    }

    boolean holds(double ratio) {
      return atLeast ? ratio >= value : ratio <= value;
    }

    @Override
    public String toString() {
      return (atLeast ? "≥ " : "≤ ") + value;
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
    System.out.println(row.text());
  }

  void remark(String text, Object... values) {
    String remark = String.format(Locale.ROOT, text, values);
    remarks.add(remark);
    System.out.println(remark);
  }

  void write(Path folder, List<String> head) throws IOException {
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>(head);
    lines.addAll(List.of(
        "",
        "| What | Ours, median | Against, median | Ratio | Spread | Budget |",
        "|---|---|---|---|---|---|"));
    rows.forEach(row -> lines.add(row.text()));
    lines.add("");
    remarks.forEach(remark -> lines.add("- " + remark));
    Files.write(folder.resolve("comparison.md"), lines);
    CategoryChart chart = new CategoryChartBuilder()
        .width(1000)
        .height(620)
        .title("Ratio to what each is measured against")
        .build();
    chart.getStyler().setXAxisLabelRotation(60);
    chart.getStyler().setLegendVisible(false);
    List<String> names = rows.stream().map(Row::what).toList();
    chart.addSeries("measured", names, rows.stream().map(Row::ratio).toList());
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("comparison").toString(), VectorGraphicsFormat.SVG);
  }

  static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : "%,.0f", value);
  }
}
