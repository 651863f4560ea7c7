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

/**
 * Names requests in figures and traces by the contract's {@code operationId}, which is one of a
 * few, whatever callers write into an address.
 */
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

  /** Probes and scrapes would drown in figures and traces what users do. */
  @Bean
  static ObservationPredicate requestsOfUsers(WebEndpointProperties endpoints) {
    String path = endpoints.getBasePath() + "/";
    return (name, context) -> !(context instanceof ServerRequestObservationContext request
        && request.getCarrier() != null
        && request.getCarrier().getRequestURI().startsWith(path));
  }

  /** Each filter of Spring Security would be a span of its own. */
  @Bean
  static SecurityObservationSettings noneOfSecurity() {
    return SecurityObservationSettings.noObservations();
  }
}
