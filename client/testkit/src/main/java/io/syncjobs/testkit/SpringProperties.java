package io.syncjobs.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Gives the contexts of Spring's tests the connection properties of their tenant. Spring finds it by {@code META-INF/spring.factories}. */
class SpringProperties implements ContextCustomizerFactory {

  /** Equal for equal properties, so that Spring reuses a context for tests of the same tenant only. */
  private record Customizer(Map<String, String> properties) implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("syncjobs", Map.copyOf(properties)));
    }
  }

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
    return AnnotatedElementUtils.hasAnnotation(testClass, SyncJobs.class)
        ? new Customizer(Tenant.of(testClass).properties())
        : null;
  }
}
