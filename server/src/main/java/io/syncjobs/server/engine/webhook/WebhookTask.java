package io.syncjobs.server.engine.webhook;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.syncjobs.server.engine.CycleEnded;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.secret.Webhook;
import io.syncjobs.server.job.secret.WebhookStore;
import io.syncjobs.server.platform.Ids;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Task of db-scheduler that tells webhooks about the end of cycles. A message is stored in the transaction that ends its cycle and removed once it is
 * confirmed, so that it arrives at least once even if a node dies.
 */
@Configuration(proxyBeanMethods = false)
class WebhookTask {

  private static final Logger log = LoggerFactory.getLogger(WebhookTask.class);

  private static final TaskDescriptor<Message> DESCRIPTOR =
      TaskDescriptor.of("webhook", Message.class);

  /** Number of times that a message is sent, which takes about three days. */
  private static final int ATTEMPTS = 16;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(8);

  /** Pause of a message that finds all turns taken. */
  private static final Duration NO_TURN = Duration.ofSeconds(1);

  private final WebhookStore webhooks;
  private final WebhookSender sender;
  private final CycleMessages messages;
  private final Clock clock;
  private final Ids ids;
  private final ObjectProvider<Scheduler> scheduler;

  /** Fewer than the scheduler has threads, so that slow receivers don't keep cycles from running. */
  private final Semaphore turns;

  WebhookTask(
      WebhookStore webhooks,
      WebhookSender sender,
      CycleMessages messages,
      Clock clock,
      Ids ids,
      ObjectProvider<Scheduler> scheduler,
      @Value("${db-scheduler.threads}") int threads) {
    this.webhooks = webhooks;
    this.sender = sender;
    this.messages = messages;
    this.clock = clock;
    this.ids = ids;
    this.scheduler = scheduler;
    turns = new Semaphore(Math.max(1, threads / 2));
  }

  /**
   * Message about a cycle.
   *
   * @param job key of its job
   * @param body as it is sent
   * @param attempts number of times that it was sent in vain
   */
  record Message(String job, String body, int attempts) implements Serializable {
    Message again() {
      return new Message(job, body, attempts + 1);
    }
  }

  @Bean
  Task<Message> webhookMessages() {
    return Tasks.custom(DESCRIPTOR)
        .onDeadExecutionRevive()
        .onFailure((failed, execution) ->
            execution.reschedule(failed, clock.instant().plus(LONGEST_PAUSE.dividedBy(64))))
        .execute(this::run);
  }

  /** Stores a message within the transaction that ends the cycle, and lets a node send it right after the commit. */
  @EventListener
  void store(CycleEnded ended) {
    if (!webhooks.exists(ended.job())) {
      return;
    }
    String tenant = ended.job().owner().tenantId();
    Scheduler scheduled = scheduler.getObject();
    scheduled.schedule(
        DESCRIPTOR
            .instance(tenant + "/" + ids.next(tenant, Ids.Kind.MESSAGE))
            .data(new Message(ended.job().toString(), messages.write(ended.cycle()), 0))
            .build(),
        clock.instant(),
        ScheduleOptions.defaultOptions());
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        scheduled.triggerCheckForDueExecutions();
      }
    });
  }

  private CompletionHandler<Message> run(TaskInstance<Message> instance, ExecutionContext context) {
    Message message = instance.getData();
    JobKey job = JobKey.parse(message.job);
    Optional<Webhook> webhook = webhooks.find(job);
    if (webhook.isEmpty()) {
      return new CompletionHandler.OnCompleteRemove<>();
    }
    if (!turns.tryAcquire()) {
      return later(message, NO_TURN);
    }
    try {
      Optional<String> failure = sender.send(webhook.get(), messageId(instance), message.body);
      if (failure.isEmpty()) {
        return new CompletionHandler.OnCompleteRemove<>();
      }
      log.info("Webhook of {} did not confirm {}: {}", job, instance.getId(), failure.get());
    } finally {
      turns.release();
    }
    if (message.attempts + 1 == ATTEMPTS) {
      log.warn("Webhook of {} did not confirm {} in {} attempts", job, instance.getId(), ATTEMPTS);
      return new CompletionHandler.OnCompleteRemove<>();
    }
    return later(message.again(), pause(message.attempts));
  }

  /** Id that the receiver gets: the part after the tenant, by which sandboxes find the executions of a tenant. */
  private static String messageId(TaskInstance<Message> instance) {
    return instance.getId().substring(instance.getId().indexOf('/') + 1);
  }

  private CompletionHandler<Message> later(Message message, Duration pause) {
    Instant time = clock.instant().plus(pause);
    return (completed, execution) -> execution.reschedule(completed, time, message);
  }

  /** Pause after an attempt; each is four times as long as the one before. */
  static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (2 * attempts));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
