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

/** A way through the network to a port of this machine, which can be held up: nothing gets lost then, and nothing arrives. */
public final class Wire implements AutoCloseable {

  private final ServerSocket entrance;
  private final int exit;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private boolean heldUp;

  private Wire(ServerSocket entrance, int exit) {
    this.entrance = entrance;
    this.exit = exit;
  }

  /** Lays a wire to a port. */
  public static Wire to(int port) {
    try {
      Wire wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
      start(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that leads there. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Holds up everything from now on. */
  public synchronized void holdUp() {
    heldUp = true;
  }

  /** Lets everything pass again. */
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
      close(); // One of both ends has gone.
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
    Thread thread = new Thread(work, "wire");
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
