package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.audit.ProvisioningEvent.Action;
import io.syncjobs.server.audit.ProvisioningEvent.ErrorInfo;
import io.syncjobs.server.audit.ProvisioningEvent.Identity;
import io.syncjobs.server.audit.ProvisioningEvent.Modified;
import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.Step;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.mapping.AttributeMapping;
import io.syncjobs.server.mapping.TargetAttribute;
import io.syncjobs.server.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Records the work on an entry for the provisioning log. For one thread. */
final class EventRecorder {

  /** Stands for a value that the target never shows, such as a password. */
  private static final String UNREADABLE = "*";

  /** Stands for a value of a mapping that calls {@code Redact}; Microsoft's reference of the functions has this text. */
  private static final String REDACTED = "[Redact]";

  /** Shorter texts would occur in too many words. */
  private static final int SHORTEST_HIDDEN = 3;

  private final Connection connection;
  private final Initiator initiator;
  private final Entry entry;
  private final Clock clock;
  private final Ids ids;
  private final Instant began;
  private final List<Step> steps = new ArrayList<>();
  private final List<Modified> modified = new ArrayList<>();
  private final Map<String, String> masks = new HashMap<>();
  private final @Nullable String name;
  private @Nullable KnownEntry deleted;
  private @Nullable ErrorInfo reason;

  /**
   * @param known the job's knowledge of the entry, which has the name of a deleted one
   */
  EventRecorder(SyncRun run, Entry entry, KnownEntry known) {
    connection = run.connection();
    initiator = run.initiator();
    this.entry = entry;
    name = known.named(entry).displayName();
    clock = run.clock();
    ids = run.ids();
    began = clock.instant();
  }

  void step(String name, StepType type, Result result, String description) {
    steps.add(new Step(name, type, result, description));
  }

  void modified(
      TargetAttribute attribute, boolean open, @Nullable JsonNode before, JsonNode after) {
    @Nullable String mask = open ? attribute.readable() ? null : UNREADABLE : REDACTED;
    modified.add(new Modified(attribute.name(), shown(before, mask), shown(after, mask)));
  }

  private @Nullable String shown(@Nullable JsonNode value, @Nullable String mask) {
    if (value == null || TargetAttribute.isNone(value)) {
      return null;
    }
    if (mask != null) {
      hide(value, mask);
      return mask;
    }
    return text(value);
  }

  /** Records the values that an entry gets, and returns them by attribute name. */
  Map<String, JsonNode> modified(Map<AttributeMapping, JsonNode> values, @Nullable Entry before) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    values.forEach((attribute, value) -> {
      String name = attribute.target().name();
      modified(
          attribute.target(),
          !attribute.source().isRedacted(),
          before == null ? null : before.value(name),
          value);
      byName.put(name, value);
    });
    return byName;
  }

  private static String text(JsonNode value) {
    String text = value.isString() ? value.stringValue() : value.toString();
    return text.length() > ProvisioningEvent.MAX_TEXT
        ? text.substring(0, ProvisioningEvent.MAX_TEXT)
        : text;
  }

  private void hide(JsonNode value, String mask) {
    value.forEach(each -> hide(each, mask));
    String text = value.asString("");
    if (text.length() >= SHORTEST_HIDDEN) {
      masks.put(text, mask);
    }
  }

  /** Masks hidden values in a text of the target. */
  String masked(String said) {
    // Longest first, as one value may be part of another.
    return masks.keySet().stream()
        .sorted(Comparator.comparing(String::length).reversed())
        .reduce(said, (text, value) -> text.replace(value, String.valueOf(masks.get(value))));
  }

  /** Notes why something that was asked for is not done. Earlier reasons of the same work matter more. */
  void because(ErrorInfo why) {
    if (reason == null) {
      reason = why;
    }
  }

  /** True if something that was asked for is not done. */
  boolean hasReason() {
    return reason != null;
  }

  /** Remembers the counterpart that was deleted. */
  void deleted(KnownEntry known) {
    deleted = known;
  }

  /** Event with everything recorded. Its id is the same for each attempt at an entry within a cycle. */
  ProvisioningEvent event(
      Action action, Result result, KnownEntry known, @Nullable ErrorInfo error) {
    Instant now = clock.instant();
    KnownEntry counterpart = deleted == null ? known : deleted;
    return new ProvisioningEvent(
        ProvisioningEvent.idOf(initiator.cycleId(), entry.type(), entry.id()),
        connection.job().owner(),
        connection.job().id(),
        initiator.cycleId(),
        ids.next(connection.key().owner().tenantId(), Ids.Kind.CHANGE),
        now,
        Math.max(0, Duration.between(began, now).toMillis()),
        action,
        result,
        initiator.name(),
        initiator.byCaller(),
        system(connection.mapping().sourceName()),
        new Identity(entry.id(), name, entry.type()),
        system(connection.mapping().targetName()),
        counterpart.targetId() == null
            ? null
            : new Identity(counterpart.targetId(), name, String.valueOf(counterpart.targetType())),
        modified,
        steps,
        error == null && result == Result.SKIPPED ? reason : error);
  }

  private ProvisioningEvent.System system(String name) {
    return new ProvisioningEvent.System(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(), name);
  }
}
