package io.syncjobs.server.connector.scim.http;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import io.syncjobs.server.job.secret.Secret;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.HttpException;

/** Says why no answer came from a target. */
public final class Unreachable {

  private Unreachable() {}

  /**
   * Translates what a call through {@link HttpCalls} failed with.
   *
   * @param address address of the target
   * @param failure that came instead of an answer
   * @param timeout of the call
   */
  public static TargetException because(URI address, Throwable failure, Duration timeout) {
    String host = host(address);
    String place = place(address);
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
          place + " didn't answer within " + timeout.toSeconds() + " seconds.",
          "See whether a firewall is between, or the service overloaded.");
    }
    if (failsTls(failure)) {
      return problem(Problem.TLS_FAILED, TlsFault.of(failure).saying(place));
    }
    if (failure instanceof GuardedHttp.TooLargeException) {
      return atRequest(
          Problem.NOT_SCIM,
          place + " answered with more than a SCIM 2.0 service would.",
          "Correct the BaseAddress.");
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return problem(
          Problem.CONNECTION_REFUSED,
          place + " refuses connections. Correct the BaseAddress, or have the service started.");
    }
    if (failure.getCause() instanceof HttpException) {
      return atRequest(
          Problem.NOT_SCIM,
          place + " answered with something that isn't HTTP.",
          isPlain(address)
              ? "If it speaks TLS on this port, begin the BaseAddress with https://. Otherwise correct the port of the BaseAddress."
              : "Correct the port of the BaseAddress.");
    }
    return atRequest(
        Problem.CONNECTION_REFUSED,
        place + " broke the connection before it had answered.",
        isPlain(address)
            ? "If it speaks TLS on this port, begin the BaseAddress with https://. Otherwise correct the BaseAddress, or have the service started."
            : "Correct the BaseAddress, or have the service started.");
  }

  private static String authority(URI address) {
    return Objects.requireNonNullElse(address.getRawAuthority(), "");
  }

  private static String host(URI address) {
    return authority(address).replaceFirst(":[0-9]*$", "");
  }

  /** Host and port. */
  private static String place(URI address) {
    String authority = authority(address);
    return authority.matches(".*:[0-9]+")
        ? authority
        : host(address) + (isPlain(address) ? ":80" : ":443");
  }

  private static boolean isPlain(URI address) {
    return "http".equalsIgnoreCase(address.getScheme());
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
