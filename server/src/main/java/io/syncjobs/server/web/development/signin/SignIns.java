package io.syncjobs.server.web.development.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.syncjobs.server.web.development.signin.SignIn.Decision;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sign-ins that applications requested, in memory. Each can be decided once and redeemed once. Safe for use by many threads. */
public final class SignIns {

  /** Time in which a person can sign in, as at Entra. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /** Time that a device waits between two polls. Entra's 5 seconds would only slow down tests. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Half of the interval, because the way of a request through the network varies. */
  private static final Duration SHORTEST_GAP = INTERVAL.dividedBy(2);

  /** Limit of the memory that callers without a token can take. */
  private static final int MOST = 10_000;

  /** Consonants only, so that no words arise, as RFC 8628 suggests. */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private static final int HALF = 4;
  private static final int SECRET_BYTES = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** Sign-ins by user code. They stay for twice their lifetime, so that a late poll is told that the code has expired. */
  private final Cache<String, SignIn> byUserCode = Caffeine.newBuilder()
      .maximumSize(MOST)
      .expireAfterWrite(LIFETIME.multipliedBy(2))
      .build();

  private final Cache<String, String> userCodes = Caffeine.newBuilder()
      .maximumSize(MOST)
      .expireAfterWrite(LIFETIME.multipliedBy(2))
      .build();

  public SignIns(Clock clock) {
    this.clock = clock;
  }

  /** Registers a request. */
  public SignIn start(SignInRequest request) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    SignIn signIn = new SignIn(
        userCode(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
        request,
        clock.instant().plus(LIFETIME),
        Decision.PENDING,
        null,
        null);
    byUserCode.put(signIn.userCode(), signIn);
    userCodes.put(signIn.code(), signIn.userCode());
    return signIn;
  }

  private String userCode() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 2 * HALF; i++) {
      code.append(i == HALF ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  /** The sign-in that waits for a person under a code, which may be typed with other spaces, hyphens and cases. */
  public Optional<SignIn> pending(String typed) {
    return Optional.ofNullable(byUserCode.getIfPresent(normalize(typed)))
        .filter(signIn -> signIn.decision() == Decision.PENDING && !isExpired(signIn));
  }

  private static String normalize(String typed) {
    String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    return letters.length() == 2 * HALF
        ? letters.substring(0, HALF) + "-" + letters.substring(HALF)
        : letters;
  }

  /** Signs in a user; empty if the sign-in no longer waits. */
  public Optional<SignIn> approve(String userCode, Person person) {
    return decide(userCode, signIn -> signIn.approvedAs(person));
  }

  /** Declines a sign-in; empty if it no longer waits. */
  public Optional<SignIn> decline(String userCode) {
    return decide(userCode, SignIn::declined);
  }

  private Optional<SignIn> decide(String userCode, UnaryOperator<SignIn> decision) {
    AtomicReference<@Nullable SignIn> decided = new AtomicReference<>();
    byUserCode.asMap().computeIfPresent(normalize(userCode), (code, signIn) -> {
      if (signIn.decision() != Decision.PENDING || isExpired(signIn)) {
        return signIn;
      }
      SignIn now = decision.apply(signIn);
      decided.set(now);
      return now;
    });
    return Optional.ofNullable(decided.get());
  }

  /** The sign-in with a secret; empty if there is none or it was redeemed. */
  public Optional<SignIn> find(String code) {
    return Optional.ofNullable(userCodes.getIfPresent(code)).map(byUserCode::getIfPresent);
  }

  public boolean isExpired(SignIn signIn) {
    return clock.instant().isAfter(signIn.expires());
  }

  /** Notes that a device asked for the result; false if it did so too soon after the last time. */
  public boolean poll(SignIn signIn) {
    Instant now = clock.instant();
    byUserCode
        .asMap()
        .computeIfPresent(signIn.userCode(), (code, current) -> current.polledAt(now));
    Instant last = signIn.polled();
    return last == null || Duration.between(last, now).compareTo(SHORTEST_GAP) >= 0;
  }

  /** Ends a sign-in that has been decided; false if another request has just done so. */
  public boolean redeem(SignIn signIn) {
    userCodes.invalidate(signIn.code());
    return byUserCode.asMap().remove(signIn.userCode()) != null;
  }
}
