package io.syncjobs.server.web.api.check;

import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import tools.jackson.databind.JsonNode;

/**
 * A body that was read and found to follow the contract.
 *
 * @param json the parsed body
 */
record CheckedBody(HttpHeaders headers, JsonNode json) implements HttpInputMessage {

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  /** Always empty, since {@link CheckedBodyConverter} takes the parsed body. */
  @Override
  public InputStream getBody() {
    return InputStream.nullInputStream();
  }
}
