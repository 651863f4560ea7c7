package io.syncjobs.client;

import io.syncjobs.client.auth.TokenProvider;
import org.junit.jupiter.api.AfterEach;

/** Base of tests with a {@link FaultyServer} and a client of it, for an application whose id needs percent-encoding. */
abstract class WithFaultyServer {

  static final String JOB = "{\"id\":\"scim.1\",\"templateId\":\"scim\"}";
  static final String ERROR = """
      {"error":{"code":"%s","message":"What is wrong.","target":"a/b",
        "details":[{"code":"invalidMember","message":"More."}],
        "innerError":{"date":"2026-11-23T10:00:00","request-id":"r","client-request-id":"c"}}}
      """;

  final FaultyServer server = new FaultyServer();
  final Jobs jobs = client().build().application("a b/c").jobs();

  final SynchronizationClient.Builder client() {
    return SynchronizationClient.builder()
        .baseUrl(server.origin() + "/v1.0/")
        .tokenProvider(TokenProvider.of("the-token"))
        .attempts(3);
  }

  @AfterEach
  void stop() {
    server.close();
  }
}
