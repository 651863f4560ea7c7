package io.syncjobs.server.web.api;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ObjectToStringHttpMessageConverter;

/** Writes the numbers that {@code $count} answers as plain text; everything else is JSON. */
@Configuration(proxyBeanMethods = false)
class PlainTextConfiguration {

  @Bean
  ObjectToStringHttpMessageConverter plainText() {
    return new ObjectToStringHttpMessageConverter(
        ApplicationConversionService.getSharedInstance()) {
      @Override
      public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
      }

      @Override
      public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return Number.class.isAssignableFrom(type) && super.canWrite(type, mediaType);
      }
    };
  }
}
