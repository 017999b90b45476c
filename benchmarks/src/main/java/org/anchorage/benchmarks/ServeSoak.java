/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Searches, adds and deletes for some minutes; {@code benchmarks/soak} runs it:
 *
 * <pre>
 * ServeSoak http://127.0.0.1:PORT IMAGES MINUTES TOKEN PID POINTER FIRST SECOND
 * </pre>
 *
 * After a third of the time the pointer file names the second index, after two thirds the first
 * again. Prints a line every tenth of the time: minutes, searches, changes, errors, and the server's
 * resident memory in MB. An error is anything but an answer of status 200. Fails on an error, or if
 * resident memory grows by more than a fifth after the second swap.
 */
public final class ServeSoak {

  private static final int SEARCHERS = 4;
  private static final int LINES = 10;
  private static final int FIRST_SWAP = LINES / 3;
  private static final int SECOND_SWAP = LINES * 2 / 3;

  /** Resident memory at the end, as a factor on that after the second swap. */
  private static final double MOST_GROWTH = 1.2;

  private final URI server;
  private final List<byte[]> images;
  private final String token;
  private final long end;
  private final AtomicLong searches = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  private ServeSoak(URI server, List<byte[]> images, String token, long end) {
    this.server = server;
    this.images = images;
    this.token = token;
    this.end = end;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    long nanos = (long) (Double.parseDouble(arguments[2]) * 60e9);
    long begun = System.nanoTime();
    ServeSoak soak =
        new ServeSoak(
            URI.create(arguments[0]),
            ServeLoad.images(Path.of(arguments[1])),
            arguments[3],
            begun + nanos);
    ExecutorService threads = Executors.newCachedThreadPool();
    for (int i = 0; i < SEARCHERS; i++) {
      int number = i;
      threads.execute(() -> soak.until(connection -> soak.search(connection, number)));
    }
    threads.execute(() -> soak.until(soak::change));
    Path pointer = Path.of(arguments[5]);
    long swapped = 0;
    long resident = 0;
    for (int line = 1; line <= LINES; line++) {
      long wait = begun + nanos * line / LINES - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
      if (line == FIRST_SWAP || line == SECOND_SWAP) {
        point(pointer, arguments[line == FIRST_SWAP ? 7 : 6]);
      }
      resident = megabytes(arguments[4]);
      // The line at which the pointer is written comes before the swap.
      swapped = line == SECOND_SWAP + 1 ? resident : swapped;
      soak.print((System.nanoTime() - begun) / 60e9, resident);
    }
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("A request does not end");
    }
    if (soak.errors.get() > 0) {
      throw new IllegalStateException(soak.errors + " errors");
    }
    requireFlat(swapped, resident);
  }

  /** Nobody must read half of it. */
  private static void point(Path pointer, String index) throws IOException {
    Path beside = pointer.resolveSibling(pointer.getFileName() + ".new");
    Files.writeString(beside, index);
    Files.move(beside, pointer, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireFlat(long swapped, long end) {
    if (swapped <= 0 || end > MOST_GROWTH * swapped) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "The server's resident memory was %d MB after the second swap, and is %d MB at the end: over a factor of %s",
              swapped,
              end,
              MOST_GROWTH));
    }
  }

  /** Returns the resident memory of a process. */
  private static long megabytes(String process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The server has ended"));
  }

  private void print(double minutes, long resident) {
    System.out.printf(
        Locale.ROOT,
        "%.1f minutes: %d searches, %d changes, %d errors, %d MB%n",
        minutes,
        searches.get(),
        changes.get(),
        errors.get(),
        resident);
  }

  /** What is done again and again. */
  private interface Turn {
    void take(KeptConnection connection) throws IOException;
  }

  private void until(Turn turn) {
    while (System.nanoTime() < end) {
      try (KeptConnection connection = new KeptConnection(server, token)) {
        while (System.nanoTime() < end) {
          turn.take(connection);
        }
      } catch (Throwable e) {
        // An asker that ended unseen would let a run pass that asks nothing.
        failed(e.toString());
      }
    }
  }

  private void failed(String what) {
    errors.incrementAndGet();
    System.err.println(what);
  }

  private void search(KeptConnection connection, int number) throws IOException {
    long count = searches.incrementAndGet();
    byte[] image = images.get((int) ((number * 997 + count) % images.size()));
    require(connection, connection.send("POST", "/v1/search?k=10", "image/jpeg", image));
  }

  private void change(KeptConnection connection) throws IOException {
    long count = changes.incrementAndGet();
    byte[] image = images.get((int) (count % images.size()));
    String item =
        String.format(
            Locale.ROOT,
            "{\"items\": [{\"id\": \"soak-%d\", \"class\": \"soak\", \"image\": \"%s\"}]}",
            count % 1000,
            Base64.getEncoder().encodeToString(image));
    require(
        connection,
        connection.send(
            "POST", "/v1/items", "application/json", item.getBytes(StandardCharsets.UTF_8)));
    if (count % 3 == 0) {
      require(connection, connection.send("DELETE", "/v1/items?id=soak-" + count % 1000, "", new byte[0]));
    }
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void require(KeptConnection connection, int status) {
    if (status != 200) {
      failed("status " + status + ": " + connection.text());
    }
  }
}
