import org.jspecify.annotations.NullMarked;

/** Java client of the synchronization API. */
@NullMarked
module io.syncjobs.client {
  requires transitive java.net.http;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.annotation;
  requires org.openapitools.jackson.nullable;
  requires tools.jackson.core;
  // Needed only by programs that use Spring Boot, which have them.
  requires static spring.boot;
  requires static spring.boot.autoconfigure;
  requires static spring.context;

  exports io.syncjobs.client;
  exports io.syncjobs.client.auth;
  exports io.syncjobs.client.error;
  exports io.syncjobs.client.model;

  // For programs that read and write models with a mapper of their own.
  opens io.syncjobs.client.model;
  opens io.syncjobs.client.spring;
}
