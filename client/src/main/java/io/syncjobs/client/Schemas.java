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
 * Schemas of the jobs and templates of an application, which map objects of the source to objects of the target. Methods throw a {@link
 * io.syncjobs.client.error.SynchronizationException}, namely a {@link io.syncjobs.client.error.NotFoundException} if there is no job with the
 * id; the futures of their {@code Async} forms fail with it. Thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/synchronization-synchronizationschema">Graph's
 *     synchronizationSchema</a>
 */
public final class Schemas {

  private static final int CHANGE_ATTEMPTS = 5;

  private final SchemasApi api;
  private final String ownerId;
  private final Schemas blocking;

  Schemas(Transport transport, String ownerId) {
    this.api = new SchemasApi(transport);
    this.ownerId = ownerId;
    this.blocking = transport.isBlocking() ? this : new Schemas(transport.blocking(true), ownerId);
  }

  /** Reads the schema of a job. */
  public Versioned<SynchronizationSchema> get(String jobId) {
    return Await.result(() -> blocking.getAsync(jobId));
  }

  /** Asynchronous form of {@link #get}. */
  public CompletableFuture<Versioned<SynchronizationSchema>> getAsync(String jobId) {
    return api.getJobSchema(ownerId, jobId, null, null).thenApply(Reply::versioned);
  }

  /** Reads the schema of a template, which its jobs start with. */
  public Versioned<SynchronizationSchema> ofTemplate(String templateId) {
    return Await.result(() -> blocking.ofTemplateAsync(templateId));
  }

  /** Asynchronous form of {@link #ofTemplate}. */
  public CompletableFuture<Versioned<SynchronizationSchema>> ofTemplateAsync(String templateId) {
    return api.getTemplateSchema(ownerId, templateId, null, null).thenApply(Reply::versioned);
  }

  /**
   * Replaces the schema of a job, whatever its version. Parts that aren't in the new schema are deleted.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the schema violates the contract or contradicts itself; its target is the path of
   *     the faulty member
   */
  public void replace(String jobId, SynchronizationSchema schema) {
    Await.result(() -> blocking.replaceAsync(jobId, schema));
  }

  /** Asynchronous form of {@link #replace(String, SynchronizationSchema)}. */
  public CompletableFuture<Void> replaceAsync(String jobId, SynchronizationSchema schema) {
    return save(jobId, schema, null);
  }

  /**
   * Replaces the schema of a job if it still has a given version; otherwise as {@link #replace(String, SynchronizationSchema)}.
   *
   * @param etag version that {@link #get} returned, see {@link Versioned#etag}
   * @throws PreconditionFailedException if the schema has another version; nothing is changed
   * @throws io.syncjobs.client.error.BadRequestException if the schema violates the contract or contradicts itself; its target is the path of
   *     the faulty member
   */
  public void replace(String jobId, SynchronizationSchema schema, String etag) {
    Await.result(() -> blocking.replaceAsync(jobId, schema, etag));
  }

  /** Asynchronous form of {@link #replace(String, SynchronizationSchema, String)}. */
  public CompletableFuture<Void> replaceAsync(
      String jobId, SynchronizationSchema schema, String etag) {
    return save(jobId, schema, Objects.requireNonNull(etag));
  }

  /**
   * Changes a part of the schema of a job: reads it, applies a function and replaces it, provided that nobody else has changed it meanwhile.
   * If somebody has, it starts again, up to 5 times in all.
   *
   * @param change receives the current schema and returns the new one; may be called several times
   * @return the schema that was written
   * @throws PreconditionFailedException if the schema was changed by others each time
   * @throws io.syncjobs.client.error.BadRequestException if the new schema violates the contract or contradicts itself
   */
  public SynchronizationSchema change(String jobId, UnaryOperator<SynchronizationSchema> change) {
    return Await.result(() -> blocking.changeAsync(jobId, change));
  }

  /** Asynchronous form of {@link #change}. */
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

  /** Resets the schema of a job to that of its template. */
  public void reset(String jobId) {
    Await.result(() -> blocking.resetAsync(jobId));
  }

  /** Asynchronous form of {@link #reset}. */
  public CompletableFuture<Void> resetAsync(String jobId) {
    return api.deleteJobSchema(ownerId, jobId, null, null).thenAccept(reply -> {});
  }

