package io.syncjobs.client;

import io.syncjobs.client.error.PreconditionFailedException;
import io.syncjobs.client.internal.Await;
import io.syncjobs.client.internal.Reply;
import io.syncjobs.client.internal.Transport;
import io.syncjobs.client.internal.generated.SchemasApi;
import io.syncjobs.client.model.AttributeMappingFunctionSchema;
import io.syncjobs.client.model.DirectoryDefinition;
import io.syncjobs.client.model.ExpressionParsing;
import io.syncjobs.client.model.FilterOperatorSchema;
import io.syncjobs.client.model.ParseExpressionResponse;
import io.syncjobs.client.model.SynchronizationSchema;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the jobs of an application map the objects of their source to those of their target. Methods throw a {@link
 * io.syncjobs.client.error.SynchronizationException}, a {@link io.syncjobs.client.error.NotFoundException} if there is no such job; the futures
 * of their {@code Async} twins fail with it. Safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationschema">Graph's
 *     synchronizationSchema</a>
 */
public final class Schemas {

  private static final int CHANGE_ATTEMPTS = 5;

  private final SchemasApi api;
  private final String ownerId;

  Schemas(Transport transport, String ownerId) {
    this.api = new SchemasApi(transport);
    this.ownerId = ownerId;
  }

  /** The schema that a job works by, and its version. */
  public Versioned<SynchronizationSchema> get(String jobId) {
    return Await.result(() -> getAsync(jobId));
  }

  /** Does what {@link #get} does. */
  public CompletableFuture<Versioned<SynchronizationSchema>> getAsync(String jobId) {
    return api.getJobSchema(ownerId, jobId, null, null).thenApply(Reply::versioned);
  }

  /** The schema that jobs of a template start with, and its version. */
  public Versioned<SynchronizationSchema> ofTemplate(String templateId) {
    return Await.result(() -> ofTemplateAsync(templateId));
  }

  /** Does what {@link #ofTemplate} does. */
  public CompletableFuture<Versioned<SynchronizationSchema>> ofTemplateAsync(String templateId) {
    return api.getTemplateSchema(ownerId, templateId, null, null).thenApply(Reply::versioned);
  }

  /**
   * Replaces a job's schema, whatever its version; what is left out is gone.
   *
   * @throws io.syncjobs.client.error.BadRequestException if it isn't as the contract says or doesn't hold together; its target is the place
   */
  public void replace(String jobId, SynchronizationSchema schema) {
    Await.result(() -> replaceAsync(jobId, schema));
  }

  /** Does what {@link #replace(String, SynchronizationSchema)} does. */
  public CompletableFuture<Void> replaceAsync(String jobId, SynchronizationSchema schema) {
    return save(jobId, schema, null);
  }

  /**
   * Replaces a job's schema if it still has the version that was read; what is left out is gone.
   *
   * @throws PreconditionFailedException if it has changed since; it stays as it is then
   * @throws io.syncjobs.client.error.BadRequestException if it isn't as the contract says or doesn't hold together; its target is the place
   */
  public void replace(String jobId, SynchronizationSchema schema, String etag) {
    Await.result(() -> replaceAsync(jobId, schema, etag));
  }

  /** Does what {@link #replace(String, SynchronizationSchema, String)} does. */
  public CompletableFuture<Void> replaceAsync(
      String jobId, SynchronizationSchema schema, String etag) {
    return save(jobId, schema, Objects.requireNonNull(etag));
  }

  /**
   * Changes a part of a job's schema: reads it, has it changed and writes it back, unless somebody else has changed it in between. Then it does so
   * again, up to 5 times in all.
   *
   * @param change gets the schema as it is and gives the one to have; may be called several times
   * @return the schema as it was written
   * @throws PreconditionFailedException if somebody else was faster each time
   * @throws io.syncjobs.client.error.BadRequestException if the changed schema isn't as the contract says or doesn't hold together
   */
  public SynchronizationSchema change(String jobId, UnaryOperator<SynchronizationSchema> change) {
    return Await.result(() -> changeAsync(jobId, change));
  }

  /** Does what {@link #change} does. */
  public CompletableFuture<SynchronizationSchema> changeAsync(
      String jobId, UnaryOperator<SynchronizationSchema> change) {
    return change(jobId, change, 1);
  }

