package io.syncjobs.server.support;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Keeps what Boot prints about a failed start in place of a stack trace. Boot makes it. */
public final class StartReports implements FailureAnalysisReporter {

  private static final ThreadLocal<String> LAST = ThreadLocal.withInitial(() -> "");

  @Override
  public void report(FailureAnalysis analysis) {
    LAST.set(analysis.getDescription() + "\n" + analysis.getAction());
  }

  /** Takes the last report of this thread; empty if there is none. */
  public static String last() {
    String last = LAST.get();
    LAST.remove();
    return last;
  }
}
