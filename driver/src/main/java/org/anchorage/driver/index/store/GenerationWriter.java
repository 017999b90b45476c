/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a generation: its shards, anywhere and in any order, then what is known of it. A shard is
 * made in {@code java.io.tmpdir} and copied, under a name that no other try has. Files are synced
 * before they are closed.
 *
 * @param index URI of the index's directory, or of what will become it
 * @param generation number of the generation, at least 1
 * @param plan how shards are made
 * @param hadoop the filesystem's configuration
 * @param sample of all items, which each shard answers for
 */
public record GenerationWriter(
    String index, long generation, BuildPlan plan, HadoopSettings hadoop, IndexSample sample)
    implements Serializable {

  /** Names a generation that is to be written. */
  public static GenerationWriter of(
      Path index, long generation, BuildPlan plan, Configuration hadoop) throws IOException {
    Path qualified = index.getFileSystem(hadoop).makeQualified(index);
    return new GenerationWriter(
        qualified.toString(), generation, plan, HadoopSettings.of(hadoop), IndexSample.NONE);
  }

  /**
   * Returns the same writer, which measures the recall of a search of all shards. Each shard takes
   * an exact search of {@value IndexSample#ITEMS} queries more.
   *
   * @param all vectors of the index, of which the rows of a sample are read
   */
  public GenerationWriter measuring(VectorSource all) {
    return new GenerationWriter(index, generation, plan, hadoop, IndexSample.draw(plan, all));
  }

  /** Returns the name of a generation's directory. */
  public static String name(long generation) {
    return String.format(Locale.ROOT, "g-%05d", generation);
  }

  /** Returns the name of a shard's directory, in that of its generation. */
  static String shardName(int shard) {
    return String.format(Locale.ROOT, "shard-%05d", shard);
  }

  private Path directory() {
    return new Path(index, name(generation));
  }

  /**
   * Writes a shard. Its lists are held in memory.
   *
   * @param first row of its first vector, counted over all shards
   * @param vectors at least 1
   * @param items one for each vector, in the same order
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if a vector is not finite
   */
  public WrittenShard shard(int first, VectorSource vectors, Iterator<ShardItem> items)
      throws IOException {
    java.nio.file.Path local = LocalCopies.make();
    try {
      int count = ShardFiles.items(local, vectors, items, plan);
      BuildPlan.Lists made = ShardFiles.lists(local, vectors, plan);
      ShardFacts facts = ShardFacts.of(count, made);
      ShardAnswers answers =
          sample.isEmpty()
              ? null
              : ShardAnswers.of(made.lists(), vectors, made.probing(), sample, first);
      String name = ".shard-" + UUID.randomUUID();
      Map<String, String> checksums = new HashMap<>();
      try (Stream<java.nio.file.Path> files = Files.walk(local)) {
        for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
          String own = local.relativize(file).toString().replace('\\', '/');
          checksums.put(own, copy(file, new Path(new Path(directory(), name), own)));
        }
      }
      return new WrittenShard(facts, name, checksums, answers);
    } finally {
      LocalCopies.delete(local);
    }
  }

  private String copy(java.nio.file.Path from, Path to) throws IOException {
    FileSystem files = to.getFileSystem(hadoop.configuration());
    try (InputStream in = Files.newInputStream(from);
        FSDataOutputStream out = files.create(to)) {
      String sum = Sha256.copy(in, out);
      DiskSync.sync(out);
      return sum;
    }
  }

  /**
   * Gives the shards their names, removes what other tries have left, and writes what is known of
   * the generation.
   *
   * @param dim floats of a vector
   * @param log number of the last batch of the log that the shards hold; 0 if there is none
   * @param shards in the order of rows
   * @return what the manifest of the index says of the generation
   * @throws IOException if it cannot be written
   */
  public Contents finish(int dim, long log, List<WrittenShard> shards) throws IOException {
    Path directory = directory();
    FileSystem files = directory.getFileSystem(hadoop.configuration());
    files.mkdirs(directory);
    Map<String, String> checksums = new HashMap<>();
    for (int shard = 0; shard < shards.size(); shard++) {
      Path from = new Path(directory, shards.get(shard).name());
      Path to = new Path(directory, shardName(shard));
      if (!NewName.give(files, from, to, hadoop.configuration())) {
        throw new IOException(to + " is there already: somebody else writes this generation");
      }
      String place = name(generation) + "/" + shardName(shard) + "/";
      shards.get(shard).checksums().forEach((name, sum) -> checksums.put(place + name, sum));
    }
    for (FileStatus left : files.listStatus(directory)) {
      if (left.getPath().getName().startsWith(".shard-")) {
        files.delete(left.getPath(), true /* recursive */);
      }
    }
    GenerationFacts facts = GenerationFacts.of(plan, dim, shards);
    byte[] json = facts.written();
    try (FSDataOutputStream out = files.create(new Path(directory, GenerationFacts.FILE))) {
      out.write(json);
      DiskSync.sync(out);
    }
    checksums.put(
        name(generation) + "/" + GenerationFacts.FILE, Sha256.of(new ByteArrayInputStream(json)));
    return new Contents("", counts(facts, log), checksums);
  }

  private Map<String, Long> counts(GenerationFacts facts, long log) {
    return Map.of(
        "items",
        facts.items(),
        "dim",
        (long) facts.dim(),
        "shards",
        (long) facts.shards().size(),
        "lists",
        (long) facts.lists(),
        "probes",
        (long) facts.probes(),
        "recall_millionths",
        Math.round(1e6 * facts.recall()),
        "measured_recall_millionths",
        Math.round(1e6 * facts.measured()),
        "generation",
        generation,
        "log",
        log);
  }
}
