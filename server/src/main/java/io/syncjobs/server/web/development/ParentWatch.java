package io.syncjobs.server.web.development;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** Stops the server when the process that started it for tests ends, so that a killed test run leaves no server behind. */
@Component
@Conditional(DevelopmentMode.class)
class ParentWatch {

  /** Setting with the id of the process. */
  static final String PARENT = "syncjobs.development.parent";

  ParentWatch(
      @Value("${" + PARENT + ":#{null}}") @Nullable Long parent, ApplicationContext context) {
    if (parent == null) {
      return;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(parent);
    if (process.isEmpty()) {
      stop(context);
    } else {
      CompletableFuture<Void> unused = process.get().onExit().thenRun(() -> stop(context));
    }
  }

  private static void stop(ApplicationContext context) {
    new Thread(() -> System.exit(SpringApplication.exit(context)), "end of the tests").start();
  }
}
