package io.syncjobs.server.web.development;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scope of a request for tokens.
 *
 * @param permissions permissions of the contract that it names; all of them if it ends in {@code /.default} or names none
 * @param answer scope of the answer: that of the request, and each permission as the request names its resource, so that Microsoft's libraries find the token
 *     in their caches
 */
record Scopes(List<String> permissions, String answer) {

  private static final String DEFAULT = ".default";

  /** Scopes of OpenID Connect, which Microsoft's libraries add to every request. */
  private static final Set<String> OF_SIGN_IN =
      Set.of("openid", "profile", "email", "offline_access");

  /** Reads a scope; empty if it names a permission that is not among those that can be granted. */
  static Optional<Scopes> parse(@Nullable String scope, Collection<String> grantable) {
    List<String> requested = Arrays.stream((scope == null ? "" : scope).split("\\s+"))
        .filter(name -> !name.isEmpty())
        .toList();
    List<String> named =
        requested.stream().filter(name -> !OF_SIGN_IN.contains(name)).toList();
    boolean all =
        named.isEmpty() || named.stream().anyMatch(name -> permission(name).equals(DEFAULT));
    List<String> permissions = all
        ? List.copyOf(grantable)
        : named.stream().map(Scopes::permission).distinct().toList();
    if (!grantable.containsAll(permissions)) {
      return Optional.empty();
    }
    String resource = named.isEmpty() ? "" : resource(named.get(0));
    Set<String> answer = new LinkedHashSet<>(requested);
    if (all) {
      permissions.forEach(permission -> answer.add(resource + permission));
    }
    return Optional.of(new Scopes(permissions, String.join(" ", answer)));
  }

  /** Says how to name permissions. */
  static String advice(Collection<String> grantable) {
    return "Send a scope that ends in '/.default' for all permissions, or some of these: "
        + String.join(", ", grantable)
        + ".";
  }

  private static String permission(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String resource(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }
}
