package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reports in one line that db-scheduler can't use the database. Its own report, an ERROR with a stack trace at each attempt, is turned off, since it
 * tries again by itself.
 */
@Component
class SchedulerReport extends AbstractSchedulerListener {

  private static final Logger log = LoggerFactory.getLogger(SchedulerReport.class);

  private final AtomicBoolean failing = new AtomicBoolean();

  @Override
  public void onSchedulerEvent(SchedulerListener.SchedulerEventType type) {
    if (type == SchedulerListener.SchedulerEventType.UNEXPECTED_ERROR
        && failing.compareAndSet(false, true)) {
      log.warn(
          "Due jobs can't be read from the database, so their cycles wait until it answers. The setting"
              + " logging.level.com.github.kagkarlsson.scheduler.RunUntilShutdown=error shows the cause.");
    } else if (type == SchedulerListener.SchedulerEventType.RAN_EXECUTE_DUE
        && failing.compareAndSet(true, false)) {
      log.info("Due jobs are read from the database again.");
    }
  }
}
