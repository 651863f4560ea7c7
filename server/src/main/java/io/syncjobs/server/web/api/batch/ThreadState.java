package io.syncjobs.server.web.api.batch;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/** State of a request that its thread holds, put aside while the thread serves another request. Closed by the same thread. */
final class ThreadState implements AutoCloseable {

  private final @Nullable RequestAttributes request = RequestContextHolder.getRequestAttributes();
  private final SecurityContext security = SecurityContextHolder.getContext();
  private final @Nullable Map<String, String> log = MDC.getCopyOfContextMap();
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

  private ThreadState() {}

  /** Puts the state aside, so that nothing of it, least of all the caller, applies to the other request. */
  static ThreadState cleared() {
    ThreadState state = new ThreadState();
    RequestContextHolder.resetRequestAttributes();
    SecurityContextHolder.clearContext();
    MDC.clear();
    return state;
  }

  @Override
  public void close() {
    RequestContextHolder.setRequestAttributes(request);
    SecurityContextHolder.setContext(security);
    MDC.clear();
    if (log != null) {
      MDC.setContextMap(log);
    }
    Thread.currentThread().setContextClassLoader(loader);
  }
}
