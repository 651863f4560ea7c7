package io.syncjobs.server.web.docs;

import jakarta.servlet.Filter;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;

/**
 * Serves the state page and the docs page to everybody. They load nothing from other servers, and show nothing of a tenant without a token of it.
 */
@Configuration(proxyBeanMethods = false)
class DocsConfiguration implements WebMvcConfigurer {

  private static final String STATE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

  /** Swagger UI sets styles of elements. */
  private static final String DOCS_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/page/index.html");
    registry.addViewController("/docs/").setViewName("forward:/docs/index.html");
    registry.addRedirectViewController("/docs", "/docs/");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    for (String page : List.of("page", "docs")) {
      registry
          .addResourceHandler("/" + page + "/**")
          .addResourceLocations("classpath:/" + page + "/")
          .setCacheControl(CacheControl.noCache());
    }
    registry
        .addResourceHandler("/webjars/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setCacheControl(CacheControl.noCache())
        .resourceChain(true)
        .addResolver(new LiteWebJarsResourceResolver());
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE + 1)
  SecurityFilterChain statePageChain(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return open(STATE_POLICY, List.of(new ReadingMethods(errors)), "/", "/page/**");
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE + 2)
  SecurityFilterChain docsChain(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    return open(
        DOCS_POLICY,
        List.of(new ReadingMethods(errors)),
        "/docs",
        "/docs/**",
        "/webjars/**",
        "/openapi.yaml",
        "/openapi.json");
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE + 2)
  SecurityFilterChain developmentPageChain() {
    return open(DOCS_POLICY, List.of(), "/development/**");
  }

  private static SecurityFilterChain open(String policy, List<Filter> further, String... paths) {
    HeaderWriterFilter headers = new HeaderWriterFilter(List.of(
        new XContentTypeOptionsHeaderWriter(),
        new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER),
        new ContentSecurityPolicyHeaderWriter(policy)));
    // A forward ends the answer to HEAD before the filter would write them.
    headers.setShouldWriteHeadersEagerly(true);
    return new DefaultSecurityFilterChain(
        new OrRequestMatcher(Stream.of(paths)
            .map(path -> (RequestMatcher) PathPatternRequestMatcher.pathPattern(path))
            .toList()),
        Stream.concat(Stream.of(headers), further.stream()).toList());
  }
}
