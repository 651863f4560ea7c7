package io.syncjobs.server.web.development.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that was requested.
 *
 * @param userCode code by which the person finds it
 * @param code secret with which the application redeems it
 * @param request request of the application
 * @param expires end of the time for it
 * @param decision decision of the person
 * @param person user who was chosen; null unless the decision is {@link Decision#APPROVED}
 * @param polled time at which the application last asked for the result; null if it never did
 */
public record SignIn(
    String userCode,
    String code,
    SignInRequest request,
    Instant expires,
    Decision decision,
    @Nullable Person person,
    @Nullable Instant polled) {

  /** Decision of the person at the page. */
  public enum Decision {
    PENDING,
    APPROVED,
    DECLINED
  }

  SignIn approvedAs(Person chosen) {
    return new SignIn(userCode, code, request, expires, Decision.APPROVED, chosen, polled);
  }

  SignIn declined() {
    return new SignIn(userCode, code, request, expires, Decision.DECLINED, null, polled);
  }

  SignIn polledAt(Instant time) {
    return new SignIn(userCode, code, request, expires, decision, person, time);
  }
}
