package io.syncjobs.server.connector.scim.http;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says why no answer came from a target. */
public final class Unreachable {

  private Unreachable() {}

  /**
   * Translates what a call through {@link HttpCalls} failed with.
   *
   * @param host of the target
   * @param failure that came instead of an answer
   * @param timeout of the call
   */
  public static TargetException because(String host, Throwable failure, Duration timeout) {
    if (failure instanceof PublicAddresses.PrivateAddressException) {
      return problem(
          Problem.NOT_ALLOWED,
          "The host "
              + host
              + " has a private address. Let the server's operator set syncjobs.private-targets if that is meant.");
    }
    if (failure instanceof UnknownHostException) {
      return problem(
          Problem.NOT_FOUND, "There is no host " + host + " in DNS. Correct the BaseAddress.");
    }
    if (failure instanceof InterruptedIOException) {
      return atRequest(
          Problem.TIMEOUT,
          host + " didn't answer within " + timeout.toSeconds() + " seconds.",
          "See whether a firewall is between, or the service overloaded.");
    }
    if (failsTls(failure)) {
      return problem(
          Problem.TLS_FAILED,
          "There is no trusted TLS connection to " + host
              + ". Have its certificate mended, or correct the BaseAddress.");
    }
    if (failure instanceof GuardedHttp.TooLargeException) {
      return atRequest(
          Problem.NOT_SCIM,
          host + " answered with more than a SCIM 2.0 service would.",
          "Correct the BaseAddress.");
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return problem(
          Problem.CONNECTION_REFUSED,
          host + " refuses connections. Correct the BaseAddress, or have the service started.");
    }
    return atRequest(
        Problem.CONNECTION_REFUSED,
        host + " broke the connection before it had answered.",
        "Correct the BaseAddress, or have the service started.");
  }

  /** True if no connection with TLS came about. One that breaks later fails with a plain exception of TLS too, caused by the network's. */
  private static boolean failsTls(Throwable failure) {
    return failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLException && failure.getCause() == null);
  }

  private static TargetException atRequest(Problem problem, String what, String mend) {
    return TargetException.atRequest(problem, Secret.BASE_ADDRESS, what, mend, "");
  }

  private static TargetException problem(Problem problem, String message) {
    return new TargetException(problem, Secret.BASE_ADDRESS, message);
  }
}
