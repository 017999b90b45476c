/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.driver.corpus.ClassRun;
import org.anchorage.driver.corpus.ClassRunFile;
import org.anchorage.driver.corpus.WrittenShard;
import org.anchorage.driver.session.TaskProgress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Makes a corpus's files out of a listing, by Spark jobs: sort, inspect, write shards. The driver
 * holds the classes, the leaves and the shards. Used once.
 */
final class Importing {

  private static final String BAD_FILE = "bad.jsonl";
  private static final String DUPLICATES_FILE = "duplicates.jsonl";
  private static final int TASKS_A_CORE = 4;
  private static final long TASK_COST = 64 << 20;

  private final JavaSparkContext context;
  private final Listing listing;
  private final Work work;
  private final ImportSettings settings;
  private final LongConsumer progress;

  Importing(
      SparkContext context,
      Listing listing,
      Work work,
      ImportSettings settings,
      LongConsumer progress) {
    this.context = JavaSparkContext.fromSparkContext(context);
    this.listing = listing;
    this.work = work;
    this.settings = settings;
    this.progress = progress;
  }

  /** Returns the leaves of the listing, in the corpus's order. */
  List<Leaf> sorted(HeldOut heldOut, Source source, int small) {
    Cut cut = Cut.of(heldOut.placed(listing.summary().classes()), settings.shardBytes(), small);
    return new Sorting(work, cut, heldOut, source.distinctIds()).leaves(listing);
  }

  /** Inspects all images, and returns what is known of each leaf. */
  List<Inspected> inspected(List<Leaf> leaves) {
    List<List<Leaf>> tasks = tasks(leaves);
    if (tasks.isEmpty()) {
      return List.of();
    }
    long before = listing.summary().bad();
    long images = listing.summary().total().images();
    InspectTask task = inspecting();
    List<List<Inspected>> results =
        TaskProgress.during(
            context.sc(),
            done -> progress.accept(before + done),
            (images + tasks.size() - 1) / tasks.size(),
            images,
            () -> Jobs.run(() -> context.parallelize(tasks, tasks.size()).map(task).collect()));
    List<Inspected> all = new ArrayList<>();
    results.forEach(all::addAll);
    return all;
  }

  private InspectTask inspecting() {
    int cores = context.sc().conf().getInt("spark.task.cpus", 1);
    return new InspectTask(work, settings.maxPixels(), settings.orientation(), cores);
  }

  /** Groups leaves into tasks of equal work. The result does not depend on it. */
  private List<List<Leaf>> tasks(List<Leaf> leaves) {
    long cost = leaves.stream().mapToLong(leaf -> leaf.amount().cost()).sum();
    long wanted = Math.max((long) TASKS_A_CORE * context.defaultParallelism(), cost / TASK_COST);
    List<List<Leaf>> tasks = new ArrayList<>();
    ArrayList<Leaf> task = new ArrayList<>();
    long sum = 0;
    for (Leaf leaf : leaves) {
      task.add(leaf);
      sum += leaf.amount().cost();
      if (sum >= cost / wanted) {
        tasks.add(task);
        task = new ArrayList<>();
        sum = 0;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }

  /** Returns the search for images with the same bytes. */
  DuplicateSearch duplicates(List<Leaf> leaves, List<Inspected> inspected, int small) {
    List<Leaf> good = new ArrayList<>();
    long images = 0;
    for (int i = 0; i < leaves.size(); i++) {
      if (inspected.get(i).good() > 0) {
        good.add(leaves.get(i));
        images += inspected.get(i).good();
      }
    }
    return new DuplicateSearch(work, good, images, small);
  }

  /**
   * Writes the shards that have good images, and returns what they hold, in order.
   *
   * @param dropped how many good images of a leaf are left out, by its start
   */
  List<WrittenShard> written(
      List<Leaf> leaves, List<Inspected> inspected, Map<Long, Integer> dropped) {
    List<ShardPlan> plans = new ArrayList<>();
    for (int from = 0; from < leaves.size(); ) {
      int to = from;
      long good = 0;
      while (to < leaves.size() && leaves.get(to).shard() == leaves.get(from).shard()) {
        good += inspected.get(to).good() - dropped.getOrDefault(leaves.get(to).start(), 0);
        to++;
      }
      if (good > 0) {
        plans.add(new ShardPlan(plans.size(), new ArrayList<>(leaves.subList(from, to))));
      }
      from = to;
    }
    ShardTask task = new ShardTask(work, inspecting());
    return Jobs.run(() -> context.parallelize(plans, plans.size()).map(task).collect());
  }

  /** Writes the list of stretches of a class. */
  void writeRuns(List<WrittenShard> shards) throws IOException {
    Path file = new Path(work.directory(), ClassRunFile.NAME);
    try (OutputStream out = create(file)) {
      for (WrittenShard shard : shards) {
        for (ClassRun run : shard.runs()) {
          ClassRunFile.write(run, out);
        }
      }
    }
  }

  /** Joins the lists of bad images: the listing's first, then those of the leaves. */
  void writeBad(List<Leaf> leaves, List<Inspected> inspected) throws IOException {
    Configuration hadoop = context.hadoopConfiguration();
    List<WorkFile> parts = new ArrayList<>();
    if (listing.summary().bad() > 0) {
      for (int partition : BadTask.run(listing, work)) {
        parts.add(work.bad(partition, hadoop));
      }
    }
    for (int i = 0; i < leaves.size(); i++) {
      if (inspected.get(i).bad() > 0) {
        parts.add(work.bad(leaves.get(i), hadoop));
      }
    }
    join(parts, BAD_FILE);
  }

  /** Joins the lists of images that repeat others. */
  void writeDuplicates(DuplicateSearch search) throws IOException {
    List<WorkFile> parts = new ArrayList<>();
    for (int partition = 0; partition < search.partitions(); partition++) {
      parts.add(work.duplicates(partition, context.hadoopConfiguration()));
    }
    join(parts, DUPLICATES_FILE);
  }

  private void join(List<WorkFile> parts, String name) throws IOException {
    try (OutputStream out = create(new Path(work.directory(), name))) {
      for (WorkFile part : parts) {
        try (InputStream in = part.open()) {
          in.transferTo(out);
        }
      }
    }
  }

  /** Writes the page that people look at. */
  void writePage(String html) throws IOException {
    try (OutputStream out = create(new Path(work.directory(), ImportPage.FILE))) {
      out.write(html.getBytes(StandardCharsets.UTF_8));
    }
  }

  private OutputStream create(Path file) throws IOException {
    return file.getFileSystem(context.hadoopConfiguration()).create(file);
  }
}
