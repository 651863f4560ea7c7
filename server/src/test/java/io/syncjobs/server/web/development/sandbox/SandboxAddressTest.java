package io.syncjobs.server.web.development.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import org.junit.jupiter.api.Test;

/** Requests at addresses that look like those of the sandbox. */
class SandboxAddressTest {

  @Test
  void saysWhereOperationsAreIfTheirAddressHasNoVersion() {
    TestServer server = Database.SQLITE.server(TestServer.RUNNING);

    Raw.Answer answer = Raw.with(server, "").send("POST", "/sandbox/seedDirectory");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().path("detail").stringValue())
        .contains("/v1.0/sandbox/seedDirectory", "/sandbox/{tenant}/scim/v2");
  }
}
