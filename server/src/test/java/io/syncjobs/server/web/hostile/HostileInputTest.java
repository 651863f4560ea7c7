package io.syncjobs.server.web.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Operation;
import io.syncjobs.server.support.Database;
import io.syncjobs.server.support.Raw;
import io.syncjobs.server.support.TestServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No input causes an internal error, and every answer conforms to the contract. Input beyond a limit is refused with its place; input within all
 * limits isn't. A run prints its seed; {@code -Dhostile.seed} repeats it, and {@code -Dhostile.requests} makes it longer.
 */
class HostileInputTest {

  private static final int REQUESTS = Integer.getInteger("hostile.requests", 2600);
  private static final long SEED = Long.getLong("hostile.seed", System.nanoTime());

  private static final Contract CONTRACT = Contract.load();
  private static final Map<Operation, List<HostileRequest>> ALL = new LinkedHashMap<>();

  static {
    CONTRACT
        .operations()
        .forEach(operation -> ALL.put(operation, Requests.of(CONTRACT, operation)));
  }

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @EnumSource(Database.class)
  void refusesOrAcceptsAnyInput(Database database) {
    System.out.println("Hostile requests to " + database + ": -Dhostile.seed=" + SEED);
    Attack attack = new Attack(Raw.of(database.server(), TestServer.newId()), SEED);
    int sent = 0;
    List<AssertionError> failures = new ArrayList<>();

    for (HostileRequest request : chosen(REQUESTS / Database.values().length)) {
      try {
        attack.make(request);
      } catch (AssertionError e) {
        failures.add(e);
      }
      sent++;
    }
    if (!failures.isEmpty()) {
      AssertionError all = new AssertionError(
          failures.size() + " of " + sent + ": " + failures.get(0).getMessage(), failures.get(0));
      failures.stream().skip(1).limit(20).forEach(all::addSuppressed);
      throw all;
    }

    assertThat(sent).isGreaterThanOrEqualTo(REQUESTS / Database.values().length);
    attack.assertAlive();
  }

  /** PostgreSQL fails at the character NUL, and no encoding has half of a surrogate pair. */
  @ParameterizedTest
  @EnumSource(Database.class)
  void refusesWhatCannotBeStoredInEachTextOfTheContract(Database database) {
    Attack attack = new Attack(Raw.of(database.server(), TestServer.newId()), SEED);
    List<HostileRequest> all = ALL.values().stream()
        .flatMap(List::stream)
        .filter(request -> request.what().contains("NUL") || request.what().contains("surrogate"))
        .toList();

    assertThat(all).hasSizeGreaterThan(500).allSatisfy(attack::make);
    attack.assertAlive();
  }

  /** Chooses from all operations: each request alone first, then random combinations. */
  private List<HostileRequest> chosen(int count) {
    int each = count / ALL.size() + 1;
    List<HostileRequest> chosen = new ArrayList<>();
    for (List<HostileRequest> requests : ALL.values()) {
      List<HostileRequest> shuffled = new ArrayList<>(requests);
      Collections.shuffle(shuffled, random);
      chosen.addAll(shuffled.subList(0, Math.min(each, shuffled.size())));
      for (int i = shuffled.size(); i < each; i++) {
        chosen.add(any(requests).with(any(requests)).with(any(requests)));
      }
    }
    return chosen;
  }

  private HostileRequest any(List<HostileRequest> requests) {
    return requests.get(random.nextInt(requests.size()));
  }
}
