/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.Recall;
import org.anchorage.mining.lists.Calibration;
import org.anchorage.mining.lists.Coding;
import org.anchorage.mining.lists.HeldOut;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.ListFile;
import org.anchorage.mining.lists.ListSearch;
import org.anchorage.mining.lists.ListSplit;
import org.anchorage.mining.lists.Probing;
import org.anchorage.mining.lists.RowSet;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.jspecify.annotations.Nullable;

/** Building, opening and searching inverted lists; {@code benchmarks/lists} runs it. */
public final class ListBenchmark {

  private static final int K = 10;
  private static final int MANY = 100;
  private static final int QUERIES = 2000;
  private static final int PASSES = 3;
  private static final double TARGET = 0.99;
  private static final Seed SEED = new Seed(7);

  private final Vectors base;
  private final Vectors queries;

  private ListBenchmark(Vectors all) {
    int every = all.count() / QUERIES;
    this.queries = all.rows(rows(all.count(), row -> row % every == 0));
    this.base = all.rows(rows(all.count(), row -> row % every != 0));
  }

  private static int[] rows(int count, IntPredicate wanted) {
    return IntStream.range(0, count).filter(wanted).toArray();
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("open")) {
      open(Path.of(args[1]));
      return;
    }
    if (args.length > 1 && args[0].equals("draw")) {
      int count = number(args, 2, 200_000) + QUERIES;
      LabelledVectors drawn =
          LabelledVectors.mixture(count, number(args, 3, 2000), number(args, 4, 128));
      NpyFile.write(drawn.vectors(), Path.of(args[1]));
      return;
    }
    int at = args.length == 0 || args[0].equals("mixture") ? 4 : args[0].equals("idx") ? 3 : 2;
    Vectors all =
        switch (at) {
          case 4 ->
              LabelledVectors.mixture(
                      number(args, 1, 200_000) + QUERIES,
                      number(args, 2, 2000),
                      number(args, 3, 128))
                  .vectors();
          case 3 -> LabelledVectors.idx(Path.of(args[1]), Path.of(args[2])).vectors();
          default -> NpyFile.read(Path.of(args[1]));
        };
    ListBenchmark bench = new ListBenchmark(all);
    int lists = number(args, at, ListSplit.lists(bench.base.count()));
    bench.run(lists, args.length > at + 1 ? Path.of(args[at + 1]) : null);
  }

  private static int number(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }

  private void run(int number, @Nullable Path file) throws IOException {
    HeldOut heldOut = HeldOut.of(base, queries, K);
    HeldOut many = HeldOut.of(base, queries, MANY);
    for (Coding coding : Coding.values()) {
      double start = seconds();
      InvertedLists lists = new ListSplit(number, coding, SEED).divide(base);
      print(
          "%s: %,d vectors of %d in %,d lists, built in %.1f s",
          coding, lists.count(), lists.dim(), lists.lists(), seconds() - start);
      if (file != null && coding == Coding.FLOAT) {
        write(lists, file);
        lists = ListFile.open(file);
      }
      start = seconds();
      Calibration calibration = Calibration.of(lists, base, TARGET, K, SEED);
      print(
          "  recall@%d >= %.2f takes %d lists at most, a reach of %.3f: %.4f on other queries (%.1f s"
              + " to find out)",
          K,
          TARGET,
          calibration.probing().most(),
          calibration.probing().reach(),
          calibration.recall(),
          seconds() - start);
      print(
          "  recall@%d of the same: %.4f",
          MANY, many.recall(lists.search(calibration.probing())).share());
      speeds(lists, heldOut, calibration.probing());
      if (coding == Coding.FLOAT) {
        filtered(lists, calibration.probing());
      }
    }
    exact();
  }

  private void speeds(InvertedLists lists, HeldOut heldOut, Probing calibrated) {
    speed(lists.search(calibrated), heldOut, "calibrated");
    for (int probes : new int[] {1, 2, 4, 8, 16, 32}) {
      speed(lists.search(probes), heldOut, String.format(Locale.ROOT, "%3d lists", probes));
    }
  }

  private void speed(ListSearch search, HeldOut heldOut, String name) {
    print(
        "  %10s: recall@%d %.4f, one thread %,8.0f queries/s, two %,8.0f",
        name, K, heldOut.recall(search).share(), alone(search), together(search));
  }

  /** Queries come one by one, as to a server. */
  private double alone(ListSearch search) {
    return best(() -> IntStream.range(0, queries.count()).forEach(i -> one(search, i)));
  }

  private void one(ListSearch search, int query) {
    search.nearest(queries.row(query), K);
  }

  private double together(ListSearch search) {
    return best(
        () -> {
          AtomicInteger next = new AtomicInteger();
          Runnable task =
              () -> {
                for (int i = next.getAndIncrement();
                    i < queries.count();
                    i = next.getAndIncrement()) {
                  one(search, i);
                }
              };
          Thread other = new Thread(task);
          other.start();
          task.run();
          join(other);
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double best(Runnable pass) {
    double best = 0;
    for (int i = 0; i < PASSES; i++) {
      double start = seconds();
      pass.run();
      best = Math.max(best, queries.count() / (seconds() - start));
    }
    return best;
  }

  /** Rows drawn at random: a filter that says nothing of where vectors lie. */
  private void filtered(InvertedLists lists, Probing probing) {
    ListSearch search = lists.search(probing);
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(base)) {
      filtered(search, exact, RowSet.all(base.count()).without(0));
      for (int oneIn : new int[] {1, 2, 5, 10, 20, 50, 100, 200, 1000, 10_000}) {
        filtered(
            search,
            exact,
            RowSet.where(base.count(), row -> SEED.derive(row).generator().nextInt(oneIn) == 0));
      }
    }
  }

  private void filtered(ListSearch search, NeighbourSearch exact, RowSet allowed) {
    Neighbours wanted = exact.search(queries, (query, row) -> allowed.contains(row), K);
    double recall = Recall.of(wanted, search.search(queries, allowed, K)).share();
    double speed =
        best(
            () ->
                IntStream.range(0, queries.count())
                    .forEach(i -> search.nearest(queries.row(i), allowed, K)));
    print(
        "  filter of %,7d rows: recall@%d %.4f, one thread %,8.0f queries/s",
        allowed.count(), K, recall, speed);
  }

  private void exact() {
    double start = seconds();
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(base)) {
      double prepared = seconds();
      exact.search(queries, K);
      double searched = seconds();
      IntStream.range(0, 100).forEach(i -> exact.search(queries.slice(i, i + 1), K));
      print(
          "exact: prepared in %.2f s; %,.0f queries/s together, %,.0f one by one",
          prepared - start, queries.count() / (searched - prepared), 100 / (seconds() - searched));
    }
  }

  private static void write(InvertedLists lists, Path file) throws IOException {
    double start = seconds();
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      ListFile.write(lists, to);
    }
    print("  written in %.1f s: %,d bytes", seconds() - start, Files.size(file));
  }

  /** Opens a file in a process of its own, and looks into every list. */
  private static void open(Path file) throws IOException {
    double start = seconds();
    InvertedLists lists = ListFile.open(file);
    double opened = seconds();
    Vectors first = lists.vectors(0);
    lists.search(8).search(first, K);
    print(
        "%,d vectors of %d: opened in %.3f s, first query %.3f s, %s",
        lists.count(), lists.dim(), opened - start, seconds() - opened, resident());
    start = seconds();
    lists.search(lists.lists()).search(first, K);
    print("all lists read: %.2f s, %s", seconds() - start, resident());
    start = seconds();
    ListFile.verified(file);
    print("verified: %.2f s, %s", seconds() - start, resident());
  }

  private static String resident() throws IOException {
    return Arrays.stream(Files.readString(Path.of("/proc/self/status")).split("\n"))
        .filter(line -> line.startsWith("VmHWM") || line.startsWith("RssAnon"))
        .map(line -> line.replaceAll("\\s+", " "))
        .reduce("", (a, b) -> a + " " + b);
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
