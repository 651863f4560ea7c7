package io.syncjobs.server.engine.entry;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.syncjobs.server.connector.Entry;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.contract.Storable;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job's knowledge of an entry that it has read.
 *
 * @param type of the entry in the source
 * @param id of the entry in the source
 * @param targetType of its counterpart; null if it has none
 * @param targetId of its counterpart; null if it has none
 * @param flowed fingerprints of the values that were last written to the counterpart, or to the former one, by the target's attribute
 * @param referencesPending whether its references are to be synchronized
 * @param held whether its deletion was held back because there were too many
 * @param failures number of failures in a row; 0 for an entry that is not in escrow
 * @param byReference whether it failed because of its references
 * @param retryAt time of the next attempt; null for none
 * @param traces values by which to find a counterpart that an attempt without a known outcome may have created; null if the
 *     outcome of the last attempt is known
 * @param formerId id of the counterpart before a restart that forgot it, or that the target did not show when it was last looked for; null if there is
 *     none, or the entry is linked again
 * @param foundBy values that its counterpart got and by which the target finds it, and ids of former counterparts
 * @param looks attempts in a row at a counterpart that has to lose access and that the target neither shows nor takes writes of
 * @param displayName name with which the source last had it; null for none
 * @param withdrawn whether it was deleted or is out of scope, so that no counterpart refers to its own
 * @param strangers whether its counterpart refers to others than the job's counterparts
 */
