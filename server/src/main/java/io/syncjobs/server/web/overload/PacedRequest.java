package io.syncjobs.server.web.overload;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Request whose body must arrive at a lowest rate. */
final class PacedRequest extends HttpServletRequestWrapper {

  private final Pace pace;
  private @Nullable PacedInput input;

  PacedRequest(HttpServletRequest request, Pace pace) {
    super(request);
    this.pace = pace;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (input == null) {
      input = new PacedInput(super.getInputStream(), pace);
    }
    return input;
  }

  private static final class PacedInput extends ServletInputStream {
    private final ServletInputStream body;
    private final Pace pace;

    PacedInput(ServletInputStream body, Pace pace) {
      this.body = body;
      this.pace = pace;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      pace.check();
      try {
        int read = body.read(buffer, offset, length);
        pace.moved(read);
        return read;
      } catch (IOException e) {
        if (e.getCause() instanceof SocketTimeoutException) {
          throw new OverloadException(OverloadException.Reason.PACE, 0);
        }
        throw e;
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
