package io.syncjobs.server.support;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Lets all servers of a test run share what Spring reads from class files, which takes an eighth of the time of a start. */
final class ClassesReadOnce
    implements ApplicationContextInitializer<ConfigurableApplicationContext>,
        BeanDefinitionRegistryPostProcessor {

  private static final MetadataReaderFactory READ =
      new CachingMetadataReaderFactory(new DefaultResourceLoader());

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context.addBeanFactoryPostProcessor(this);
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    registry
        .getBeanDefinition(AnnotationConfigUtils.CONFIGURATION_ANNOTATION_PROCESSOR_BEAN_NAME)
        .getPropertyValues()
        .add("metadataReaderFactory", READ);
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
    // Only the definition changes.
  }
}
