package io.syncjobs.server.support.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy to a local port that can be stalled: while it is, bytes are neither lost nor delivered. */
public final class StallableProxy implements AutoCloseable {

  private final ServerSocket entrance;
  private final int exit;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean heldUp;

  private StallableProxy(ServerSocket entrance, int exit) {
    this.entrance = entrance;
    this.exit = exit;
  }

  /** Starts a proxy to a port. */
  public static StallableProxy to(int port) {
    try {
      StallableProxy proxy =
          new StallableProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that the proxy listens on. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Stalls all connections until {@link #letPass()}. */
  public synchronized void holdUp() {
    heldUp = true;
  }

  /** Delivers the bytes that were held up, and all later ones. */
  public synchronized void letPass() {
    heldUp = false;
    notifyAll();
  }

  private synchronized void awaitPassage() throws InterruptedException {
    while (heldUp) {
      wait();
    }
  }

  private void accept() {
    try {
      while (!entrance.isClosed()) {
        Socket near = entrance.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), exit);
        sockets.add(near);
        sockets.add(far);
        start(() -> carry(near, far));
        start(() -> carry(far, near));
      }
    } catch (IOException e) {
      close(); // One end has closed.
    }
  }

  private void carry(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        awaitPassage();
        out.write(bytes, 0, read);
      }
    } catch (IOException e) {
      // The other direction has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    letPass();
    try {
      entrance.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
