package io.syncjobs.server.web.address;

import jakarta.servlet.http.HttpServletRequest;

/** Mark of requests that the server sends to itself for a batch. */
public final class InnerRequest {

  /** Name of the attribute that marks a request. */
  public static final String MARK = InnerRequest.class.getName();

  private InnerRequest() {}

  /** Tells whether a request comes from a batch: its body is in memory already. */
  public static boolean is(HttpServletRequest request) {
    return request.getAttribute(MARK) != null;
  }
}
