/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.config.ImportSettings;
import org.anchorage.core.config.ImportSettings.Duplicates;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.progress.Progress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source into a corpus, by Spark jobs. Every image is decoded in full. Bad images are left
 * out and listed with their reasons in {@code bad.jsonl}; the import fails only if their share is
 * over {@code import.max-bad}. The corpus is the same to the byte, but for its manifest, whatever
 * the number of tasks and executors, and whichever of them fail. Thread-safe.
 *
 * <p>The jobs: tasks list the source (some folders, an archive, a list each); the listing is sorted
 * by split, class and id, and cut by listed bytes; tasks fetch and decode the images of a stretch;
 * images with the same bytes are found by their digests; tasks write a shard each. The driver holds
 * what grows with classes, tasks and shards.
 *
 * <p>If the import fails, what is decoded is kept: the same import of the same files goes on from
 * it.
 */
public final class Importer {

  private static final int MOST_NAMED = 5;

  private final SparkSession spark;
  private final ImportSettings settings;
  private final Seed seed;
  private final Progress.Factory progress;
  private final int small;
  private final @Nullable BatchSettings batch;
  private final @Nullable ImportPage page;

  /**
   * Makes an importer.
   *
   * @param seed that chooses the classes held out by {@code import.test-classes}
   */
  public Importer(
      SparkSession spark, ImportSettings settings, Seed seed, Progress.Factory progress) {
    this(spark, settings, seed, progress, Cut.SMALL, null, null);
  }

  private Importer(
      SparkSession spark,
      ImportSettings settings,
      Seed seed,
      Progress.Factory progress,
      int small,
      @Nullable BatchSettings batch,
      @Nullable ImportPage page) {
    this.spark = spark;
    this.settings = settings;
    this.seed = seed;
    this.progress = progress;
    this.small = small;
    this.batch = batch;
    this.page = page;
  }

  /** Returns an importer that shuffles listings of more images than this. */
  Importer withSmall(int images) {
    return new Importer(spark, settings, seed, progress, images, batch, page);
  }

  /** Returns an importer that says how much of the corpus an epoch of such batches shows. */
  public Importer advising(@Nullable BatchSettings batches) {
    return new Importer(spark, settings, seed, progress, small, batches, page);
  }

  /** Returns an importer that puts a page into the corpus. */
  public Importer showing(@Nullable ImportPage made) {
    return new Importer(spark, settings, seed, progress, small, batch, made);
  }

  /**
   * Imports a source.
   *
   * @param target where the corpus will lie, on any Hadoop file system
   * @param when what happens if a corpus is there already
   * @throws ImportException if there is no good image, or too many bad ones
   * @throws ArtifactException if the corpus cannot be written
   */
  public ImportReport run(Source source, Path target, WhenExists when) {
    long start = System.nanoTime();
    new Artifacts(hadoop()).requireFree(target, when);
    Path copies = copies(target);
    try (Listing listing = new Listing(spark, source, copies)) {
      requireImages(source, listing.summary());
      Map<String, String> written = written(source);
      Result result = new Result(batch);
      Manifest manifest =
          new Artifacts(hadoop())
              .resume(
                  target,
                  when,
                  new Draft(Corpus.KIND, Corpus.FORMAT, written, List.of()),
                  new TreeMap<>(written) + " " + listing.summary().digest(),
                  temporary -> write(source, listing, temporary, result));
      double seconds = (System.nanoTime() - start) / 1e9;
      return result.report(source, target, manifest, listing, seconds);
    } catch (IOException e) {
      throw new ImportException("Cannot finish reading the " + source.description() + ": " + e, e);
    } finally {
      discard(copies);
    }
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** A folder beside the corpus: executors reach it as they reach the corpus. */
  private static Path copies(Path target) {
    Path parent = target.getParent() == null ? target : target.getParent();
    return new Path(parent, "." + target.getName() + ".copies-" + UUID.randomUUID());
  }

  private void discard(Path copies) {
    try {
      FileSystem files = copies.getFileSystem(hadoop());
      files.delete(copies, true);
    } catch (IOException e) {
      // deleteHalfWritten finds it by its name.
      return;
    }
  }

  private Map<String, String> written(Source source) {
    Map<String, String> written = new HashMap<>(source.settings());
    written.put("import.source", source.description());
    written.put("seed", String.valueOf(seed.value()));
    written.put(ImportSettings.TEST_CLASSES.path(), String.valueOf(settings.testClasses()));
    written.put(ImportSettings.MAX_BAD.path(), String.valueOf(settings.maxBad()));
    written.put(ImportSettings.MAX_PIXELS.path(), String.valueOf(settings.maxPixels()));
    written.put(ImportSettings.DUPLICATES.path(), TypedValues.written(settings.duplicates()));
    written.put(ImportSettings.SHARD_BYTES.path(), String.valueOf(settings.shardBytes()));
    boolean stored = settings.orientation() == Orientation.IGNORE;
    written.put(
        ImageSettings.ORIENTATION.path(),
        TypedValues.written(stored ? Orientation.IGNORE : Orientation.APPLY));
    return written;
  }

  private Contents write(Source source, Listing listing, Path temporary, Result result)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Summary summary = listing.summary();
    Broadcast<HadoopSettings> settingsOfHadoop = context.broadcast(HadoopSettings.of(hadoop()));
    long images = summary.bad() + summary.total().images();
    try (Progress bar = progress.start("import", images, "images")) {
      Importing importing =
          new Importing(
              spark.sparkContext(),
              listing,
              new Work(temporary.toString(), settingsOfHadoop),
              settings,
              bar::step);
      HeldOut heldOut = HeldOut.of(settings.testClasses(), seed, summary.classes().keySet());
      List<Leaf> leaves = importing.sorted(heldOut, source, small);
      List<Inspected> inspected = importing.inspected(leaves);
      result.inspected.add(summary);
      inspected.forEach(result.inspected::add);
      refuseTooMuchBad(source, result.inspected);
      DuplicateSearch search = importing.duplicates(leaves, inspected, small);
      result.repeats = search.listed(context);
      Map<Long, Integer> dropped = dropped(result.repeats, search, context);
      result.dropped = dropped.values().stream().mapToLong(Integer::longValue).sum();
      result.shards = importing.written(leaves, inspected, dropped);
      importing.writeRuns(result.shards);
      importing.writeBad(leaves, inspected);
      importing.writeDuplicates(search);
      ImportPage making = page;
      if (making != null) {
        Pictures pictures = new Pictures(temporary.toString(), hadoop(), settings);
        importing.writePage(making.html(result.facts(source, listing, pictures)));
      }
      return result.contents();
    } finally {
      settingsOfHadoop.destroy();
    }
  }

