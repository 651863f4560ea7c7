package io.syncjobs.server.contract;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the contract.
 *
 * @param id its operationId
 * @param method the HTTP method, in capitals
 * @param path the path as the contract writes it, with parameters in braces and without a version
 * @param parameters everything that it takes in the path, the query and headers
 * @param permissions any one of these is enough to call it
 * @param body what it wants in the body; null if it takes none
 * @param callsTarget whether it waits for the target that jobs write to
 * @param answerType the media type of its successful answer
 */
public record Operation(
    String id,
    String method,
    String path,
    List<Parameter> parameters,
    Set<String> permissions,
    @Nullable RequestBody body,
    boolean callsTarget,
    String answerType) {

  public Operation {
    parameters = List.copyOf(parameters);
    permissions = Set.copyOf(permissions);
  }

  /** The names of the query options that it takes, in the order of the contract. */
  public List<String> queryOptions() {
    return parameters.stream()
        .filter(parameter -> parameter.in() == Parameter.In.QUERY)
        .map(Parameter::name)
        .toList();
  }

  /** The operation that the server implements for this one: those below {@code /servicePrincipals} are the same as those below {@code /applications}. */
  public String implementation() {
    return id.replace("ServicePrincipal", "");
  }
}
