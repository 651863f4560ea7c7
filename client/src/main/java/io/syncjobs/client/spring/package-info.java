/** Auto-configuration of a client from Spring Boot properties. No other package needs Spring. */
@NullMarked
package io.syncjobs.client.spring;

import org.jspecify.annotations.NullMarked;
