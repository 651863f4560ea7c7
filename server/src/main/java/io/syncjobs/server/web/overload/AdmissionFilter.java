package io.syncjobs.server.web.overload;

import io.syncjobs.server.contract.RequestBody;
import io.syncjobs.server.web.address.Call;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets a call pass when the server has time for it. By then its caller is known and its body has come as a whole, so that slow callers take nothing
 * but a thread.
 */
@Component
@Order(AdmissionFilter.BEHIND_SECURITY)
class AdmissionFilter extends OncePerRequestFilter {

  /** Boot puts Spring Security's filters at -100. */
  static final int BEHIND_SECURITY = -99;

  /** Bodies up to here need no room. */
  private static final int SHORT_BYTES = 64 << 10;

  private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

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
    try (Room room = new Room()) {
      rates.count(Caller.tenantId());
      RequestBody body = call.get().operation().body();
      refuseForm(request, body);
      HttpServletRequest whole =
          body == null ? request : new Whole(request, read(request, body, room));
      try (Capacity.Share share = capacity.work(call.get().operation())) {
        chain.doFilter(whole, response);
      }
    } catch (OverloadException | HttpMediaTypeNotSupportedException e) {
      // Tomcat has answered by itself if it was the one who waited too long.
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

  /** Tomcat would take such a body for parameters, and read it without regard to its pace. */
  private static void refuseForm(HttpServletRequest request, @Nullable RequestBody body)
      throws HttpMediaTypeNotSupportedException {
    String type = request.getContentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw new HttpMediaTypeNotSupportedException(
          MediaType.APPLICATION_FORM_URLENCODED,
          List.of(
              body == null
                  ? MediaType.APPLICATION_JSON
                  : MediaType.parseMediaType(body.mediaType())));
    }
  }

  /** Reads a body, and one byte more if it is too long. */
  private byte[] read(HttpServletRequest request, RequestBody contract, Room room)
      throws IOException {
    InputStream in = request.getInputStream();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(in.readNBytes(Math.min(SHORT_BYTES, contract.maxBytes() + 1)));
    if (bytes.size() == SHORT_BYTES) {
      room.share = capacity.room(contract.maxBytes());
      bytes.write(in.readNBytes(contract.maxBytes() + 1 - SHORT_BYTES));
    }
    return bytes.toByteArray();
  }

  /** The room that a long body takes as long as its request lasts. */
  private static final class Room implements AutoCloseable {
    private Capacity.@Nullable Share share;

    @Override
    public void close() {
      if (share != null) {
        share.close();
      }
    }
  }

  /** A request whose body has come. */
  private static final class Whole extends HttpServletRequestWrapper {
    private final ByteArrayInputStream body;

    Whole(HttpServletRequest request, byte[] body) {
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
