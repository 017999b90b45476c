/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.CorpusWriter;
import org.anchorage.worker.image.ImageLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source into a corpus. Every image is decoded in full. Bad images are left out and listed
 * with their reasons in {@code bad.jsonl}; the import fails only if their share is over {@code
 * import.max-bad}. Runs on the driver, with one thread per processor. Thread-safe.
 */
public final class Importer {

  private static final String BAD_FILE = "bad.jsonl";
  private static final int MOST_NAMED = 5;

  private final SparkSession spark;
  private final ImportSettings settings;

  /** Makes an importer. */
  public Importer(SparkSession spark, ImportSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Imports a source, and does not close it.
   *
   * @param target where the corpus will lie, on any Hadoop file system
   * @param when what happens if a corpus is there already
   * @param progress takes, after each image, the number inspected; called on this thread
   * @throws ImportException if there is no good image, or too many bad ones
   * @throws ArtifactException if the corpus cannot be written
   */
  public ImportReport run(Source source, Path target, WhenExists when, LongConsumer progress) {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Tally tally = new Tally(progress);
    Manifest manifest =
        new Artifacts(hadoop)
            .write(
                target,
                when,
                new Draft(Corpus.KIND, CorpusWriter.FORMAT, written(source), List.of()),
                temporary -> write(source, temporary, hadoop, tally));
    return report(source, target, manifest, tally, (System.nanoTime() - start) / 1e9);
  }

  private Map<String, String> written(Source source) {
    Map<String, String> written = new HashMap<>(source.settings());
    written.put("import.source", source.description());
    written.put(ImportSettings.MAX_BAD.path(), String.valueOf(settings.maxBad()));
    written.put(ImportSettings.MAX_PIXELS.path(), String.valueOf(settings.maxPixels()));
    written.put(ImportSettings.SHARD_BYTES.path(), String.valueOf(settings.shardBytes()));
    return written;
  }

  private Contents write(Source source, Path temporary, Configuration hadoop, Tally tally)
      throws IOException {
    Path badFile = new Path(temporary, BAD_FILE);
    try (CorpusWriter corpus = new CorpusWriter(spark, temporary, settings.shardBytes());
        BadLog bad = new BadLog(badFile.getFileSystem(hadoop).create(badFile));
        Inspectors inspectors =
            new Inspectors(
                new ImageLoader(settings.maxPixels()),
                inspection -> tally.add(inspection, corpus, bad))) {
      source.read(new Intake(inspectors, bad, tally));
      inspectors.finish();
      refuseTooMuchBad(source, tally.good, bad);
      tally.first = bad.first();
      tally.byReason = bad.byReason();
      Contents contents = corpus.finish();
      Map<String, Long> counts = new HashMap<>(contents.counts());
      counts.put("bad", bad.count());
      counts.put("bytes", tally.bytes);
      return new Contents(contents.fingerprint(), counts);
    }
  }

  private void refuseTooMuchBad(Source source, long good, BadLog bad) {
    long total = good + bad.count();
    if (total == 0) {
      throw new ImportException(
          "There are no images in the " + source.description() + "; check the path and the format");
    }
    if (good > 0 && bad.count() <= settings.maxBad() * total) {
      return;
    }
    String named =
        bad.first().stream().limit(MOST_NAMED).map(Bad::toString).collect(Collectors.joining("; "));
    throw new ImportException(
        bad.count()
            + " of "
            + total
            + " images in the "
            + source.description()
            + " are bad "
            + bad.byReason()
            + (good == 0
                ? ", and none is good"
                : ", more than import.max-bad = " + settings.maxBad() + " allows")
            + ". The first: "
            + named
            + ". Mend or remove them"
            + (good == 0 ? "" : ", or raise import.max-bad"),
        List.copyOf(bad.first()));
  }

  private static ImportReport report(
      Source source, Path target, Manifest manifest, Tally tally, double seconds) {
    Map<String, Long> perSplit = new HashMap<>();
    Map<String, Long> classesPerSplit = new HashMap<>();
    for (Split split : Split.values()) {
      perSplit.put(split.written(), count(manifest, "items_" + split.written()));
      long classes = tally.classes.getOrDefault(split, Set.of()).size();
      classesPerSplit.put(split.written(), classes);
    }
    return new ImportReport(
        source.description(),
        target.toString(),
        manifest.fingerprint(),
        count(manifest, "items"),
        count(manifest, "classes"),
        perSplit,
        classesPerSplit,
        tally.bytes,
        count(manifest, "shards"),
        tally.first,
        tally.byReason,
        tally.ignored,
        seconds);
  }

  private static long count(Manifest manifest, String what) {
    return manifest.counts().getOrDefault(what, 0L);
  }

  /** Sends images to the inspectors and bad ones to the log. */
  private record Intake(Inspectors inspectors, BadLog log, Tally tally) implements Source.Sink {

    @Override
    public void image(RawImage image) throws IOException {
      inspectors.add(image);
    }

    @Override
    public void bad(Bad bad) throws IOException {
      log.add(bad);
      tally.done();
    }

    @Override
    public void ignored(long files) {
      tally.ignored += files;
    }
  }

  /** Counts the images so far. */
  private static final class Tally {

    private final LongConsumer progress;
    private final Set<String> ids = new HashSet<>();
    private final Map<Split, Set<String>> classes = new EnumMap<>(Split.class);
    private List<Bad> first = List.of();
    private Map<String, Long> byReason = Map.of();
    private long done;
    private long good;
    private long bytes;
    private long ignored;

    Tally(LongConsumer progress) {
      this.progress = progress;
    }

    void done() {
      done++;
      progress.accept(done);
    }

    void add(Inspection inspection, CorpusWriter corpus, BadLog log) throws IOException {
      @Nullable Item item = inspection.item();
      @Nullable Bad bad = inspection.bad();
      if (item != null && ids.add(item.id())) {
        corpus.append(item, inspection.image().encoded());
        classes.computeIfAbsent(item.split(), s -> new HashSet<>()).add(item.className());
        good++;
        bytes += inspection.image().encoded().length;
      } else if (bad != null) {
        log.add(bad);
      } else {
        String id = inspection.image().id();
        log.add(new Bad(id, Bad.Reason.DUPLICATE_ID, "Another image has this id"));
      }
      done();
    }
  }
}
