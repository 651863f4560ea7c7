package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent.Result;
import io.syncjobs.server.audit.ProvisioningEvent.StepType;
import io.syncjobs.server.connector.Target;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides what a target gets that takes only whole entries. If it hides some of many references, those that others have set would be lost, so that it gets the
 * entry only if access is to end, which counts more. For one thread.
 */
final class WholeCounterpart {

  private final Supplier<Target.Whole> known;
  private final EventRecorder events;
  private final Set<String> kept = new LinkedHashSet<>();
  private Set<String> repeated = Set.of();
  private boolean assumed;
  private boolean replaced;
  private boolean withheld;
  private boolean refused;

  /** @param known what the counterpart has as far as the job knows, asked for only if the target takes nothing else */
  WholeCounterpart(Supplier<Target.Whole> known, EventRecorder events) {
    this.known = known;
    this.events = events;
  }

  /** Lets the counterpart keep references that the target hides. */
  void keep(Set<String> references) {
    kept.addAll(references);
  }

  /** Drops the references that the target hides if it has refused an end of access with them, and returns them. */
  Set<String> drop() {
    Set<String> dropped =
        refused && assumed && !replaced ? new LinkedHashSet<>(kept) : Set.<String>of();
    kept.removeAll(dropped);
    return dropped;
  }

  /** Has some references, which were written before, be written once more, as the target does not show them. */
  void repeat(Set<String> references) {
    repeated = references;
  }

  /** The counterpart for a change of other values. */
  Target.Whole get(boolean ends) {
    return get("", Set.of(), ends);
  }

  /**
   * The counterpart for a change of references.
   *
   * @param added those that the change gives to it
   * @param ends whether the change ends access
   */
  Target.Whole get(String attribute, Set<String> added, boolean ends) {
    Target.Whole there = known.get();
    withheld = false;
    if (!there.safe() && !ends && !replaced) {
      return new Target.Whole(there.values(), there.references(), false, () -> withheld = true);
    }
    assumed = !there.safe();
    refused = false;
    Map<String, Set<String>> references = new HashMap<>(there.references());
    Set<String> all = new LinkedHashSet<>(kept);
    all.addAll(added);
    if (!all.isEmpty()) {
      references.put(attribute, all);
    }
    return new Target.Whole(there.values(), references, true, () -> refused = true);
  }

  /** True if the last change was refused by a target that takes only whole entries, and got none. */
  boolean isWithheld() {
    return withheld;
  }

  /** True if references were written before that the target can't get once more without losing others. */
  boolean takesNoMore(Set<String> added) {
    return withheld && repeated.containsAll(added);
  }

  /** Notes that the target has taken a change. What it has got then is known, so that more may follow. */
  void changed(Set<String> added, Set<String> removed) {
    kept.removeAll(removed);
    kept.addAll(added);
    if (assumed && !replaced) {
      replaced = true;
      events.step(
          "EntryExportUpdate",
          StepType.REFERENCE_RESOLUTION,
          Result.WARNING,
          "The target takes only whole entries, and hides references that the entry's counterpart may have. It got the counterpart with those that it shows and those that the job has written. It is assumed that there were no others: they would be gone, as access had to end.");
    }
  }
}
