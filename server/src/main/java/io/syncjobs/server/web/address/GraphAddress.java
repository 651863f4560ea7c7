package io.syncjobs.server.web.address;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Graph address in its parts. Graph accepts several addresses of one resource: two versions, two roots, keys as segments or in parentheses,
 * actions and functions with or without their namespace, an optional slash at the end. The server implements one of them.
 *
 * @param version {@code v1.0} or {@code beta}
 * @param root {@code applications}, its second name {@code servicePrincipals}, {@code auditLogs}, {@code users}, {@code groups},
 *     {@code sandbox}, {@code synchronization} or {@code $batch}
 * @param below rest of the path, with keys as segments, percent-encoded
 */
public record GraphAddress(String version, String root, String below) {

  private static final String IMPLEMENTED_VERSION = "v1.0";
  private static final String IMPLEMENTED_ROOT = "applications";
  private static final String OTHER_ROOT = "servicePrincipals";
  private static final String NAMESPACE = "microsoft.graph.";
  private static final Pattern ADDRESS = Pattern.compile(
      "/(v1\\.0|beta)/(applications|servicePrincipals|auditLogs|users|groups|sandbox|synchronization|(?:\\$|%24)(?:batch|metadata))((?:[/(].*)?)");
  private static final Pattern KEY = Pattern.compile(
      "(applications|servicePrincipals|jobs|cycles|uploads|templates|directories|provisioning|users|groups)\\((?:(?<=(?:applications|servicePrincipals)\\()appId=)?"
          + "(?:'|%27)(.+)(?:'|%27)\\)");

  /**
   * Parses the undecoded path of a URI; empty if it isn't below one of the roots.
   *
   * @param bound names of actions and functions
   */
  static Optional<GraphAddress> parse(String uriPath, Set<String> bound) {
    Matcher address = ADDRESS.matcher(plainSegments(uriPath, bound));
    if (!address.matches()) {
      return Optional.empty();
    }
    String below = address.group(3);
    if (below.endsWith("/")) {
      below = below.substring(0, below.length() - 1);
    }
    return Optional.of(
        new GraphAddress(address.group(1), address.group(2).replace("%24", "$"), below));
  }

  /** Path in the contract, without the version. */
  public String path() {
    return "/" + root + below;
  }

  /** Path of the implementation in this server. */
  String implementedPath() {
    return "/"
        + IMPLEMENTED_VERSION
        + "/"
        + (root.equals(OTHER_ROOT) ? IMPLEMENTED_ROOT : root)
        + below;
  }

  private static String plainSegments(String path, Set<String> bound) {
    if (path.indexOf('(') < 0 && !path.contains(NAMESPACE)) {
      return path;
    }
    return Arrays.stream(path.split("/", -1))
        .map(segment -> plain(segment, bound))
        .collect(Collectors.joining("/"));
  }

  /** Writes a key in parentheses as a segment of its own, and drops empty parentheses and the namespace of a function. */
  private static String plain(String segment, Set<String> bound) {
    Matcher key = KEY.matcher(segment);
    if (key.matches()) {
      return key.group(1) + "/" + key.group(2);
    }
    String name = segment.endsWith("()") ? segment.substring(0, segment.length() - 2) : segment;
    return name.startsWith(NAMESPACE) && bound.contains(name.substring(NAMESPACE.length()))
        ? name.substring(NAMESPACE.length())
        : name;
  }
}
