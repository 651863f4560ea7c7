package io.syncjobs.server.platform.startup;

import org.apache.catalina.LifecycleException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Reports an address or a certificate that the server can't use. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class WebServerFailureAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (each instanceof PortInUseException port) {
        return new FailureAnalysis(
            "Port " + port.getPort() + " is in use by another program.",
            "End that program, or set server.port to another port; for health and metrics, management.server.port.",
            each);
      }
      if (each instanceof LifecycleException) {
        return new FailureAnalysis(
            "The server can't listen at its address: "
                + NestedExceptionUtils.getMostSpecificCause(each).getMessage(),
            "Correct the settings server.port and server.address, and those of server.ssl if there are any.",
            each);
      }
      if (each instanceof IllegalStateException
          && (message.startsWith("Unable to create ")
              || message.startsWith("SSL is enabled but "))) {
        return new FailureAnalysis(
            "HTTPS can't be set up: " + message,
            "Correct the settings of server.ssl and the files that they name.",
            each);
      }
    }
    return null;
  }
}
