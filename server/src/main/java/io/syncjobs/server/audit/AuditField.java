package io.syncjobs.server.audit;

import io.syncjobs.server.audit.ProvisioningEvent.Identity;
import io.syncjobs.server.platform.storage.UtcText;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What events can be told by. Each has a column of the table. */
public enum AuditField {
  ID(Kind.KEY, ProvisioningEvent::id),
  TENANT_ID(Kind.KEY, event -> event.owner().tenantId()),
  APPLICATION_ID(Kind.KEY, event -> event.owner().applicationId()),
  JOB_ID(Kind.KEY, ProvisioningEvent::jobId),
  CYCLE_ID(Kind.KEY, ProvisioningEvent::cycleId),
  CHANGE_ID(Kind.KEY, ProvisioningEvent::changeId),
  ACTIVITY_TIME(Kind.TIME, event -> UtcText.of(event.time())),
  ACTION(Kind.CONSTANT, event -> event.action().name()),
  RESULT(Kind.CONSTANT, event -> event.result().name()),
  SOURCE_ID(Kind.TEXT, event -> event.source().id()),
  SOURCE_NAME(Kind.TEXT, event -> event.source().displayName()),
  TARGET_ID(Kind.TEXT, event -> of(event.target(), Identity::id)),
  TARGET_NAME(Kind.TEXT, event -> of(event.target(), Identity::displayName)),
  SOURCE_SYSTEM(Kind.TEXT, event -> event.sourceSystem().displayName()),
  TARGET_SYSTEM(Kind.TEXT, event -> event.targetSystem().displayName()),
  INITIATED_BY(Kind.TEXT, ProvisioningEvent::initiatedBy);

  /** What kind of values a field has. */
  public enum Kind {
    /** A text of ASCII. */
    KEY,
    /** Any text. It stands in the table a second time in lower case, since databases differ in what they make of letters beyond ASCII. */
    TEXT,
    /** A point in time, as {@link UtcText} has it. */
    TIME,
    /** The name of an enum's constant. */
    CONSTANT
  }

  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // What is given above holds nothing.
  private final Function<ProvisioningEvent, @Nullable String> value;

  AuditField(Kind kind, Function<ProvisioningEvent, @Nullable String> value) {
    this.kind = kind;
    this.value = value;
  }

  /** What kind of values it has. */
  public Kind kind() {
    return kind;
  }

  /** The lower case of a text, alike for what is stored and what is looked for. */
  public static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What has the field's value in lower case, in SQL. */
  String foldedColumn() {
    return kind == Kind.TEXT ? column() + "_folded" : "lower(" + column() + ")";
  }

  @Nullable
  String of(ProvisioningEvent event) {
    return value.apply(event);
  }

  private static @Nullable String of(
      @Nullable Identity identity, Function<Identity, @Nullable String> member) {
    return identity == null ? null : member.apply(identity);
  }
}
