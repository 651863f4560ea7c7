package io.syncjobs.server.web.security;

import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.authentication.DelegatingJwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Who may call what. Refusals are handed to the resolver that answers all other errors, so that
 * they look alike.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  @Bean
  SecurityFilterChain filterChain(
      HttpSecurity http,
      ContractPermissions permissions,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(headers -> headers
            .defaultsDisabled()
            .contentTypeOptions(Customizer.withDefaults())
            .addHeaderWriter(
                new StaticHeadersWriter(HttpHeaders.CACHE_CONTROL, "private, no-cache")))
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterAfter(new TenantInLog(), BearerTokenAuthenticationFilter.class)
        .authorizeHttpRequests(requests ->
            requests.requestMatchers("/error").permitAll().anyRequest().access(permissions))
        .oauth2ResourceServer(server -> server
            .bearerTokenResolver(new BearerHeader())
            .jwt(jwt -> jwt.jwtAuthenticationConverter(authorities()))
            .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
              @Override
              public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                // By itself it lets an issuer that is away pass for a fault of ours.
                filter.setAuthenticationFailureHandler((request, response, error) ->
                    errors.resolveException(request, response, null, error));
                return filter;
              }
            })
            .authenticationEntryPoint((request, response, error) ->
                errors.resolveException(request, response, null, error)))
        .exceptionHandling(handling -> handling
            .authenticationEntryPoint((request, response, error) ->
                errors.resolveException(request, response, null, error))
            .accessDeniedHandler((request, response, error) ->
                errors.resolveException(request, response, null, error)))
        .build();
  }

  /**
   * Addresses that the firewall refuses, such as those with an encoded slash, are answered like
   * other errors.
   */
  @Bean
  RequestRejectedHandler requestRejectedHandler(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return (request, response, error) -> errors.resolveException(request, response, null, error);
  }

  /** Spring's own firewall, which would hold each value of a header against a regular expression whenever it is read. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderValues(
        value -> value.chars().noneMatch(character -> Character.isISOControl(character)));
    return firewall;
  }

  /** Delegated tokens carry permissions in {@code scp}, those of applications in {@code roles}. */
  private static JwtAuthenticationConverter authorities() {
    JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(
        new DelegatingJwtGrantedAuthoritiesConverter(List.of(claim("scp"), claim("roles"))));
    return converter;
  }

  private static JwtGrantedAuthoritiesConverter claim(String name) {
    JwtGrantedAuthoritiesConverter converter = new JwtGrantedAuthoritiesConverter();
    converter.setAuthoritiesClaimName(name);
    converter.setAuthorityPrefix("");
    return converter;
  }
}
