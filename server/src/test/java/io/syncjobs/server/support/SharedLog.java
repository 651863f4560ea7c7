package io.syncjobs.server.support;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;

/** Configures the log of this virtual machine once. Boot would configure it anew when a server starts, although others are logging. */
public final class SharedLog extends LogbackLoggingSystem {

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  /** Used by Boot. */
  public SharedLog(ClassLoader classLoader) {
    super(classLoader);
  }

  /** Makes Boot use this class for all later starts. Each application of a test needs it, or ends the log of the others. */
  public static void use() {
    System.setProperty(SYSTEM_PROPERTY, SharedLog.class.getName());
  }

  /** Silences the log until it is initialized, so it happens only once. */
  @Override
  public void beforeInitialize() {
    if (BEGUN.compareAndSet(false, true)) {
      super.beforeInitialize();
    }
  }

  @Override
  public void initialize(
      LoggingInitializationContext start, @Nullable String location, @Nullable LogFile file) {
    synchronized (SharedLog.class) {
      super.initialize(start, location, file);
    }
  }

  /** Does nothing when a server ends, as others log on. */
  @Override
  public void cleanUp() {}
}