  private CompletableFuture<SynchronizationSchema> change(
      String jobId, UnaryOperator<SynchronizationSchema> change, int attempt) {
    return getAsync(jobId)
        .thenCompose(read -> {
          SynchronizationSchema changed = change.apply(read.value());
          return save(jobId, changed, read.etag()).thenApply(done -> changed);
        })
        .exceptionallyCompose(thrown -> {
          Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
          return cause instanceof PreconditionFailedException && attempt < CHANGE_ATTEMPTS
              ? change(jobId, change, attempt + 1)
              : CompletableFuture.failedFuture(thrown);
        });
  }

  /** Gives a job the schema of its template again. */
  public void reset(String jobId) {
    Await.result(() -> resetAsync(jobId));
  }

  /** Does what {@link #reset} does. */
  public CompletableFuture<Void> resetAsync(String jobId) {
    return api.deleteJobSchema(ownerId, jobId, null, null).thenAccept(reply -> {});
  }

  /** What a job's schema knows of its source and target. */
  public List<DirectoryDefinition> directories(String jobId) {
    return Await.result(() -> directoriesAsync(jobId));
  }

  /** Does what {@link #directories} does. */
  public CompletableFuture<List<DirectoryDefinition>> directoriesAsync(String jobId) {
    return api.listDirectories(ownerId, jobId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /**
   * One of them, by id or name.
   *
   * @throws io.syncjobs.client.error.NotFoundException also if the schema has no such directory
   */
  public DirectoryDefinition directory(String jobId, String directoryId) {
    return Await.result(() -> directoryAsync(jobId, directoryId));
  }

  /** Does what {@link #directory} does. */
  public CompletableFuture<DirectoryDefinition> directoryAsync(String jobId, String directoryId) {
    return api.getDirectory(ownerId, jobId, directoryId, null).thenApply(Reply::body);
  }

  /** The operators that scoping filters can use. */
  public List<FilterOperatorSchema> filterOperators(String jobId) {
    return Await.result(() -> filterOperatorsAsync(jobId));
  }

  /** Does what {@link #filterOperators} does. */
  public CompletableFuture<List<FilterOperatorSchema>> filterOperatorsAsync(String jobId) {
    return api.listFilterOperators(ownerId, jobId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /** The functions that expressions can use. */
  public List<AttributeMappingFunctionSchema> functions(String jobId) {
    return Await.result(() -> functionsAsync(jobId));
  }

  /** Does what {@link #functions} does. */
  public CompletableFuture<List<AttributeMappingFunctionSchema>> functionsAsync(String jobId) {
    return api.listFunctions(ownerId, jobId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /**
   * Reads an expression, and evaluates it on the request's test object if there is one. What is wrong with an expression stands in the answer.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the request isn't as the contract says
   */
  public ParseExpressionResponse parseExpression(String jobId, ExpressionParsing request) {
    return Await.result(() -> parseExpressionAsync(jobId, request));
  }

  /** Does what {@link #parseExpression} does. */
  public CompletableFuture<ParseExpressionResponse> parseExpressionAsync(
      String jobId, ExpressionParsing request) {
    return api.parseExpression(ownerId, jobId, request, null).thenApply(Reply::body);
  }

  /**
   * Does what {@link #parseExpression} does, before there is a job.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no such template
   * @throws io.syncjobs.client.error.BadRequestException if the request isn't as the contract says
   */
  public ParseExpressionResponse parseTemplateExpression(
      String templateId, ExpressionParsing request) {
    return Await.result(() -> parseTemplateExpressionAsync(templateId, request));
  }

  /** Does what {@link #parseTemplateExpression} does. */
  public CompletableFuture<ParseExpressionResponse> parseTemplateExpressionAsync(
      String templateId, ExpressionParsing request) {
    return api.parseTemplateExpression(ownerId, templateId, request, null).thenApply(Reply::body);
  }

  private CompletableFuture<Void> save(
      String jobId, SynchronizationSchema schema, @Nullable String etag) {
    return api.replaceJobSchema(ownerId, jobId, schema, null, etag).thenAccept(reply -> {});
  }
}
