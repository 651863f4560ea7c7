package io.syncjobs.server.web.monitoring;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationPredicate;
import io.syncjobs.server.web.address.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.stereotype.Component;

/** Tags requests in metrics and traces with the contract's {@code operationId}, which keeps the number of values small. */
@Component
class OperationTags extends DefaultServerRequestObservationConvention {

  private static final String NONE = "none";

  @Override
  public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
    return super.getLowCardinalityKeyValues(context)
        .and(KeyValue.of("operation", operation(context).orElse(NONE)));
  }

  @Override
  public @Nullable String getContextualName(ServerRequestObservationContext context) {
    return operation(context).orElseGet(() -> super.getContextualName(context));
  }

  private static Optional<String> operation(ServerRequestObservationContext context) {
    HttpServletRequest request = context.getCarrier();
    return request == null
        ? Optional.empty()
        : Call.find(request).map(call -> call.operation().id());
  }

  /** Excludes requests to Actuator: probes and scrapes would hide users' requests. */
  @Bean
  static ObservationPredicate requestsOfUsers(WebEndpointProperties endpoints) {
    String path = endpoints.getBasePath() + "/";
    return (name, context) -> !(context instanceof ServerRequestObservationContext request
        && request.getCarrier() != null
        && request.getCarrier().getRequestURI().startsWith(path));
  }

  /** Excludes filters of Spring Security, each of which would be a span. */
  @Bean
  static SecurityObservationSettings noneOfSecurity() {
    return SecurityObservationSettings.noObservations();
  }
}
