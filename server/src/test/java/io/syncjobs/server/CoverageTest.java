package io.syncjobs.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.support.http.ResponseCheck;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Whether the tests have seen all that the contract promises. It is the last to run and judges the
 * whole run, so by itself it fails.
 */
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
