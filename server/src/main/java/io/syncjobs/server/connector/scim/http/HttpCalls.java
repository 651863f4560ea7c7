package io.syncjobs.server.connector.scim.http;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** HTTP exchanges with a target. Safe for use by many threads. */
public interface HttpCalls extends AutoCloseable {

  /**
   * Sends a request and receives the whole response.
   *
   * @throws IOException if there is none in time; {@link Unreachable} explains it
   */
  HttpResult execute(HttpUriRequestBase request) throws IOException;

  /** Time-out of a whole call. */
  Duration timeout();

  @Override
  void close();
}
