/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection to a server over HTTP/1.1, kept open. A client of its own takes least time. */
final class KeptConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final String common;
  private byte[] body = new byte[0];

  /**
   * Connects.
   *
   * @param token empty for none
   */
  KeptConnection(URI server, String token) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    common =
        " HTTP/1.1\r\nHost: "
            + server.getHost()
            + "\r\n"
            + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
  }

  /** Sends a request, reads the answer, and returns its status. */
  int send(String method, String path, String type, byte[] content) throws IOException {
    byte[] head =
        (method
                + " "
                + path
                + common
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: "
                + content.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    socket.getOutputStream().write(all);
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    body = in.readNBytes(length);
    return status;
  }

  /** Returns the body of the last answer. */
  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
