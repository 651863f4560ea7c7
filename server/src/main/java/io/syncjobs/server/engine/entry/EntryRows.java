package io.syncjobs.server.engine.entry;

import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.platform.storage.UtcText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Form of known entries in rows of their table. Safe for use by many threads. */
record EntryRows(JsonMapper json) {

  MapSqlParameterSource parameters(JobKey job, KnownEntry entry) {
    return new MapSqlParameterSource(job.parameters())
        .addValue("id", entry.id())
        .addValue("type", entry.type())
        .addValue("targetType", entry.targetType())
        .addValue("targetId", entry.targetId())
        .addValue("flowed", json.writeValueAsString(entry.flowed()))
        .addValue("pending", entry.referencesPending() ? 1 : 0)
        .addValue("held", entry.held() ? 1 : 0)
        .addValue("failures", entry.failures())
        .addValue("byReference", entry.byReference() ? 1 : 0)
        .addValue("retryAt", UtcText.of(entry.retryAt()))
        .addValue("traces", entry.traces() == null ? null : json.writeValueAsString(entry.traces()))
        .addValue("formerId", entry.formerId())
        .addValue("foundBy", json.writeValueAsString(entry.foundBy()))
        .addValue("looks", entry.looks())
        .addValue("displayName", entry.displayName())
        .addValue("withdrawn", entry.withdrawn() ? 1 : 0)
        .addValue("strangers", entry.strangers() ? 1 : 0);
  }

  KnownEntry read(ResultSet row) throws SQLException {
    return new KnownEntry(
        row.getString("type"),
        row.getString("id"),
        text(row, "target_type"),
        text(row, "target_id"),
        json.readValue(row.getString("flowed"), new TypeReference<Map<String, String>>() {}),
        row.getInt("references_pending") > 0,
        row.getInt("held") == 1,
        row.getInt("failures"),
        row.getInt("by_reference") == 1,
        UtcText.parse(text(row, "retry_at")),
        traces(text(row, "traces")),
        text(row, "former_id"),
        Objects.requireNonNullElse(traces(text(row, "found_by")), Set.of()),
        row.getInt("looks"),
        text(row, "display_name"),
        row.getInt("withdrawn") == 1,
        row.getInt("strangers") == 1);
  }

  /** A text as it stands in the row, among the values by which to find a counterpart. */
  String stored(String value) {
    return json.writeValueAsString(value);
  }

  private @Nullable Set<Trace> traces(@Nullable String text) {
    return text == null ? null : json.readValue(text, new TypeReference<LinkedHashSet<Trace>>() {});
  }

  private static @Nullable String text(ResultSet row, String column) throws SQLException {
    return row.getString(column);
  }
}
