package io.syncjobs.server.web.address;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids of a request.
 *
 * @param requestId id that the server assigned, a GUID
 * @param clientRequestId id that the caller sent; null if it sent none or the contract doesn't allow it
 */
public record RequestIds(String requestId, @Nullable String clientRequestId) {

  static final String REQUEST_ID = "request-id";
  static final String CLIENT_REQUEST_ID = "client-request-id";

  /** Returns the ids of a request, and assigns new ones if the request failed before its filter. */
  public static RequestIds of(ServletRequest request) {
    if (request.getAttribute(RequestIds.class.getName()) instanceof RequestIds ids) {
      return ids;
    }
    return attachTo(request, null);
  }

  static RequestIds attachTo(ServletRequest request, @Nullable String clientRequestId) {
    RequestIds ids = new RequestIds(UUID.randomUUID().toString(), clientRequestId);
    request.setAttribute(RequestIds.class.getName(), ids);
    return ids;
  }

  /** Returns the caller's id or, like Graph, the server's if the caller sent none. */
  public String clientRequestIdOrOurs() {
    return clientRequestId == null ? requestId : clientRequestId;
  }

  /** Sets the headers that every answer has. */
  public void writeTo(HttpServletResponse response) {
    response.setHeader(REQUEST_ID, requestId);
    if (clientRequestId != null) {
      response.setHeader(CLIENT_REQUEST_ID, clientRequestId);
    }
    response.setHeader("OData-Version", "4.0");
  }
}
