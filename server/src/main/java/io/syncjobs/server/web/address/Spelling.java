package io.syncjobs.server.web.address;

import io.syncjobs.server.contract.Operation;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spells the names in addresses as the contract does, since Graph takes them in any case. Keys stay as they are.
 *
 * @see <a href="https://learn.microsoft.com/graph/use-the-api">Microsoft on the parts of an address</a>
 */
final class Spelling {

  private static final String NAMESPACE = "microsoft.graph.";

  private final Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Names of which a key is the next segment. */
  private final Set<String> keyed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** Names of actions and functions, which may stand in the place of a key. */
  private final Set<String> bound;

  /** @param bound names of actions and functions */
  Spelling(Collection<Operation> operations, Set<String> bound) {
    this.bound = bound;
    Set.of("v1.0", "beta", "servicePrincipals").forEach(name -> names.put(name, name));
    keyed.add("servicePrincipals");
    for (Operation operation : operations) {
      String before = "";
      for (String segment : operation.path().split("/", -1)) {
        if (segment.startsWith("{")) {
          keyed.add(before);
        } else {
          names.put(segment, segment);
        }
        before = segment;
      }
    }
    bound.forEach(name -> names.put(NAMESPACE + name, NAMESPACE + name));
  }

  /** The path of a URI with all names that the contract has spelled alike. */
  String of(String uriPath) {
    String[] segments = uriPath.split("/", -1);
    boolean isKey = false;
    for (int i = 0; i < segments.length; i++) {
      int parenthesis = segments[i].indexOf('(');
      String written = parenthesis < 0 ? segments[i] : segments[i].substring(0, parenthesis);
      @Nullable String name = names.get(written);
      if (name != null && (!isKey || isBound(name))) {
        segments[i] = name + segments[i].substring(written.length());
        isKey = parenthesis < 0 && keyed.contains(name);
      } else {
        isKey = false;
      }
    }
    return String.join("/", segments);
  }

  private boolean isBound(String name) {
    return bound.contains(name) || name.startsWith(NAMESPACE);
  }
}
