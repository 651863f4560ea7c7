/**
 * The server: a Spring Boot program that stores synchronization jobs and answers for them as the
 * contract says.
 */
@NullMarked
package io.syncjobs.server;

import org.jspecify.annotations.NullMarked;
