package io.syncjobs.server.web.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.web.hostile.Value.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * A request without the ids of its resources.
 *
 * @param operation called operation
 * @param what the change
 * @param path path parameters that differ from the usual ones
 * @param query names and values
 * @param headers names and values
 * @param body one character for each byte; null for none
 * @param verdict verdict of the contract
 * @param target required target of a refusal; null if any
 */
record HostileRequest(
    Operation operation,
    String what,
    Map<String, String> path,
    List<Map.Entry<String, String>> query,
    List<Map.Entry<String, String>> headers,
    @Nullable String body,
    Verdict verdict,
    @Nullable String target) {

  /** Combines two requests. The combined verdict is open if one is, unless the other is bad. */
  HostileRequest with(HostileRequest other) {
    Map<String, String> paths = new HashMap<>(path);
    paths.putAll(other.path);
    List<Map.Entry<String, String>> queries = new ArrayList<>(query);
    queries.addAll(other.query);
    List<Map.Entry<String, String>> all = new ArrayList<>(headers);
    all.addAll(other.headers);
    return new HostileRequest(
        operation,
        what + "; " + other.what,
        paths,
        queries,
        all,
        other.what.startsWith("body") ? other.body : body,
        Verdict.OPEN,
        null);
  }

  /** Address without the origin. */
  String address(String version, Map<String, String> usual) {
    String address = operation.path();
    for (Map.Entry<String, String> parameter : usual.entrySet()) {
      String value = path.getOrDefault(parameter.getKey(), parameter.getValue());
      address = address.replace("{" + parameter.getKey() + "}", UriUtils.encode(value, UTF_8));
    }
    String options = query.stream()
        .map(option -> UriUtils.encode(option.getKey(), UTF_8) + "="
            + UriUtils.encode(option.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
    return version + address + (options.isEmpty() ? "" : "?" + options);
  }
}
