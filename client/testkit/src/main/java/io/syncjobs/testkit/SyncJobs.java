package io.syncjobs.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class against a SyncJobs server. The server is a process of its own, which starts with the first such class and stops with the
 * tests' virtual machine. Each class has a tenant of its own on it, so that classes can run in parallel and need not clean up; nested classes share the
 * tenant of the class around them.
 *
 * <p>Constructors and methods may have parameters of these types:
 *
 * <ul>
 *   <li>{@link io.syncjobs.client.SynchronizationClient} and {@link io.syncjobs.client.Sandbox}, with all permissions in the tenant,
 *   <li>{@link Tenant}, for programs that connect by themselves: the base URL, tokens and credentials.
 * </ul>
 *
 * <p>Tests of Spring Boot programs get the properties {@code syncjobs.client.*} of the tenant.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SyncJobsExtension.class)
public @interface SyncJobs {}