  private Map<Long, Integer> dropped(
      Repeats repeats, DuplicateSearch search, JavaSparkContext context) {
    if (settings.duplicates() == Duplicates.REFUSE_CONFLICTS && repeats.conflicts() > 0) {
      throw new ImportException(
          repeats.conflicts()
              + " images have the bytes of an image of another class, and import.duplicates ="
              + " refuse-conflicts. The first: "
              + repeats.first().stream()
                  .limit(Math.min(MOST_NAMED, repeats.conflicts()))
                  .map(Repeats::said)
                  .collect(Collectors.joining("; "))
              + ". Remove all but one of each, or set import.duplicates = keep or drop-later");
    }
    return settings.duplicates() == Duplicates.DROP_LATER && repeats.later() > 0
        ? search.dropped(context)
        : Map.of();
  }

  private static void requireImages(Source source, Summary summary) {
    if (summary.bad() + summary.total().images() == 0) {
      throw new ImportException(
          "There are no images in the " + source.description() + "; check the path and the format");
    }
  }

  private void refuseTooMuchBad(Source source, Inspected inspected) {
    long good = inspected.good();
    long total = good + inspected.bad();
    if (good > 0 && inspected.bad() <= settings.maxBad() * total) {
      return;
    }
    String named =
        inspected.first().stream()
            .limit(MOST_NAMED)
            .map(bad -> Shown.text(bad.toString()))
            .collect(Collectors.joining("; "));
    throw new ImportException(
        inspected.bad()
            + " of "
            + total
            + " images in the "
            + source.description()
            + " are bad "
            + inspected.badByReason()
            + (good == 0
                ? ", and none is good"
                : ", more than import.max-bad = " + settings.maxBad() + " allows")
            + ". The first: "
            + named
            + hint(inspected)
            + ". Mend or remove them"
            + (good == 0 ? "" : ", or raise import.max-bad"),
        List.copyOf(inspected.first()));
  }

  /** Says what is likely to be wrong if nothing is right for one reason. */
  private static String hint(Inspected inspected) {
    if (inspected.good() > 0 || inspected.badByReason().size() > 1) {
      return "";
    }
    String reason = inspected.badByReason().firstKey();
    if (reason.equals(Bad.Reason.UNLABELLED.written())) {
      return ". No folder or label names a class; is the folder one level too low?";
    }
    return reason.equals(Bad.Reason.MISSING.written())
        ? ". No path leads to a file; paths are relative to the list, and its columns may be swapped"
        : "";
  }
}
