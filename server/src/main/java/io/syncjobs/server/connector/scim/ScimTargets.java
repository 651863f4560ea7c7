package io.syncjobs.server.connector.scim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.syncjobs.server.connector.Target;
import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.scim.http.GuardedHttp;
import io.syncjobs.server.connector.scim.http.HttpCalls;
import io.syncjobs.server.job.JobKey;
import io.syncjobs.server.job.secret.Secret;
import io.syncjobs.server.job.secret.SecretSet;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** SCIM 2.0 services (RFC 7644), each reached by an address and a token. Safe for use by many threads. */
@Component
public class ScimTargets implements DisposableBean {

  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_CHECK_BYTES = 1 << 20;
  private static final int MAX_CALL_BYTES = 10 << 20;

  private final JsonMapper json;

  /** Separate from the connections of jobs, so that callers who try bad addresses don't slow jobs down. */
  private final HttpCalls checks;

  private final HttpCalls calls;
  private final Clock clock;

  /** Forgotten after a day, since services learn. */
  private final Cache<FormsKey, PatchForms> forms = Caffeine.newBuilder()
      .maximumSize(1_000)
      .expireAfterWrite(Duration.ofDays(1))
      .build();

  /** Connections to services within this server, whose address is private. */
  private final HttpCalls ownCalls;

  private final OwnTargets own;

  @Autowired
  ScimTargets(
      JsonMapper json, SyncJobsProperties properties, ObjectProvider<OwnTargets> own, Clock clock) {
    this(
        json,
        properties.privateTargets(),
        properties.targetTimeout(),
        own.getIfAvailable(() -> address -> false),
        clock);
  }

  ScimTargets(JsonMapper json, boolean privateAllowed, Duration timeout) {
    this(json, privateAllowed, timeout, address -> false, Clock.systemUTC());
  }

  private ScimTargets(
      JsonMapper json, boolean privateAllowed, Duration timeout, OwnTargets own, Clock clock) {
    this(
        json,
        clock,
        GuardedHttp.unpooled(privateAllowed, CHECK_TIMEOUT, MAX_CHECK_BYTES),
        GuardedHttp.pooled(privateAllowed, timeout, MAX_CALL_BYTES),
        GuardedHttp.pooled(true, timeout, MAX_CALL_BYTES, own.tls()),
        own);
  }

  ScimTargets(
      JsonMapper json,
      Clock clock,
      HttpCalls checks,
      HttpCalls calls,
      HttpCalls ownCalls,
      OwnTargets own) {
    this.json = json;
    this.clock = clock;
    this.checks = checks;
    this.calls = calls;
    this.ownCalls = ownCalls;
    this.own = own;
  }

  @Override
  public void destroy() {
    calls.close();
    ownCalls.close();
    checks.close();
  }

  /**
   * Makes sure that a secret can be used, as far as that can be known without a connection.
   *
   * @throws TargetException if it can't; the message is for whoever sent the secret
   */
  public void requireUsable(Secret secret) {
    String value = Objects.requireNonNullElse(secret.value(), "");
    if (value.isEmpty()) {
      return;
    }
    if (secret.key().equals(Secret.BASE_ADDRESS)) {
      BaseAddress.requireVisible(value);
      BaseAddress.parse(value);
    } else if (secret.key().equals(Secret.SECRET_TOKEN)) {
      Credentials.requireHeader(value);
    }
  }

  /**
   * A service to write entries to. It connects when an entry is read or written.
   *
   * @param job the job that writes, for which the server remembers what forms of changes the service takes
   * @param turns turns of its requests
   * @throws TargetException if the credentials can't be used
   */
  public Target open(JobKey job, SecretSet credentials, Turns turns) {
    ScimClient client = client(calls, credentials, turns);
    FormsKey key = new FormsKey(job, Credentials.of(credentials).address().url());
    return new ScimTarget(client, forms.get(key, each -> new PatchForms()));
  }

  /** As for a job that has written nothing yet. */
  Target open(SecretSet credentials, Turns turns) {
    return new ScimTarget(client(calls, credentials, turns), new PatchForms());
  }

  private record FormsKey(JobKey job, String address) {}

  /**
   * Tries credentials: asks the service for a user that it can't have, as Graph does, and expects an empty list.
   *
   * @throws TargetException if the service gives no list
   */
  public void check(SecretSet credentials) {
    client(checks, credentials, Turns.UNLIMITED)
        .get("/Users?filter=userName%20eq%20%22" + UUID.randomUUID() + "%22&count=1")
        .requireList();
  }

  /**
   * Asks a service for its object types and their attributes; empty if it doesn't describe them.
   *
   * @throws TargetException if the service can't be used
   */
  public List<DiscoveredObject> discover(SecretSet credentials) {
    ScimClient service = client(checks, credentials, Turns.UNLIMITED);
    return service
        .get("/Schemas")
        .description()
        .map(schemas -> ScimDescription.read(
            schemas, service.get("/ResourceTypes").description().orElse(MissingNode.getInstance())))
        .orElse(List.of());
  }

  private ScimClient client(HttpCalls guarded, SecretSet secrets, Turns turns) {
    Credentials credentials = Credentials.of(secrets);
    boolean ours = own.include(credentials.address().url());
    return new ScimClient(ours ? ownCalls : guarded, json, credentials, turns, clock);
  }
}
