package io.syncjobs.server.web.address;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request is known by.
 *
 * @param requestId the server's id, a GUID
 * @param clientRequestId the caller's; null if none was sent that the contract allows
 */
public record RequestIds(String requestId, @Nullable String clientRequestId) {

  static final String REQUEST_ID = "request-id";
  static final String CLIENT_REQUEST_ID = "client-request-id";

  /** The ids of a request; new ones if it hasn't got as far as the filter that gives them. */
  public static RequestIds of(ServletRequest request) {
    if (request.getAttribute(RequestIds.class.getName()) instanceof RequestIds ids) {
      return ids;
    }
    return attachTo(request, null);
  }

  /** Gives a request its ids. */
  static RequestIds attachTo(ServletRequest request, @Nullable String clientRequestId) {
    RequestIds ids = new RequestIds(UUID.randomUUID().toString(), clientRequestId);
    request.setAttribute(RequestIds.class.getName(), ids);
    return ids;
  }

  /** As Graph does: the caller's id, or the server's where the caller sent none. */
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
