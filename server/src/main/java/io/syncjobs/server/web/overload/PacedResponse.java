package io.syncjobs.server.web.overload;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Response that the caller must read at a lowest rate, measured from the first byte. */
final class PacedResponse extends HttpServletResponseWrapper {

  private final Duration patience;
  private final int bytesPerSecond;
  private @Nullable PacedOutput output;

  PacedResponse(HttpServletResponse response, Duration patience, int bytesPerSecond) {
    super(response);
    this.patience = patience;
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (output == null) {
      output = new PacedOutput(super.getOutputStream(), new Pace(patience, bytesPerSecond));
    }
    return output;
  }

  /** Does nothing. Spring flushes every answer, which would split it and omit its length. */
  @Override
  public void flushBuffer() {}

  private static final class PacedOutput extends ServletOutputStream {
    /** Bytes between two checks of the rate. */
    private static final int STEP_BYTES = 8192;

    private final ServletOutputStream body;
    private final Pace pace;

    PacedOutput(ServletOutputStream body, Pace pace) {
      this.body = body;
      this.pace = pace;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int at = offset; at < offset + length; at += STEP_BYTES) {
        if (!pace.holds()) {
          throw new IOException("The caller reads the answer too slowly");
        }
        int step = Math.min(STEP_BYTES, offset + length - at);
        body.write(bytes, at, step);
        pace.moved(step);
      }
    }

    @Override
    public void flush() {}

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      body.setWriteListener(listener);
    }
  }
}
