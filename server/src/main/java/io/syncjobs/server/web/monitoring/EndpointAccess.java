package io.syncjobs.server.web.monitoring;

import io.syncjobs.server.platform.startup.SetupException;
import io.syncjobs.server.platform.startup.SyncJobsProperties;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.apache.catalina.Globals;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Access to the endpoints for operators, which need no token. Anybody can read the health. The others answer addresses of operators only, or
 * everybody if they have a port of their own; everybody else gets 404.
 */
@Configuration(proxyBeanMethods = false)
class EndpointAccess {

  /** Headers of a proxy, whose requests come from other addresses than its own. */
  private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For");

  @Bean
  @Order(0)
  SecurityFilterChain endpointsChain(
      HttpSecurity http,
      SyncJobsProperties properties,
      Environment environment,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    boolean ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
    List<IpAddressMatcher> operators =
        properties.operatorAddresses().stream().map(EndpointAccess::matcher).toList();
    return http.securityMatcher(EndpointRequest.toAnyEndpoint().excludingLinks())
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(headers -> headers
            .defaultsDisabled()
            .contentTypeOptions(Customizer.withDefaults())
            .addHeaderWriter(new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL, "no-store")))
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests
            .requestMatchers(EndpointRequest.to("health"))
            .permitAll()
            .anyRequest()
            .access((caller, context) ->
                new AuthorizationDecision(ownPort || isOperator(context.getRequest(), operators))))
        .exceptionHandling(handling ->
            handling.authenticationEntryPoint((request, response, e) -> errors.resolveException(
                request,
                response,
                null,
                new NoHandlerFoundException(
                    request.getMethod(), request.getRequestURI(), new HttpHeaders()))))
        .build();
  }

  private static boolean isOperator(HttpServletRequest request, List<IpAddressMatcher> operators) {
    return !isForwarded(request)
        && operators.stream().anyMatch(operator -> operator.matches(request));
  }

  /** Tells whether a request passed a proxy, even if its headers have been taken away because they count. */
  private static boolean isForwarded(HttpServletRequest request) {
    ServletRequest original = request;
    while (original instanceof ServletRequestWrapper wrapper) {
      original = wrapper.getRequest();
    }
    return request.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE) != null
        || (original instanceof HttpServletRequest http
            && FORWARDED.stream().anyMatch(name -> http.getHeader(name) != null));
  }

  static IpAddressMatcher matcher(String address) {
    try {
      return new IpAddressMatcher(address);
    } catch (IllegalArgumentException e) {
      throw new SetupException(
          "The setting syncjobs.operator-addresses has an entry that isn't an address: " + address,
          "Set it to IP addresses or networks, such as 10.1.2.3 or 10.1.0.0/16, separated by commas.",
          e);
    }
  }
}
