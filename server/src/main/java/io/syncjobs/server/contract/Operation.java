package io.syncjobs.server.contract;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the contract.
 *
 * @param id {@code operationId}
 * @param method HTTP method, in capitals
 * @param path path in the contract, with parameters in braces and without a version
 * @param parameters parameters in path, query and headers
 * @param permissions permissions, any of which is enough
 * @param body required form of the body; null if the operation takes none
 * @param callsTarget true if the operation waits for the target of a job
 * @param dispatches true if the operation only passes on requests, each of which is admitted by itself
 * @param bound true for an action or function of OData, whose name can be written with its namespace
 * @param answerType media type of the successful answer
 * @param pointer place in the document
 */
public record Operation(
    String id,
    String method,
    String path,
    List<Parameter> parameters,
    Set<String> permissions,
    @Nullable RequestBody body,
    boolean callsTarget,
    boolean dispatches,
    boolean bound,
    String answerType,
    String pointer) {

  public Operation {
    parameters = List.copyOf(parameters);
    permissions = Set.copyOf(permissions);
  }

  /** Names of the query options, in the order of the contract. */
  public List<String> queryOptions() {
    return parameters.stream()
        .filter(parameter -> parameter.in() == Parameter.In.QUERY)
        .map(Parameter::name)
        .toList();
  }

  /** Id of the operation that implements this one: {@code /servicePrincipals} is a second name of {@code /applications}. */
  public String implementation() {
    return id.replace("ServicePrincipal", "");
  }
}
