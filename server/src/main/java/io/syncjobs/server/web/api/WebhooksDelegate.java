package io.syncjobs.server.web.api;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.engine.EndedCycle;
import io.syncjobs.server.engine.webhook.CycleMessages;
import io.syncjobs.server.engine.webhook.WebhookSender;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.JobStore;
import io.syncjobs.server.job.secret.Webhook;
import io.syncjobs.server.job.secret.WebhookStore;
import io.syncjobs.server.web.api.generated.WebhooksApiDelegate;
import io.syncjobs.server.web.api.generated.model.SynchronizationWebhook;
import io.syncjobs.server.web.api.generated.model.SynchronizationWebhookInfo;
import io.syncjobs.server.web.api.mapper.CycleMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Sets, reads and deletes webhooks of jobs, and writes their messages. */
@Component
class WebhooksDelegate implements WebhooksApiDelegate, CycleMessages {

  private final JobStore jobs;
  private final WebhookStore webhooks;
  private final WebhookSender sender;
  private final TransactionOperations transactions;
  private final GraphLinks links;
  private final JsonMapper json;

  WebhooksDelegate(
      JobStore jobs,
      WebhookStore webhooks,
      WebhookSender sender,
      TransactionOperations transactions,
      GraphLinks links,
      JsonMapper json) {
    this.jobs = jobs;
    this.webhooks = webhooks;
    this.sender = sender;
    this.transactions = transactions;
    this.links = links;
    this.json = json;
  }

  @Override
  public String write(EndedCycle cycle) {
    return json.writeValueAsString(CycleMapper.write(cycle));
  }

  @Override
  public ResponseEntity<SynchronizationWebhookInfo> getWebhook(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    jobs.get(key);
    Webhook webhook = webhooks.find(key).orElseThrow(WebhooksDelegate::missing);
    return ResponseEntity.ok(new SynchronizationWebhookInfo()
        .atOdataContext(
            links.collectionContext(key.owner().applicationId(), "jobs('" + jobId + "')/webhook"))
        .url(webhook.url()));
  }

  private static Refusal missing() {
    return new Refusal(
        ErrorCode.WEBHOOK_NOT_FOUND, "jobId", "The job has no webhook. Set one with PUT.");
  }

  @Override
  public ResponseEntity<Void> replaceWebhook(
      String applicationsId,
      String jobId,
      SynchronizationWebhook body,
      @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    jobs.get(key);
    Webhook webhook = new Webhook(body.getUrl(), body.getSecret());
    sender.requireUsable(webhook);
    transactions.executeWithoutResult(transaction -> {
      // Locks the job, so that it can't be deleted meanwhile.
      jobs.change(key, job -> job);
      webhooks.save(key, webhook);
    });
    return ResponseEntity.noContent().build();
  }

  @Override
  public ResponseEntity<Void> deleteWebhook(
      String applicationsId, String jobId, @Nullable String clientRequestId) {
    JobKey key = Keys.job(applicationsId, jobId);
    jobs.get(key);
    if (!webhooks.delete(key)) {
      throw missing();
    }
    return ResponseEntity.noContent().build();
  }
}
