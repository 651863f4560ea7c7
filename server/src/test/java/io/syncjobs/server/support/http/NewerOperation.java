package io.syncjobs.server.support.http;

import java.lang.module.ModuleDescriptor.Version;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** Call of an operation that came after the version of the server, thrown before the call is sent. */
public final class NewerOperation extends RuntimeException {

  private static final JsonNode OWN = Contracts.own();
  private static final Operations OPERATIONS = new Operations(OWN);
  private static final Version SERVER = version(Contracts.ofServer().at("/info/version"));

  private NewerOperation(String operation, Version since) {
    super("The server is of version %s; %s exists since %s.".formatted(SERVER, operation, since));
  }

  /** Refuses a call if the server can't know its operation yet. */
  static void refuse(String method, URI uri) {
    if (SERVER.compareTo(version(OWN.at("/info/version"))) >= 0) {
      return;
    }
    String operation = OPERATIONS.find(method, uri.getRawPath());
    if (operation != null) {
      Version since = version(OWN.at(operation + "/x-since"));
      if (since.compareTo(SERVER) > 0) {
        throw new NewerOperation(OWN.at(operation + "/operationId").stringValue(), since);
      }
    }
  }

  /** Tells whether the server is of an earlier version than this one. */
  public static boolean isServerOlderThan(String version) {
    return SERVER.compareTo(Version.parse(version)) < 0;
  }

  private static Version version(JsonNode text) {
    return Version.parse(text.stringValue());
  }

  /** Skips the test that failed if the reason is such a call, however the client or an assertion has wrapped it. */
  public static void skip(Throwable failure) {
    Deque<Throwable> causes = new ArrayDeque<>();
    causes.add(failure);
    for (int seen = 0; !causes.isEmpty() && seen < 100; seen++) {
      Throwable cause = causes.remove();
      Assumptions.assumeFalse(cause instanceof NewerOperation, cause.getMessage());
      if (cause.getCause() != null) {
        causes.add(cause.getCause());
      }
      causes.addAll(List.of(cause.getSuppressed()));
    }
  }
}
