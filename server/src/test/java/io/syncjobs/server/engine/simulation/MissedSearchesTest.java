package io.syncjobs.server.engine.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.connector.scim.http.HttpResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Targets that answer 404 to a search that finds nothing. */
@ResourceLock(World.NAME)
class MissedSearchesTest extends FoundFaultsBase {

  private static final String NOT_FOUND =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"404\",\"detail\":\"User not found\"}";

  private void answerWith404(String text) {
    world.http.breakAt(text, () -> new HttpResult(404, null, NOT_FOUND.getBytes(UTF_8)));
  }

  @Test
  void nobodyIsFoundAndAllGetAccounts() {
    begin(Quirks.NONE);
    answerWith404("filter=");
    user("ada", true);
    user("bob", true);

    cycle();

    assertThat(accounts()).containsExactlyInAnyOrder("ada", "bob");
    world.http.breakAt(null, null);
    assertNothingLeftToDo();
  }

  @Test
  void anAddressThatHasNothingIsToBeCorrected() {
    begin(Quirks.NONE);
    answerWith404("GET /scim/");
    user("ada", true);

    cycle();

    assertThat(accounts()).isEmpty();
    assertThat(String.valueOf(tenant.job(tenant.outbound).progress().quarantine()))
        .contains("Correct the BaseAddress");
  }
}
