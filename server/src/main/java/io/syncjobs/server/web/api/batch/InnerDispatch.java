package io.syncjobs.server.web.api.batch;

import io.syncjobs.server.web.address.InnerRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Hands requests to Tomcat in memory, where it would get them from a connection. They pass Tomcat's own checks and each filter, so that nothing
 * holds for a request of its own that doesn't hold for these.
 */
@Component
class InnerDispatch implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  /**
   * A request to this server.
   *
   * @param path undecoded path with the version, without the context path
   * @param query undecoded query; null for none
   */
  record Message(
      String method,
      String path,
      @Nullable String query,
      Map<String, String> headers,
      ByteBuffer body) {}

  /**
   * Answer to a request.
   *
   * @param headers headers with the content type, ordered by name
   * @param body body; cut at the limit
   * @param isCut true if the body was longer than the limit
   */
  record Answer(int status, Map<String, String> headers, ByteBuffer body, boolean isCut) {}

  private volatile @Nullable Connector connector;

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(created -> connector = created);
  }

  /**
   * Sends a request, under the address and from the caller of another one.
   *
   * @param maxBytes limit of the answer's body
   */
  Answer send(Message message, HttpServletRequest outer, int maxBytes) {
    Connector receiver = connector;
    if (receiver == null) {
      throw new IllegalStateException("Tomcat isn't started");
    }
    Received received = new Received(maxBytes);
    Response response = new Response();
    response.setOutputBuffer(received);
    Request request = request(message, outer);
    request.setResponse(response);
    response.setRequest(request);
    try (ThreadState state = ThreadState.cleared()) {
      receiver.getProtocolHandler().getAdapter().service(request, response);
    } catch (Exception e) {
      throw new IllegalStateException("Tomcat failed on a request of a batch", e);
    }
    return new Answer(
        response.getStatus(),
        headers(response),
        ByteBuffer.wrap(received.toByteArray()),
        received.isCut());
  }

  private static Request request(Message message, HttpServletRequest outer) {
    Request request = new Request();
    request.setMethod(message.method());
    byte[] path = (outer.getContextPath() + message.path()).getBytes(StandardCharsets.US_ASCII);
    request.requestURI().setBytes(path, 0, path.length);
    if (message.query() != null) {
      byte[] query = message.query().getBytes(StandardCharsets.US_ASCII);
      request.queryString().setBytes(query, 0, query.length);
    }
    request.protocol().setString("HTTP/1.1");
    request.scheme().setString(outer.getScheme());
    request.serverName().setString(outer.getServerName());
    request.setServerPort(outer.getServerPort());
    request.remoteAddr().setString(outer.getRemoteAddr());
    request.remoteHost().setString(outer.getRemoteHost());
    request.localAddr().setString(outer.getLocalAddr());
    request.localName().setString(outer.getLocalName());
    request.setLocalPort(outer.getLocalPort());
    request.setRemotePort(outer.getRemotePort());
    message
        .headers()
        .forEach((name, value) -> request.getMimeHeaders().addValue(name).setString(value));
    String length = Integer.toString(message.body().remaining());
    request.getMimeHeaders().addValue("Content-Length").setString(length);
    request.setInputBuffer(new Sent(message.body()));
    request.setAttribute(InnerRequest.MARK, true);
    return request;
  }

  private static Map<String, String> headers(Response response) {
    Map<String, String> headers = new TreeMap<>();
    Enumeration<String> names = response.getMimeHeaders().names();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      headers.put(name, response.getMimeHeaders().getHeader(name));
    }
    if (response.getContentType() != null) {
      headers.put("Content-Type", response.getContentType());
    }
    headers.remove("Content-Length");
    return headers;
  }

  /** Body of a request. */
  private static final class Sent implements InputBuffer {
    private final ByteBuffer body;

    Sent(ByteBuffer body) {
      this.body = body.duplicate();
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) {
      if (!body.hasRemaining()) {
        return -1;
      }
      int length = body.remaining();
      handler.setByteBuffer(body.slice());
      body.position(body.limit());
      return length;
    }

    @Override
    public int available() {
      return body.remaining();
    }
  }

  /** Body of an answer, up to a limit. */
  private static final class Received extends ByteArrayOutputStream implements OutputBuffer {
    private final int maxBytes;
    private long written;

    Received(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public int doWrite(ByteBuffer chunk) {
      int length = chunk.remaining();
      byte[] bytes = new byte[length];
      chunk.get(bytes);
      write(bytes, 0, (int) Math.max(0, Math.min(length, maxBytes - written)));
      written += length;
      return length;
    }

    @Override
    public long getBytesWritten() {
      return written;
    }

    boolean isCut() {
      return written > maxBytes;
    }
  }
}
