/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.serve.Running.Answer;
import org.junit.jupiter.api.Test;

/** What is too much, too large, too slow, or no HTTP. */
class TestLimits {

  private static final byte[] RED = FakeIndex.image(new Color(250, 0, 0));

  @Test
  void everyAnswerIsSafe() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      List<Answer> answers =
          List.of(
              running.get("/v1/index"),
              running.get("/nothing"),
              running.get("/v1/items/thumbnail?id=red%2F0"),
              running.post("/v1/search", "nonsense"),
              running.delete("/healthz"));
      for (Answer answer : answers) {
        Map<String, List<String>> headers = answer.response().headers().map();
        assertThat(headers.get("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(headers.get("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.get("Content-Security-Policy"))
            .containsExactly("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers).doesNotContainKey("Server");
      }
      assertThat(answers.get(1).status()).isEqualTo(404);
      assertThat(answers.get(1).detail())
          .isEqualTo("There is nothing here; /openapi.json lists what there is");
      assertThat(answers.get(4).status()).isEqualTo(405);
      assertThat(answers.get(4).detail()).isEqualTo("This takes GET, not DELETE");
    }
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws IOException {
    try (Running running = Running.open(new FakeIndex(), "serve.upload-bytes=2000")) {
      byte[] large = new byte[10_000_000];
      Answer announced = running.post("/v1/search", "application/json", large);
      assertThat(announced.status()).isEqualTo(413);
      assertThat(announced.detail())
          .isEqualTo("The request is larger than 2000 bytes; send a smaller image, or fewer");
      Answer chunked =
          running.send(
              running
                  .request("/v1/search")
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
      assertThat(chunked.status()).isEqualTo(413);
      assertThat(running.post("/v1/search?k=1", "image/png", RED).status()).isEqualTo(200);
    }
  }

  @Test
  void refusesImagesByTheirHeaders() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      for (byte[] bomb : List.of(png(100_000, 100_000), gif(65_000, 65_000))) {
        Answer answer = running.post("/v1/search", "image/png", bomb);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_many_pixels");
        assertThat(answer.detail())
            .isEqualTo("The image has more than 50000000 pixels; send a smaller one");
      }
    }
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      byte[] html = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);
      Answer page = running.post("/v1/search", "image/jpeg", html);
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.detail())
          .isEqualTo("This is not an image; send a JPEG, PNG, GIF, BMP or WebP");
      assertThat(running.post("/v1/search", "image/jpeg", new byte[0]).detail())
          .isEqualTo("The image is empty: it has no bytes");
      assertThat(running.post("/v1/search", "image/png", java.util.Arrays.copyOf(RED, 20)).code())
          .isEqualTo("bad_image");
    }
  }

  /** The head of a PNG that claims a size, and no pixels. */
  private static byte[] png(int width, int height) {
    byte[] head =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 check = new CRC32();
    check.update(head);
    return ByteBuffer.allocate(33)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(head)
        .putInt((int) check.getValue())
        .array();
  }

  private static byte[] gif(int width, int height) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(size(width, height));
    bytes.writeBytes(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1, 0x2c, 0, 0, 0, 0});
    bytes.writeBytes(size(width, height));
    bytes.writeBytes(new byte[] {0, 2, 2, 0x4c, 1, 0, 0x3b});
    return bytes.toByteArray();
  }

  private static byte[] size(int width, int height) {
    return new byte[] {(byte) width, (byte) (width >> 8), (byte) height, (byte) (height >> 8)};
  }

  /** An index whose searches wait until they are let go. */
  private static final class HeldIndex extends FakeIndex {

    private final CountDownLatch begun;
    private final CountDownLatch go = new CountDownLatch(1);

    HeldIndex(int searches) {
      this.begun = new CountDownLatch(searches);
    }

    @Override
    public Found search(SearchRequest request) {
      begun.countDown();
      await(go);
      return super.search(request);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesOneMoreThanItCanWorkOn() throws IOException {
    HeldIndex index = new HeldIndex(2);
    try (Running running = Running.open(index, "serve.requests=2")) {
      List<CompletableFuture<Answer>> held =
          List.of(
              CompletableFuture.supplyAsync(() -> running.get("/v1/search?id=red%2F0")),
              CompletableFuture.supplyAsync(() -> running.get("/v1/search?id=red%2F0")));
      await(index.begun);
      Answer third = running.get("/v1/search?id=red%2F0");
      assertThat(third.status()).isEqualTo(503);
      assertThat(third.response().headers().firstValue("Retry-After")).contains("1");
      assertThat(third.detail())
          .isEqualTo("The server works on 2 requests already; come back in a second");
      // Who asks how it is still hears.
      assertThat(running.get("/healthz").status()).isEqualTo(200);
      assertThat(running.metric("anchorage_requests_in_flight")).isEqualTo(2);
      index.go.countDown();
      held.forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));
      assertThat(running.metric("anchorage_requests_in_flight")).isZero();
    }
    assertThat(index.closed).hasValue(1);
  }

  @Test
  void requestsInFlightEndWhenItStops() throws Exception {
    HeldIndex index = new HeldIndex(1);
    Running running = Running.open(index);
    CompletableFuture<Answer> held =
        CompletableFuture.supplyAsync(() -> running.get("/v1/search?id=red%2F0"));
    await(index.begun);
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(running::close);
    // It waits for the request, and the index is open that long.
    while (isOpen(running.port)) {
      Thread.sleep(5);
    }
    assertThat(index.closed).hasValue(0);
    index.go.countDown();
    assertThat(held.join().status()).isEqualTo(200);
    stopping.join();
    assertThat(index.closed).hasValue(1);
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void cutsSlowSenders() throws IOException {
    try (Running running = Running.open(new FakeIndex(), "serve.seconds=1")) {
      // One sends nothing more, the other a byte now and then.
      assertThat(sent(running.port, head(1000), false)).contains("HTTP/1.1 408");
      String dripped = sent(running.port, head(1000), true);
      assertThat(dripped).contains("HTTP/1.1 408").contains("too_slow");
      assertThat(dripped).contains("did not come within 1 seconds; send less, or send it faster");
    }
  }

  /** The idle timeout begins anew with each byte, so that alone would wait for days. */
  @Test
  void cutsSlowHeads() throws IOException {
    try (Running running = Running.open(new FakeIndex(), "serve.seconds=1")) {
      assertThat(dripped(running.port, "")).isTrue();
      // Who sends one request whole is not trusted for ever.
      assertThat(dripped(running.port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
          .isTrue();
      assertThat(running.metric("anchorage_errors_total{code=\"too_slow\"}")).isEqualTo(2);
      assertThat(running.metric("anchorage_requests_in_flight")).isZero();
    }
  }

  /**
   * Sends a request, and a byte of the next one's head now and then; returns whether it was cut.
   */
  private static boolean dripped(int port, String before) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(before.getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (!before.isEmpty()) {
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      out.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 600; i++) {
        out.write('y');
        Thread.sleep(50);
      }
      return false;
    } catch (SocketException e) {
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Items of a megabyte each: what an answer may take has an end, and is free again. */
  @Test
  void refusesAnswersThatAreTooLarge() throws IOException {
    String text = "t".repeat(1 << 20);
    FakeIndex wordy =
        new FakeIndex() {
          @Override
          public Found search(SearchRequest request) {
            Found found = super.search(request);
            return new Found(
                found.hits().stream().map(hit -> wordy(hit, text)).toList(),
                found.exact(),
                found.probes(),
                found.matching(),
                found.version());
          }
        };
    try (Running running = Running.open(wordy, "serve.max-k=30", "serve.searches=20")) {
      String searches = "{\"id\": \"red/0\", \"k\": 25},".repeat(19) + "{\"id\": \"red/0\"}";
      for (int i = 0; i < 3; i++) {
        Answer answer = running.post("/v1/search/batch", "{\"searches\": [" + searches + "]}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("out_of_range");
        assertThat(answer.detail())
            .matches(
                "The answer has more than \\d+ bytes; ask for fewer results, or for one by one");
        assertThat(running.get("/v1/search?id=red%2F0&k=2").json().get("hits")).hasSize(2);
      }
    }
  }

  private static Hit wordy(Hit hit, String text) {
    IndexedItem item = hit.item();
    return new Hit(
        hit.rank(),
        new IndexedItem(item.id(), item.className(), item.split(), item.attributes(), text),
        hit.distance(),
        hit.folded());
  }

  private static String head(int length) {
    return "POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static String sent(int port, String text, boolean drip) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      while (drip && in.available() == 0) {
        out.write(0);
        Thread.sleep(50);
      }
      byte[] answer = new byte[4096];
      int read = in.read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void answersBadHttpAsProblems() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      for (String bad :
          List.of(
              "GET /v1/items?id=a HTTP/1.1\r\n\r\n",
              "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
              "GET /..;/..%2f/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
              "NONSENSE\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(40_000) + "\r\n\r\n")) {
        String answer = sent(running.port, bad, false);
        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(answer)
            .doesNotContain("org.")
            .doesNotContain("Exception")
            .doesNotContain("jetty");
      }
    }
  }

  @Test
  void withoutATokenItAnswersToLocalNamesAlone() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      String head = "GET /v1/index HTTP/1.1\r\nHost: ";
      assertThat(sent(running.port, head + "evil.example\r\n\r\n", false))
          .startsWith("HTTP/1.1 403")
          .contains("foreign_name");
      assertThat(sent(running.port, head + "localhost:1\r\n\r\n", false))
          .startsWith("HTTP/1.1 200");
      assertThat(sent(running.port, head + "[::1]:1\r\n\r\n", false)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void failuresTellNothing() throws IOException {
    FakeIndex broken =
        new FakeIndex() {
          @Override
          public Found search(SearchRequest request) {
            throw new IllegalStateException("/secret/path of org.anchorage.Secret");
          }
        };
    try (Running running = Running.open(broken)) {
      Answer answer = running.get("/v1/search?id=red%2F0");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.detail())
          .matches("The server could not answer; its log says why, under [0-9a-f]+");
    }
  }
}
