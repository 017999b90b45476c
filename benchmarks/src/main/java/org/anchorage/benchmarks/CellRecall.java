/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.CellGroups;
import org.anchorage.mining.cells.CellOrder;
import org.anchorage.mining.cells.CellSearch;
import org.anchorage.mining.cells.Cells;
import org.anchorage.mining.cells.ClassCells;
import org.anchorage.mining.cells.ClassSplit;
import org.anchorage.mining.cells.ProbeCurve;
import org.anchorage.mining.cells.Recall;
import org.anchorage.mining.neighbours.ClassNeighbours;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/** Seconds and recall of mining by cells; {@code benchmarks/cells} runs it. */
public final class CellRecall {

  private static final int K = 50;
  private static final int SAMPLED = 1000;
  private static final int MOST_PROBES = 512;

  /** Anchors of a task; a Spark task takes about as many. */
  private static final int BLOCK = 65_536;

  private static final Seed SEED = new Seed(7);

  private final LabelledVectors images;
  private final Vectors arranged;
  private final Cells cells;
  private final CellGroups groups;

  private CellRecall(LabelledVectors images, int size) {
    this.images = images;
    double start = seconds();
    this.cells = cells(images, size);
    this.arranged = images.vectors().rows(cells.rows());
    double split = seconds();
    this.groups = CellGroups.of(cells, SEED.derive("groups"));
    print(
        "%,d vectors of %d floats, %,d cells (largest %,d): %.1f s; %,d groups: %.1f s",
        cells.vectors(),
        images.vectors().dim(),
        cells.count(),
        IntStream.range(0, cells.count())
            .map(cell -> cells.starts()[cell + 1] - cells.starts()[cell])
            .max()
            .orElse(0),
        split - start,
        groups.centres().count(),
        seconds() - split);
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    boolean mixture = args.length == 0 || args[0].equals("mixture");
    int count = mixture ? number(args, 1, 1_000_000) : 0;
    LabelledVectors images =
        mixture
            ? LabelledVectors.mixture(count, number(args, 2, count / 20), number(args, 3, 128))
            : LabelledVectors.idx(Path.of(args[1]), Path.of(args[2]));
    int at = mixture ? 4 : 3;
    int size = number(args, at, (int) Math.sqrt(images.labels().length));
    double target = args.length > at + 1 ? Double.parseDouble(args[at + 1]) : 0.95;
    CellRecall bench = new CellRecall(images, size);
    ProbeCurve curve = bench.curve(bench.sample("calibration"));
    for (int probes = 4; probes <= Math.min(MOST_PROBES, bench.cells.count()); probes *= 2) {
      print("  recall@%d of %d probes: %.3f", K, probes, curve.recall(probes));
    }
    int probes = curve.probes(target);
    print("calibrated to %.2f: %d probes, %.3f", target, probes, curve.recall(probes));
    bench.pass(probes);
  }

  private static int number(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }

  private static Cells cells(LabelledVectors images, int size) {
    ClassSplit split = new ClassSplit(size, SEED.derive("cells"));
    List<int[]> runs = new ArrayList<>();
    int[] labels = images.labels();
    for (int from = 0; from < labels.length; ) {
      int to = from;
      while (to < labels.length && labels[to] == labels[from]) {
        to++;
      }
      runs.add(new int[] {labels[from], from, to});
      from = to;
    }
    List<ClassCells> classes =
        runs.parallelStream()
            .map(
                run ->
                    split.split(
                        run[0],
                        images.vectors().slice(run[1], run[2]),
                        IntStream.range(run[1], run[2]).toArray()))
            .toList();
    return Cells.of(classes);
  }

  private int[] sample(String name) {
    SplittableRandom random = SEED.derive(name).generator();
    return random.ints(SAMPLED, 0, images.labels().length).toArray();
  }

  private int[] labels(int[] rows) {
    return Arrays.stream(rows).map(row -> images.labels()[row]).toArray();
  }

  private Neighbours exact(int[] rows) {
    int[] labels = images.labels();
    Filter others = (query, row) -> labels[row] != labels[rows[query]];
    try (NeighbourSearch exact =
        SearchKind.EXACT.prepare((VectorSource) images.vectors(), 262_144)) {
      return exact.search(images.vectors().rows(rows), others, K);
    }
  }

  private ProbeCurve curve(int[] rows) {
    double start = seconds();
    Neighbours exact = exact(rows);
    double searched = seconds();
    try (CellOrder order = new CellOrder(cells, groups)) {
      Neighbours cellsOf = order.others(images.vectors().rows(rows), labels(rows), MOST_PROBES);
      ProbeCurve curve = ProbeCurve.of(exact, cellsOf, cells.cellsOfRows());
      print(
          "%,d queries exactly: %.1f s; their order of cells: %.1f s",
          rows.length, searched - start, seconds() - searched);
      return curve;
    }
  }

  private void pass(int probes) throws Exception {
    int count = cells.vectors();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    double start = seconds();
    double usedBefore = processorSeconds();
    try (CellSearch search =
        new CellSearch(cells, groups, arranged, new CellSearch.Probes(probes, 8))) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      int block = Math.min(BLOCK, (count + 1) / 2);
      for (int from = 0; from < count; from += block) {
        int first = from;
        tasks.add(
            () -> {
              ClassNeighbours found = search.find(first, Math.min(count, first + block), K);
              return found.anchors().length;
            });
      }
      int done = 0;
      for (Future<Integer> task : pool.invokeAll(tasks)) {
        done += task.get();
      }
      double passed = seconds() - start;
      double used = processorSeconds() - usedBefore;
      int[] rows = sample("check");
      Neighbours found = search.find(images.vectors().rows(rows), rows, labels(rows), K).others();
      print(
          "pass of %,d anchors, two threads: %.1f s (%.1f s of processors), %,.0f anchors/s; recall on"
              + " another sample %.3f",
          done, passed, used, done / passed, Recall.of(exact(rows), found).share());
    } finally {
      pool.shutdown();
    }
  }

  private static double processorSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(used -> used.toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