  /** Lists the directories of a job's schema: the definitions of its source and target. */
  public List<DirectoryDefinition> directories(String jobId) {
    return Await.result(() -> blocking.directoriesAsync(jobId));
  }

  /** Asynchronous form of {@link #directories}. */
  public CompletableFuture<List<DirectoryDefinition>> directoriesAsync(String jobId) {
    return api.listDirectories(ownerId, jobId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /**
   * Reads a directory of a job's schema.
   *
   * @param directoryId id or name of the directory
   * @throws io.syncjobs.client.error.NotFoundException if there is no such job, or its schema has no such directory
   */
  public DirectoryDefinition directory(String jobId, String directoryId) {
    return Await.result(() -> blocking.directoryAsync(jobId, directoryId));
  }

  /** Asynchronous form of {@link #directory}. */
  public CompletableFuture<DirectoryDefinition> directoryAsync(String jobId, String directoryId) {
    return api.getDirectory(ownerId, jobId, directoryId, null).thenApply(Reply::body);
  }

  /**
   * Asks the target of a job, with the saved secrets, which object types and attributes it has, and returns the definition of its directory
   * with those that it lacked. Nothing is saved; {@link #change} can add the attributes to the schema.
   *
   * @param directoryId id or name of the directory, which has to be the target of a rule
   * @throws io.syncjobs.client.error.NotFoundException if there is no such job, or its schema has no such directory
   * @throws io.syncjobs.client.error.BadRequestException if the directory is no target, or the target can't be asked
   */
  public DirectoryDefinition discover(String jobId, String directoryId) {
    return Await.result(() -> blocking.discoverAsync(jobId, directoryId));
  }

  /** Asynchronous form of {@link #discover}. */
  public CompletableFuture<DirectoryDefinition> discoverAsync(String jobId, String directoryId) {
    return api.discoverDirectory(ownerId, jobId, directoryId, null).thenApply(Reply::body);
  }

  /** Lists the operators that scoping filters can use. */
  public List<FilterOperatorSchema> filterOperators(String jobId) {
    return Await.result(() -> blocking.filterOperatorsAsync(jobId));
  }

  /** Asynchronous form of {@link #filterOperators}. */
  public CompletableFuture<List<FilterOperatorSchema>> filterOperatorsAsync(String jobId) {
    return api.listFilterOperators(ownerId, jobId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /** Lists the functions that expressions can use. */
  public List<AttributeMappingFunctionSchema> functions(String jobId) {
    return Await.result(() -> blocking.functionsAsync(jobId));
  }

  /** Asynchronous form of {@link #functions}. */
  public CompletableFuture<List<AttributeMappingFunctionSchema>> functionsAsync(String jobId) {
    return api.listFunctions(ownerId, jobId, null)
        .thenApply(reply -> reply.complete(reply.body().getValue()));
  }

  /**
   * Parses an expression and, if the request has a test object, evaluates it. Faults of the expression are part of the result.
   *
   * @throws io.syncjobs.client.error.BadRequestException if the request violates the contract
   */
  public ParseExpressionResponse parseExpression(String jobId, ExpressionParsing request) {
    return Await.result(() -> blocking.parseExpressionAsync(jobId, request));
  }

  /** Asynchronous form of {@link #parseExpression}. */
  public CompletableFuture<ParseExpressionResponse> parseExpressionAsync(
      String jobId, ExpressionParsing request) {
    return api.parseExpression(ownerId, jobId, request, null).thenApply(Reply::body);
  }

  /**
   * Parses an expression as {@link #parseExpression} does, with the schema of a template.
   *
   * @throws io.syncjobs.client.error.NotFoundException if there is no template with that id
   * @throws io.syncjobs.client.error.BadRequestException if the request violates the contract
   */
  public ParseExpressionResponse parseTemplateExpression(
      String templateId, ExpressionParsing request) {
    return Await.result(() -> blocking.parseTemplateExpressionAsync(templateId, request));
  }

  /** Asynchronous form of {@link #parseTemplateExpression}. */
  public CompletableFuture<ParseExpressionResponse> parseTemplateExpressionAsync(
      String templateId, ExpressionParsing request) {
    return api.parseTemplateExpression(ownerId, templateId, request, null).thenApply(Reply::body);
  }

  private CompletableFuture<Void> save(
      String jobId, SynchronizationSchema schema, @Nullable String etag) {
    return api.replaceJobSchema(ownerId, jobId, schema, null, etag).thenAccept(reply -> {});
  }
}
