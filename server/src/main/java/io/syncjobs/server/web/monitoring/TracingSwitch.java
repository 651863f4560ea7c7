package io.syncjobs.server.web.monitoring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Turns tracing off unless an endpoint for traces is configured. Boot alone would create spans and drop them, which slows the start and each
 * request.
 */
class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

  /** Property of the endpoint, which OpenTelemetry's environment variables set as well. */
  static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

  private @Nullable Environment environment;

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
    boolean on = StringUtils.hasText(Objects.requireNonNull(environment).getProperty(ENDPOINT));
    boolean[] kept = new boolean[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      String name = candidates[i];
      kept[i] = on || name == null || !isTracing(name);
    }
    return kept;
  }

  private static boolean isTracing(String name) {
    return name.startsWith("org.springframework.boot.micrometer.tracing.")
        || name.startsWith("org.springframework.boot.opentelemetry.");
  }
}