@RecordBuilder
public record KnownEntry(
    String type,
    String id,
    @Nullable String targetType,
    @Nullable String targetId,
    Map<String, String> flowed,
    boolean referencesPending,
    boolean held,
    int failures,
    boolean byReference,
    @Nullable Instant retryAt,
    @Nullable Set<Trace> traces,
    @Nullable String formerId,
    Set<Trace> foundBy,
    int looks,
    @Nullable String displayName,
    boolean withdrawn,
    boolean strangers) {

  /** Time of the next attempt at an entry whose failures a restart forgot. */
  static final Instant FORGIVEN = Instant.EPOCH;

  private static final int MOST_DOUBTS = 10;

  /** Name under which ids are kept among values: those of former counterparts, and of what an attempt without a known outcome was to change; no attribute has it. */
  private static final String ID = "";

  private static final int MOST_FORMERS = 10;

  public KnownEntry {
    flowed = Map.copyOf(flowed);
    // Attempts look for them in this order.
    traces = traces == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(traces));
    foundBy = Collections.unmodifiableSet(new LinkedHashSet<>(foundBy));
  }

  /** An entry of which nothing is known. */
  public static KnownEntry unknown(String type, String id) {
    return KnownEntryBuilder.builder()
        .type(type)
        .id(id)
        .flowed(Map.of())
        .foundBy(Set.of())
        .build();
  }

  private KnownEntryBuilder copy() {
    return KnownEntryBuilder.builder(this);
  }

  /** True if there is anything to remember. */
  public boolean worthKeeping() {
    return targetId != null
        || failures > 0
        || held
        || traces != null
        || formerId != null
        || retryAt != null;
  }

  /** Source and target type, such as {@code User to User}, by which linked entries are counted; null if the entry is not linked. */
  public @Nullable String kind() {
    return targetId == null ? null : kind(type, String.valueOf(targetType));
  }

  static String kind(String type, String targetType) {
    return type + " to " + targetType;
  }

  /** Links the entry to a counterpart that has these values. */
  public KnownEntry linked(String toType, String toId, Map<String, String> values) {
    return copy()
        .targetType(toType)
        .targetId(toId)
        .flowed(values)
        .formerId(null)
        .looks(0)
        .build();
  }

  /** Links the entry to a counterpart that was found. What was written to it before still counts, also under another id, as the target may hide it. */
  KnownEntry joined(String toType, Entry found) {
    Map<String, String> values = new HashMap<>(flowed);
    values.remove(SyncRun.REFERENCES);
    return linked(toType, found.id(), values);
  }

  /** Links the entry to its former counterpart, which the target does not show. */
  KnownEntry recalled(String toType) {
    return copy().targetType(toType).targetId(formerId).formerId(null).build();
  }

  /** Notes that the counterpart has values by which the target finds it, and none that earlier attempts may have given it. */
  KnownEntry foundBy(Set<Trace> values) {
    return traced(values, formers()).copy().traces(null).build();
  }

  /** Remembers a counterpart that the target did not show when the present one was created. It may show it again. */
  KnownEntry replacing(String oldId) {
    Set<String> formers = formers();
    formers.add(oldId);
    formers.stream()
        .limit(Math.max(0, formers.size() - MOST_FORMERS))
        .toList()
        .forEach(formers::remove);
    return traced(foundBy, formers);
  }

  /** Remembers only some former counterparts; without a present one, the first of them is that which the entry had. */
  KnownEntry onlyFormers(Set<String> left) {
    KnownEntry only = traced(foundBy, left);
    return targetId == null && formerId == null && !left.isEmpty()
        ? only.copy().formerId(left.iterator().next()).build()
        : only;
  }

  private KnownEntry traced(Set<Trace> values, Set<String> formers) {
    Set<Trace> all = new LinkedHashSet<>(values);
    all.removeIf(KnownEntry::isId);
    formers.forEach(former -> all.add(new Trace(ID, former)));
    return copy().foundBy(all).build();
  }

  /** Ids of former counterparts, which the target did not show when the present one was created. */
  Set<String> formers() {
    return foundBy.stream()
        .filter(KnownEntry::isId)
        .map(Trace::value)
        .filter(former -> !former.equalsIgnoreCase(targetId))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Notes the values that the counterpart has now. */
  KnownEntry flowed(Map<String, String> values) {
    return copy().flowed(values).build();
  }

  /** Requests a look at the references, or ends it. */
  public KnownEntry pending(boolean still) {
    return copy().referencesPending(still).build();
  }

  /** Plans another look at references that the target has taken, as it says, and doesn't show. */
  KnownEntry lookingAgainAt(Instant next) {
    return copy().byReference(true).retryAt(next).build();
  }

  /** Notes whether its counterpart refers to others than the job's counterparts. */
  KnownEntry strangers(boolean now) {
    return copy().strangers(now).build();
  }

  /** True if references were written that the target did not show at the last look. */
  boolean looksAgain() {
    return byReference && failures == 0;
  }

  /** Notes the name that the source has; a deleted entry keeps the last one. */
  KnownEntry named(Entry entry) {
    JsonNode name = entry.value("displayName");
    return name.isString()
        ? copy().displayName(Storable.shown(name.stringValue())).build()
        : this;
  }

  /** Notes whether counterparts may refer to its own. */
  KnownEntry withdrawn(boolean now) {
    return copy().withdrawn(now).build();
  }

  /** True if a restart forgot the failures of the entry, which is tried again only if it left. */
  public boolean forgiven() {
    return failures == 0 && FORGIVEN.equals(retryAt);
  }

  /** Ends attempts at an entry whose failures a restart forgot. */
  public KnownEntry forgotten() {
    return copy().byReference(false).retryAt(null).build();
  }

  /** Ends failures and a deletion that was held back. Values that attempts have given the counterpart are remembered, as the source may change or end. */
  public KnownEntry succeeded() {
    Set<Trace> values = new LinkedHashSet<>(foundBy);
    if (targetId != null) {
      values.addAll(attemptedNames());
    }
    return foundBy(values)
        .copy()
        .held(false)
        .failures(0)
        .byReference(false)
        .retryAt(null)
        .looks(targetId == null ? looks : 0)
        .build();
  }

  /**
   * This knowledge of a request, with what cycles have asked for meanwhile.
   *
   * @param before knowledge with which the request began
   * @param stored knowledge that is stored now
   */
  public KnownEntry with(KnownEntry before, KnownEntry stored) {
    KnownEntryBuilder both = copy();
    if (stored.retryAt != null && !stored.retryAt.equals(before.retryAt)) {
      both.retryAt(stored.retryAt);
    }
    return both.referencesPending(
            referencesPending || (stored.referencesPending && !before.referencesPending))
        .build();
  }

  /**
   * True if nobody has stored the outcome of work on the entry since this knowledge was read.
   *
   * @param stored knowledge that is stored now; null for none
   */
  public boolean isLatest(@Nullable KnownEntry stored) {
    KnownEntry now = stored == null ? unknown(type, id) : stored;
    return Objects.equals(targetId, now.targetId)
        && Objects.equals(formerId, now.formerId)
        && Objects.equals(retryAt, now.retryAt)
        && flowed.equals(now.flowed)
        && failures == now.failures;
  }

  /** Notes that a write begins, whose outcome will be unknown until it is stored. */
  public KnownEntry attempted(Set<Trace> byWhichToFind) {
    Set<Trace> all = new LinkedHashSet<>(byWhichToFind);
    if (traces != null) {
      all.addAll(traces);
    }
    return copy().traces(all).build();
  }

  private static boolean isId(Trace trace) {
    return trace.attribute().equals(ID);
  }

  /** Notes that a write begins that ends the access of an entry of the target which is not known to be the counterpart. */
  KnownEntry attemptedAt(String targetId) {
    return attempted(Set.of(new Trace(ID, targetId)));
  }

  /** Id of an entry of the target that an attempt without a known outcome may have taken access from, and that was not known to be the counterpart; null for none. */
  @Nullable
  String attemptedId() {
    return traces == null
        ? null
        : traces.stream().filter(KnownEntry::isId).map(Trace::value).findFirst().orElse(null);
  }

  /** Values by which to find a counterpart that an attempt without a known outcome may have created. */
  Set<Trace> attemptedNames() {
    return traces == null
        ? Set.of()
        : traces.stream()
            .filter(trace -> !isId(trace))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Requests an attempt by a cycle at a time, unless one is planned already. */
  public KnownEntry retriedAt(Instant time) {
    return retryAt == null ? copy().retryAt(time).build() : this;
  }

  /** True after so many attempts, over some days, that what can be neither removed nor seen is given up. */
  boolean doubtedLongEnough() {
    return failures >= MOST_DOUBTS;
  }

  /** Tells whether an attempt at changes is the first one, or as late as that. */
  Target.Attempt attempt(boolean first) {
    return first
        ? Target.Attempt.FIRST
        : doubtedLongEnough() ? Target.Attempt.LAST : Target.Attempt.ANOTHER;
  }

  /** Counts one more attempt at a counterpart that the target neither shows nor takes writes of. */
  KnownEntry soughtAgainAt(Instant next) {
    return copy()
        .looks(looks + 1)
        .failures(0)
        .byReference(false)
        .referencesPending(false)
        .retryAt(next)
        .build();
  }

  /** Plans the last look at a counterpart that the target says to have deleted without having shown it. */
  KnownEntry soughtOnceMore(Instant next) {
    return lost().copy().looks(MOST_DOUBTS).retryAt(next).build();
  }

  /** True after so many attempts, over some days, that a counterpart that the target does not show is taken for gone. */
  boolean soughtLongEnough() {
    return looks >= MOST_DOUBTS;
  }

  /** True if the outcome of the last attempt is unknown. */
  boolean uncertain() {
    return traces != null;
  }

  /** Notes that the target does not show the counterpart, though it may later. */
  KnownEntry lost() {
    return copy()
        .targetType(null)
        .targetId(null)
        .formerId(targetId)
        .referencesPending(false)
        .byReference(false)
        .build();
  }

  /** True if the target has or may have a counterpart. An attempt without traces was to create none. */
  boolean mayHaveCounterpart() {
    return targetId != null || formerId != null || !attemptedNames().isEmpty();
  }

  /** Takes the counterpart for gone. It is remembered, as the target may show it again. */
  KnownEntry takenForGone() {
    return lost().copy().looks(MOST_DOUBTS).build();
  }

  /** Notes that the ids of the counterpart belong to another entry of the target, so that it is to be found by other values. */
  KnownEntry withoutIds(Set<Trace> byWhichToFind) {
    return lost().copy().formerId(null).flowed(Map.of()).build().attempted(byWhichToFind);
  }

  /** Links the entry as it was before. */
  KnownEntry linkedAs(KnownEntry before) {
    return copy()
        .targetType(before.targetType)
        .targetId(before.targetId)
        .formerId(before.formerId)
        .flowed(before.flowed)
        .build();
  }

  /** Ends attempts at a counterpart that the target doesn't show. Only one that was linked is remembered. */
  KnownEntry notFound() {
    return formerId == null
        ? unlinked()
        : takenForGone().copy().formerId(formerId).build();
  }

  /** Forgets the counterpart. */
  public KnownEntry unlinked() {
    return unknown(type, id);
  }

  /** Holds the deletion back because there were too many. */
  public KnownEntry heldBack() {
    return copy().held(true).failures(0).byReference(false).retryAt(null).build();
  }

  /** Counts one more failure. */
  public KnownEntry failed(boolean becauseOfReferences, Instant nextAttempt) {
    return copy()
        .failures(failures + 1)
        .byReference(becauseOfReferences)
        .retryAt(nextAttempt)
        .build();
  }
}
