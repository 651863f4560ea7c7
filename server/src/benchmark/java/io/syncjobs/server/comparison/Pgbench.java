package io.syncjobs.server.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** PostgreSQL's pgbench, which inserts the same rows as creates. */
record Pgbench(Path script, int port) {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) ");

  /** Finds pgbench; empty if it isn't installed. */
  static Optional<Pgbench> find(String url, int port) throws Exception {
    try {
      new ProcessBuilder("pgbench", "--version").start().waitFor();
    } catch (IOException e) {
      return Optional.empty();
    }
    Map<String, Object> row;
    try (Connection connection = DriverManager.getConnection(url)) {
      row = JdbcInserts.row(connection);
    }
    List<String> values = new ArrayList<>();
    row.forEach((name, value) -> values.add(
        name.equals("application_id")
            ? "gen_random_uuid()::text"
            : value == null ? "NULL" : literal(value.toString())));
    String script = "INSERT INTO jobs (%s) VALUES (%s);"
        .formatted(
            row.keySet().stream().collect(Collectors.joining(", ")), String.join(", ", values));
    Path file = Files.createTempFile("insert", ".sql");
    Files.writeString(file, script);
    return Optional.of(new Pgbench(file, port));
  }

  /** A string literal without colons, since they begin variables in pgbench scripts. */
  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a") + "'";
  }

  double perSecond() throws IOException {
    Process process = new ProcessBuilder(
            "pgbench",
            "--no-vacuum",
            "--client=" + HttpLoad.CALLERS,
            "--jobs=2",
            "--time=4",
            "--protocol=prepared",
            "--file=" + script,
            "--host=localhost",
            "--port=" + port,
            "--username=postgres",
            "bench")
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IllegalStateException(output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
