package io.syncjobs.server.engine;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.syncjobs.server.job.secret.WrongSecretKeyException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Reports what db-scheduler can't do. Its own log is turned off, because it has an ERROR for each attempt while the database is unavailable although it
 * tries again by itself.
 */
@Component
class SchedulerReport extends AbstractSchedulerListener {

  private static final Logger log = LoggerFactory.getLogger(SchedulerReport.class);

  private final AtomicBoolean failing = new AtomicBoolean();

  @Override
  public void onExecutionComplete(ExecutionComplete run) {
    run.getCause().ifPresent(cause -> {
      TaskInstance<?> task = run.getExecution().taskInstance;
      if (cause instanceof DataAccessException
          || cause instanceof TransactionException
          || cause instanceof WrongSecretKeyException) {
        log.warn("The task {} is tried again, because: {}", task, cause.getMessage());
      } else {
        log.warn("The task {} failed and is tried again", task, cause);
      }
    });
  }

  @Override
  public void onSchedulerEvent(SchedulerListener.SchedulerEventType type) {
    switch (type) {
      case UNEXPECTED_ERROR -> reportFailure();
      case RAN_EXECUTE_DUE -> reportRecovery();
      case DEAD_EXECUTION ->
        log.info("A cycle or webhook message of a stopped node is continued by this node.");
      default -> {
        // Counted by Micrometer.
      }
    }
  }

  private void reportFailure() {
    if (failing.compareAndSet(false, true)) {
      log.warn(
          "A task could not be read or ended, and is tried again. The database may be unavailable; the setting"
              + " logging.level.com.github.kagkarlsson.scheduler=error shows the cause.");
    }
  }

  private void reportRecovery() {
    if (failing.compareAndSet(true, false)) {
      log.info("Tasks are read again.");
    }
  }
}
