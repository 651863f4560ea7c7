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

/** Authentication and authorization. Refusals go to the resolver of all errors, so that they have the same form. */
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
                // Its default handler reports an issuer that is down as an internal error.
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

  /** Passes requests that the firewall refuses, such as those with an encoded slash, to the resolver of errors. */
  @Bean
  RequestRejectedHandler requestRejectedHandler(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return (request, response, error) -> errors.resolveException(request, response, null, error);
  }

  /**
   * Spring's firewall with a cheaper check of header values; its own matches a regular expression at every read. Methods are judged by the contract, which
   * knows those of an address.
   */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderValues(SecurityConfiguration::hasNoControls);
    return firewall;
  }

  private static boolean hasNoControls(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Reads permissions: delegated tokens have them in {@code scp}, tokens of applications in {@code roles}. */
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
