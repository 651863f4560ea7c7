package io.syncjobs.server.web.api;

import io.syncjobs.server.web.api.generated.model.ModifiedProperty;
import io.syncjobs.server.web.api.generated.model.SimulatedAction;
import io.syncjobs.server.web.api.generated.model.SimulatedChange;
import io.syncjobs.server.web.api.generated.model.SynchronizationSimulation;
import io.syncjobs.server.web.api.generated.model.SynchronizationSimulationCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Writes simulations as reports in Markdown for pull requests. */
@Component
class SimulationReport extends AbstractHttpMessageConverter<SynchronizationSimulation> {

  /** Longest value that is shown, as reports have to fit into a comment. */
  private static final int LONGEST_VALUE = 120;

  SimulationReport() {
    super(StandardCharsets.UTF_8, MediaType.TEXT_MARKDOWN);
  }

  @Override
  protected boolean supports(Class<?> type) {
    return SynchronizationSimulation.class.isAssignableFrom(type);
  }

  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  protected SynchronizationSimulation readInternal(
      Class<? extends SynchronizationSimulation> type, HttpInputMessage message) {
    throw new HttpMessageNotReadableException("Reports are not read", message);
  }

  @Override
  protected void writeInternal(SynchronizationSimulation simulation, HttpOutputMessage message)
      throws IOException {
    message.getBody().write(markdown(simulation).getBytes(StandardCharsets.UTF_8));
  }

  static String markdown(SynchronizationSimulation simulation) {
    SynchronizationSimulationCounts counts = simulation.getCounts();
    StringBuilder text = new StringBuilder("## Simulated cycle (")
        .append(simulation.getPhase().getValue())
        .append(")\n\n| Escrow | Delete | Disable | Create | Update | Skip | None |\n")
        .append("|---:|---:|---:|---:|---:|---:|---:|\n| ")
        .append(List.of(
                counts.getEscrow(),
                counts.getDelete(),
                counts.getDisable(),
                counts.getCreate(),
                counts.getUpdate(),
                counts.getSkip(),
                counts.getNone())
            .stream()
            .map(String::valueOf)
            .collect(Collectors.joining(" | ")))
        .append(" |\n");
    known(simulation.getQuarantine())
        .flatMap(error -> known(error.getMessage()))
        .ifPresent(
            message -> text.append("\n> **Quarantine.** ").append(cell(message)).append('\n'));
    List<SimulatedChange> changes = simulation.getChanges().stream()
        .filter(change -> change.getAction() != SimulatedAction.NONE)
        .toList();
    if (!changes.isEmpty()) {
      text.append("\n| Action | Object | Account | Attributes | Reason |\n|---|---|---|---|---|\n");
      changes.forEach(change -> text.append(row(change)));
    }
    long more = counts.getEscrow()
        + counts.getDelete()
        + counts.getDisable()
        + counts.getCreate()
        + counts.getUpdate()
        + counts.getSkip()
        - changes.size();
    if (simulation.getAtOdataNextLink() != null && more > 0) {
      text.append("\n… and ").append(more).append(" more on other pages.\n");
    }
    return text.toString();
  }

  private static String row(SimulatedChange change) {
    return "| " + change.getAction().getValue()
        + " | " + change.getObjectType() + " "
        + cell(known(change.getSourceName()).orElse(change.getSourceId()))
        + " | " + known(change.getTargetId()).map(SimulationReport::code).orElse("")
        + " | "
        + change.getModifiedProperties().stream()
            .map(SimulationReport::difference)
            .collect(Collectors.joining("<br>"))
        + " | " + cell(known(change.getReason()).orElse(""))
        + " |\n";
  }

  private static String difference(ModifiedProperty property) {
    return code(property.getDisplayName()) + ": "
        + known(property.getOldValue()).map(old -> code(old) + " ").orElse("")
        + "→ "
        + known(property.getNewValue()).map(SimulationReport::code).orElse("∅");
  }

  private static <T> Optional<T> known(JsonNullable<T> value) {
    return Optional.ofNullable(value.orElse(null));
  }

  /** Text of a user as code, in which Markdown and HTML have no effect. */
  private static String code(String text) {
    String line = line(text).replace('`', '\'').replace("|", "\\|");
    return "`" + (line.isEmpty() ? " " : line) + "`";
  }

  private static String cell(String text) {
    return line(text).replaceAll("([\\\\`*_\\[\\]<>&|#~@])", "\\\\$1");
  }

  private static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST_VALUE ? line.substring(0, LONGEST_VALUE) + "…" : line;
  }
}
