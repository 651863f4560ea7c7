/** A client for programs of Spring Boot, made from properties. Nothing else of the client needs Spring. */
@NullMarked
package io.syncjobs.client.spring;

import org.jspecify.annotations.NullMarked;
