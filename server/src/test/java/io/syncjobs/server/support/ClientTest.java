package io.syncjobs.server.support;

import io.syncjobs.server.support.http.NewerOperation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Marks the tests of the Java client, which also run against the jar of another version of the server, named by the system
 * property {@code server.jar}. A test that calls an operation newer than that server is skipped, and so is one that looks inside the server.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("client")
@ExtendWith(ClientTest.SkipNewer.class)
public @interface ClientTest {

  /** Skips tests of operations that an older server can't know. */
  final class SkipNewer
      implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
        throws Throwable {
      NewerOperation.skip(thrown);
      throw thrown;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
        throws Throwable {
      NewerOperation.skip(thrown);
      throw thrown;
    }
  }
}
