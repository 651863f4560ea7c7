package io.syncjobs.server.web.development.sandbox;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Quoted;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.contract.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/** Reads users or groups from CSV. Immutable and safe for use by many threads. */
final class SeedCsv {

  private static final ObjectReader ROWS =
      new CsvMapper().readerFor(String[].class).with(CsvReadFeature.WRAP_AS_ARRAY);

  private final Contract contract;
  private final SeedCheck check;
  private final String member;
  private final String type;
  private final String nameColumn;

  /**
   * @param member member of the request that has the CSV
   * @param type type of the entries
   * @param nameColumn required column
   */
  SeedCsv(Contract contract, SeedCheck check, String member, String type, String nameColumn) {
    this.contract = contract;
    this.check = check;
    this.member = member;
    this.type = type;
    this.nameColumn = nameColumn;
  }

  /** Entry and the line in which it begins. */
  record Row(long line, ObjectNode entry) {}

  /**
   * Reads all entries.
   *
   * @throws Refusal if the text has a fault; the message names the line and the column
   */
  List<Row> read(String csv) {
    List<Row> rows = new ArrayList<>();
    List<String> columns = List.of();
    long line = 1;
    try (MappingIterator<String[]> lines = lines(csv)) {
      while (lines.hasNextValue()) {
        String[] fields = lines.nextValue();
        if (columns.isEmpty()) {
          columns = columns(fields);
        } else if (Stream.of(fields).anyMatch(field -> !field.isEmpty())) {
          rows.add(new Row(line, entry(columns, fields, line)));
        }
        line += 1
            + Stream.of(fields)
                .flatMapToInt(String::chars)
                .filter(c -> c == '\n')
                .count();
      }
    } catch (JacksonException e) {
      throw refused(line, null, "The CSV is not valid. Quote fields that have quotes or commas.");
    }
    if (columns.isEmpty()) {
      throw refused(1, null, "The CSV is empty. Begin with a line that names the attributes.");
    }
    return rows;
  }

  /** Lines of a CSV as spreadsheets write it, some with a byte-order mark, and with semicolons where commas are for decimals. */
  private static MappingIterator<String[]> lines(String csv) {
    String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
    String first = text.lines().findFirst().orElse("");
    boolean semicolons = first.indexOf(';') >= 0 && first.indexOf(',') < 0;
    return ROWS.with(CsvSchema.emptySchema().withColumnSeparator(semicolons ? ';' : ','))
        .readValues(text);
  }

  private List<String> columns(String[] fields) {
    List<String> columns = Stream.of(fields).map(String::strip).toList();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (column.isEmpty() || !seen.add(column)) {
        throw refused(1, column, "The first line must name each attribute once. Correct the name.");
      }
    }
    if (!seen.contains(nameColumn)) {
      throw refused(1, nameColumn, "The first line lacks the column. Add it.");
    }
    return columns;
  }

  private ObjectNode entry(List<String> columns, String[] fields, long line) {
    if (fields.length > columns.size()) {
      throw refused(
          line,
          null,
          "The line has %d fields, but the first line has %d. Quote fields that have commas."
              .formatted(fields.length, columns.size()));
    }
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < fields.length; i++) {
      if (!fields[i].isEmpty()) {
        put(entry, columns.get(i), fields[i]);
      }
    }
    for (Violation violation : contract.violations("sandbox" + type, entry)) {
      throw refused(
          line,
          violation.path().replaceAll("/.*", ""),
          violation.kind() == Violation.Kind.MISSING
              ? "The field is empty. Fill it."
              : "The field " + violation.message());
    }
    return entry;
  }

  private void put(ObjectNode entry, String column, String field) {
    String lower = field.toLowerCase(Locale.ROOT);
    if (column.equals(SandboxSeed.MEMBERS)) {
      Stream.of(field.split(";", -1))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .forEach(entry.withArray(column)::add);
    } else if (check.isBoolean(type, column) && List.of("true", "false").contains(lower)) {
      entry.put(column, lower.equals("true"));
    } else {
      entry.put(column, field);
    }
  }

  /** Refusal that names a place. */
  Refusal refused(long line, @Nullable String column, String message) {
    return new Refusal(
        ErrorCode.INVALID_MEMBER,
        member,
        "Line %d%s: %s"
            .formatted(line, column == null ? "" : ", column " + Quoted.of(column), message));
  }
}
