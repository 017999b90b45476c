/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.driver.index.log.SampleLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code serve} as a process of its own: it starts, answers, is stopped, and says what is wrong.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ServedProcessIT {

  /** What a JVM exits with after SIGTERM. */
  private static final int TERMINATED = 143;

  private static final Pattern SERVING =
      Pattern.compile(
          "Serving .* on http://127\\.0\\.0\\.1:(\\d+); stop it with Ctrl-C or SIGTERM");

  @TempDir static Path directory;

  private static String index = "";

  private final List<Process> processes = new ArrayList<>();

  @BeforeAll
  static void build() throws IOException {
    index = SampleLog.embedding(directory.resolve("index")).toString();
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process serve(String... words) throws IOException {
    Path root = Path.of(System.getProperty("anchorage.root"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + root.resolve("deploy/jvm-options.txt"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Dlog4j2.configurationFile=" + root.resolve("conf/log4j2.properties"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.anchorage.driver.cli.Main", "serve", "--index", index));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  @Test
  void aRequestInFlightEndsWhenItIsTerminated() throws Exception {
    Process process = serve("--port", "0", "serve.stop-seconds=60");
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int port = port(said);
    assertThat(asked(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("{\"status\":\"ok\",\"notes\":[]}");
    byte[] body = "{\"id\": \"base-500\", \"k\": 3}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(
          ("POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Expect: 100-continue\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      // The server has read the head, and waits for the body.
      assertThat(read(in)).startsWith("HTTP/1.1 100");
      // Process.destroy would also close what is left to be read.
      assertThat(process.toHandle().destroy()).isTrue();
      while (isOpen(port)) {
        Thread.sleep(20);
      }
      assertThat(process.isAlive()).isTrue();
      out.write(body);
      String answer = read(in);
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(TERMINATED);
    assertThat(said.lines().toList()).isEmpty();
  }

  private static int port(BufferedReader said) throws IOException {
    StringBuilder all = new StringBuilder();
    for (@Nullable String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      Matcher serving = SERVING.matcher(line);
      if (serving.matches()) {
        return Integer.parseInt(serving.group(1));
      }
    }
    throw new AssertionError(all);
  }

  private static String asked(int port, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(InputStream in) throws IOException {
    byte[] answer = new byte[4096];
    int read = in.read(answer);
    return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What the user does wrong, or cannot know, is one line. The processes start together. */
  @Test
  void whatIsWrongIsOneLine() throws Exception {
    Path missing = directory.resolve("missing");
    Path open = directory.resolve("open");
    Files.writeString(open, "0123456789abcdef0123456789abcdef\n");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Process busy = serve("--port", port);
      Process lost = serve("--port", "0", "--token", missing.toString());
      Process read = serve("--port", "0", "--token", open.toString());
      Process bare = serve("--port", "0", "--host", "0.0.0.0");
      assertLine(busy, 1, "Cannot listen on 127.0.0.1, port " + port + ": ", "give another --port");
      assertLine(lost, 2, "Cannot use --token = " + missing + ": there is no such file");
      assertLine(
          read,
          2,
          "Cannot use --token = " + open + ": every user of this machine may read or change it",
          "chmod 600");
      assertLine(
          bare, 2, "Cannot use --host = 0.0.0.0", "give --token FILE, or listen on 127.0.0.1");
    }
  }

  private static void assertLine(Process process, int code, String... parts) throws Exception {
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    assertThat(said.lines()).as(said).hasSize(1);
    assertThat(said).contains(parts).doesNotContain("Exception").doesNotContain("org.");
  }
}
