package io.syncjobs.server.connector.scim.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Reasons why no connection with TLS comes about. */
enum TlsFault {
  EXPIRED("its certificate has expired", "Have it renewed."),
  NOT_YET_VALID(
      "its certificate is not valid yet", "Have it replaced, or correct the server's clock."),
  OTHER_HOST(
      "its certificate is for another host",
      "Write a host of the certificate into the BaseAddress, or have a certificate for this one issued."),
  UNTRUSTED(
      "its certificate is self-signed, or its issuer is not trusted",
      "Have it signed by a trusted authority, or let the server's operator add it to the trusted certificates of Java."),
  WITHOUT_TLS(
      "it answers without TLS",
      "Correct the port of the BaseAddress. If the service speaks plain HTTP there and that is meant, begin the BaseAddress with http://."),
  ENDED(
      "it ends the handshake, as a service does that speaks plain HTTP there, or another version of TLS",
      "Correct the port of the BaseAddress, or have the service speak TLS 1.2 or 1.3."),
  OTHER("the handshake fails", "Have its TLS mended, or correct the BaseAddress.");

  private final String what;
  private final String mend;

  TlsFault(String what, String mend) {
    this.what = what;
    this.mend = mend;
  }

  /** Fault that a failure of TLS tells. */
  static TlsFault of(Throwable failure) {
    // The cause is the most precise.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return EXPIRED;
      }
      if (cause instanceof CertificateNotYetValidException) {
        return NOT_YET_VALID;
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "").toLowerCase(Locale.ROOT);
      if (cause instanceof SSLPeerUnverifiedException
          || (cause instanceof CertificateException
              && (message.contains("subject alternative")
                  || message.contains("no name matching")))) {
        return OTHER_HOST;
      }
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException
          || cause instanceof CertificateException) {
        return UNTRUSTED;
      }
      if (message.contains("unsupported or unrecognized ssl message")
          || message.contains("plaintext")) {
        return WITHOUT_TLS;
      }
      if (message.contains("terminated the handshake")
          || message.contains("fatal alert")
          || message.contains("connection reset")
          || message.contains("protocol_version")) {
        return ENDED;
      }
    }
    return OTHER;
  }

  /** @param place host and port */
  String saying(String place) {
    return "There is no trusted TLS connection to " + place + ": " + what + ". " + mend;
  }
}
