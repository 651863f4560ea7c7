package io.syncjobs.server.web.overload;

import io.syncjobs.server.contract.ErrorCode;
import io.syncjobs.server.contract.Refusal;
import io.syncjobs.server.contract.RequestBody;
import io.syncjobs.server.web.address.Call;
import io.syncjobs.server.web.address.InnerRequest;
import io.syncjobs.server.web.security.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Admits calls within the server's capacity. Authentication and the reading of the body come first, so that a slow caller holds a thread but no
 * capacity.
 */
@Component
@Order(AdmissionFilter.BEHIND_SECURITY)
class AdmissionFilter extends OncePerRequestFilter {

  /** Position after Spring Security's filters, which Boot puts at -100. */
  static final int BEHIND_SECURITY = -99;

  /** Largest body that is read without reserved memory. */
  private static final int SHORT_BYTES = 64 << 10;

  private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

  private static final Pattern EMPTY = Pattern.compile("\\s*(\\{\\s*}\\s*)?");
  private static final int MAX_EMPTY_BYTES = 100;

  private final Capacity capacity;
  private final TenantRates rates;
  private final HandlerExceptionResolver errors;

  AdmissionFilter(
      Capacity capacity,
      TenantRates rates,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    this.capacity = capacity;
    this.rates = rates;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Call> call = Call.find(request);
    if (call.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    try (Memory memory = new Memory()) {
      rates.count(Caller.tenantId());
      RequestBody body = call.get().operation().body();
      HttpServletRequest buffered =
          body == null ? withoutBody(request) : withBody(request, body, memory);
      try (Capacity.Permit permit = capacity.work(call.get().operation())) {
        chain.doFilter(buffered, response);
      }
    } catch (OverloadException | Refusal | HttpMediaTypeNotSupportedException e) {
      // Tomcat has answered already if its own timeout came first.
      if (!response.isCommitted()) {
        errors.resolveException(request, response, null, e);
      }
    } catch (IOException e) {
      if (response.isCommitted()) {
        throw e;
      }
      errors.resolveException(request, response, null, e);
    }
  }

  /** Refuses a body that the operation would ignore. Some clients send an empty object where there is nothing to send. */
  private static HttpServletRequest withoutBody(HttpServletRequest request) throws IOException {
    byte[] sent = request.getInputStream().readNBytes(MAX_EMPTY_BYTES + 1);
    if (sent.length > MAX_EMPTY_BYTES
        || !EMPTY.matcher(new String(sent, StandardCharsets.UTF_8)).matches()) {
      throw new Refusal(
          ErrorCode.UNEXPECTED_BODY,
          null,
          "The operation takes no body, but the request has one. Send the request without it.");
    }
    return request;
  }

  private HttpServletRequest withBody(HttpServletRequest request, RequestBody body, Memory memory)
      throws IOException, HttpMediaTypeNotSupportedException {
    boolean form = Objects.requireNonNullElse(request.getContentType(), "")
        .toLowerCase(Locale.ROOT)
        .startsWith(FORM);
    if (form && request.getContentLengthLong() != 0) {
      // Tomcat would parse the body as parameters, without regard to its pace.
      throw new HttpMediaTypeNotSupportedException(
          MediaType.APPLICATION_FORM_URLENCODED,
          List.of(MediaType.parseMediaType(body.mediaType())));
    }
    byte[] bytes = read(request, body, memory);
    if (bytes.length == 0 && body.required()) {
      // Spring would judge the media type first, which nobody sends without a body.
      throw RequestBody.missing();
    }
    return new BufferedRequest(request, bytes);
  }

  /** Reads a body, up to one byte beyond its limit. */
  private byte[] read(HttpServletRequest request, RequestBody contract, Memory memory)
      throws IOException {
    InputStream in = request.getInputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(in.readNBytes(Math.min(SHORT_BYTES, contract.maxBytes() + 1)));
    if (bytes.size() == SHORT_BYTES) {
      if (!InnerRequest.is(request)) {
        memory.permit = capacity.memory(contract.maxBytes());
      }
      bytes.write(in.readNBytes(contract.maxBytes() + 1 - SHORT_BYTES));
    }
    return bytes.toByteArray();
  }

  /** Reserved memory of a long body, until the end of its request. */
  private static final class Memory implements AutoCloseable {
    private Capacity.@Nullable Permit permit;

    @Override
    public void close() {
      if (permit != null) {
        permit.close();
      }
    }
  }

  /** Request with its body in memory. */
  private static final class BufferedRequest extends HttpServletRequestWrapper {
    private final ByteArrayInputStream body;

    BufferedRequest(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = new ByteArrayInputStream(body);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return body.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
          return body.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
          return body.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("The body is read without waiting");
        }
      };
    }
  }
}
