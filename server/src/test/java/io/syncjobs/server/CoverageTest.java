package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.http.ResponseCheck;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Checks that the tests have received every success that the contract declares. It runs last and judges the
 * whole run, so it fails when it runs alone. Classes that run isolated follow all others, in the order of their numbers.
 */
@Isolated
@Order(Integer.MAX_VALUE)
class CoverageTest {

  @Test
  void everyDeclaredSuccessWasSeen() {
    TreeSet<String> missing = new TreeSet<>(ResponseCheck.declaredSuccesses());
    missing.removeAll(ResponseCheck.seen());

    assertThat(missing).isEmpty();
  }

  @Test
  void noOtherSuccessWasSeen() {
    TreeSet<String> seen = new TreeSet<>(ResponseCheck.seen());
    seen.removeIf(answer -> !answer.matches(".* [23][0-9][0-9]"));

    assertThat(seen).isNotEmpty().isSubsetOf(ResponseCheck.declaredSuccesses());
  }
}
