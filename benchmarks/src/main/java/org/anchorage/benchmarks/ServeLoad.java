/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches a server by images as fast as it answers; {@code benchmarks/serve} runs it:
 *
 * <pre>
 * ServeLoad http://127.0.0.1:PORT IMAGES SECONDS CLIENTS
 * </pre>
 *
 * Prints clients, requests/s, and milliseconds of the median, the 99th percentile and the slowest
 * request. Anything but an answer of status 200 ends it.
 */
public final class ServeLoad {

  private static final int MOST_A_CLIENT = 1_000_000;

  private ServeLoad() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    URI server = URI.create(arguments[0]);
    List<byte[]> images = images(Path.of(arguments[1]));
    double seconds = Double.parseDouble(arguments[2]);
    int clients = Integer.parseInt(arguments[3]);
    run(server, images, Math.min(5, seconds), clients);
    double[] times = run(server, images, seconds, clients);
    System.out.printf(
        Locale.ROOT,
        "%d clients: %.0f requests/s, p50 %.2f ms, p99 %.2f ms, slowest %.1f ms%n",
        clients,
        times.length / seconds,
        times[times.length / 2],
        times[(int) (times.length * .99)],
        times[times.length - 1]);
  }

  /** Reads the files of a folder. */
  static List<byte[]> images(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      byte[][] images = new byte[files.size()][];
      for (int i = 0; i < images.length; i++) {
        images[i] = Files.readAllBytes(files.get(i));
      }
      return List.of(images);
    }
  }

  /** Returns the milliseconds of all requests, ascending. */
  private static double[] run(URI server, List<byte[]> images, double seconds, int clients)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Future<double[]>> all =
        IntStream.range(0, clients)
            .mapToObj(client -> threads.submit(() -> client(server, images, end, client)))
            .toList();
    double[] times = new double[0];
    for (Future<double[]> one : all) {
      double[] some = one.get();
      times = Arrays.copyOf(times, times.length + some.length);
      System.arraycopy(some, 0, times, times.length - some.length, some.length);
    }
    threads.shutdown();
    Arrays.sort(times);
    return times;
  }

  private static double[] client(URI server, List<byte[]> images, long end, int number)
      throws IOException {
    double[] times = new double[MOST_A_CLIENT];
    int count = 0;
    try (KeptConnection connection = new KeptConnection(server, "")) {
      for (long now = System.nanoTime(); now < end && count < times.length; count++) {
        byte[] image = images.get((number * 997 + count) % images.size());
        int status = connection.send("POST", "/v1/search?k=10", "image/jpeg", image);
        if (status != 200) {
          throw new IOException("Status " + status + ": " + connection.text());
        }
        long then = System.nanoTime();
        times[count] = (then - now) / 1e6;
        now = then;
      }
    }
    return Arrays.copyOf(times, count);
  }
}
