package io.syncjobs.server.connector.scim;

import io.syncjobs.server.connector.scim.http.HttpCalls;
import java.time.Clock;
import tools.jackson.databind.json.JsonMapper;

/** The connector of SCIM services over a transport that a test brings. */
public final class ScimTargetsOver {

  private ScimTargetsOver() {}

  /** Targets that are reached through some transport only. */
  public static ScimTargets calls(HttpCalls calls, JsonMapper json, Clock clock) {
    return new ScimTargets(json, clock, calls, calls, calls, address -> false);
  }
}
