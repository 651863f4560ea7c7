package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.group;
import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.model.UploadedRecord;
import io.syncjobs.server.support.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** References to entries that arrive later. Each page holds one entry, and failed entries aren't retried on their own, so only references lead to further writes. */
@ParameterizedClass
@MethodSource("combinations")
class ReferencesTest extends EngineTestBase {

  ReferencesTest(Combination combination) {
    super(combination);
  }

  @Override
  List<String> settings() {
    return Stream.concat(
            TestServer.RUNNING.stream().filter(setting -> !setting.contains("escrow-gap")),
            Stream.of("--syncjobs.engine.escrow-gap=PT1H", "--syncjobs.engine.page-size=1"))
        .toList();
  }

  private static UploadedRecord titled(UploadedRecord user) {
    return user.otherMember("title", user.getExternalId());
  }

  @BeforeEach
  void failWithoutTitle() {
    matchByTitle();
    tenancy.bring(user("bob"), titled(user("ada", "bob")), group("staff", "ada", "bob"));

    tenancy.runOutbound();

    assertThat(users().keySet()).containsExactly("ada@example.com");
    assertThat(managerOfAda()).isEmpty();
    assertThat(members()).containsExactly(id("ada"));
  }

  private String managerOfAda() {
    return theUser("ada").path(Tenancy.ENTERPRISE).at("/manager/value").asString("");
  }

  @Test
  void whoReferredToItDoesOnceItIsThere() {
    tenancy.bring(titled(user("bob")));

    tenancy.runOutbound();

    assertThat(managerOfAda()).isEqualTo(id("bob"));
    assertThat(members()).containsExactlyInAnyOrder(id("ada"), id("bob"));
  }

  /** The engine reads the next page before the results of this one are known. */
  @Test
  void alsoIfItComesInThePageBefore() {
    tenancy.bring(
        titled(user("bob")), titled(user("ada", "bob")).otherMember("displayName", "Another"));

    tenancy.runOutbound();

    assertThat(theUser("ada").path("displayName").stringValue()).isEqualTo("Another");
    assertThat(managerOfAda()).isEqualTo(id("bob"));
  }
}
