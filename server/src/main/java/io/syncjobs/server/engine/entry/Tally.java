package io.syncjobs.server.engine.entry;

import io.syncjobs.server.audit.ProvisioningEvent;
import io.syncjobs.server.job.progress.Counters;
import io.syncjobs.server.mapping.ObjectMapping;
import org.jspecify.annotations.Nullable;

/** Counts what is done with one entry. For one thread. */
final class Tally {

  private Counters counters = Counters.NONE;

  void read() {
    counters = counters.plus(new Counters(1, 1, 0, 0, 0, 0, 0, 0));
  }

  void referencesRead() {
    counters = counters.plus(new Counters(0, 0, 1, 0, 0, 0, 0, 0));
  }

  void entitled() {
    counters = counters.plus(new Counters(0, 0, 0, 1, 0, 0, 0, 0));
  }

  void failed() {
    counters = counters.plus(new Counters(0, 0, 0, 0, 1, 0, 0, 0));
  }

  void toWrite() {
    counters = counters.plus(new Counters(0, 0, 0, 0, 0, 1, 0, 0));
  }

  void written() {
    counters = counters.plus(new Counters(0, 0, 0, 0, 0, 0, 1, 0));
  }

  void deleted() {
    counters = counters.plus(new Counters(0, 0, 0, 0, 0, 0, 0, 1));
  }

  boolean wrote() {
    return counters.exported() > 0;
  }

  Outcome outcome(
      KnownEntry known,
      @Nullable ProvisioningEvent event,
      ObjectMapping mapping,
      boolean linkedBefore) {
    boolean linked = known.targetId() != null;
    return new Outcome(
        known, event, counters, mapping.kind(), linked == linkedBefore ? 0 : linked ? 1 : -1);
  }
}
