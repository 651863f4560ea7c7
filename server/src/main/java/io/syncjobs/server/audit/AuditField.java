package io.syncjobs.server.audit;

import io.syncjobs.server.audit.ProvisioningEvent.Identity;
import io.syncjobs.server.platform.storage.UtcText;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields that events can be filtered by. Each has a column of the table. */
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

  /** Kinds of values. */
  public enum Kind {
    /** A text in ASCII. */
    KEY,
    /** Any text. A second column stores it in lower case, since the databases convert letters beyond ASCII differently. */
    TEXT,
    /** A point in time in the form of {@link UtcText}. */
    TIME,
    /** The name of an enum constant. */
    CONSTANT
  }

  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // All of these functions are stateless.
  private final Function<ProvisioningEvent, @Nullable String> value;

  AuditField(Kind kind, Function<ProvisioningEvent, @Nullable String> value) {
    this.kind = kind;
    this.value = value;
  }

  /** The kind of its values. */
  public Kind kind() {
    return kind;
  }

  /** The lower case of a text, converted alike when events are stored and when they are searched. */
  public static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** SQL expression for the field's value in lower case. */
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
