/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.progress.ProgressStyle;

/** Drawn characters, imported once for all tests of this process, and settings to train on them. */
public final class TinyCorpus {

  /** Six classes to train on and four to test on, eight drawings of each. */
  public static final String STROKES = "strokes:train=6,test=4,items=8";

  private static final Progress.Factory QUIET =
      ProgressStyle.LINES.factory(
          new java.io.PrintStream(java.io.OutputStream.nullOutputStream()), Clock.systemUTC());

  private TinyCorpus() {}

  /** Imported when it is first asked for. */
  private static final class Shared {
    static final String LOCATION = imported(STROKES);
  }

  /** Returns where the shared corpus lies; not to be changed. */
  public static String location() {
    return Shared.LOCATION;
  }

  /** Returns a progress display that nobody sees. */
  public static Progress.Factory quiet() {
    return QUIET;
  }

  /** Imports drawn characters into a new place. */
  public static String imported(String strokes) {
    try {
      Path place = Files.createDirectories(Path.of("target", "test-corpora"));
      String to = Files.createTempDirectory(place, "tiny").resolve("corpus").toUri().toString();
      imported(strokes, to, WhenExists.REFUSE);
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Imports drawn characters into a place. */
  public static void imported(String strokes, String to, WhenExists when) {
    new ImportStage(
            LocalSpark.session(),
            SettingsReader.defaults().settings().imports(),
            new Seed(1),
            QUIET)
        .run(strokes, SourceFormat.AUTO, to, when);
  }

  /**
   * Returns settings under which an epoch of the shared corpus is four steps of each of two workers
   * in two rounds, augmented, on a network of some thousand parameters.
   */
  public static RunSettings settings(String... words) {
    return SettingsReader.defaults().with(words()).with(List.of(words)).read();
  }

  /** Returns those settings with the smallest backbone, on images of 32 x 32 pixels. */
  public static RunSettings backbone(String... words) {
    return settings().with(backboneWords()).with(List.of(words));
  }

  /** Returns, as words of the command line, what a backbone's settings have over the others. */
  public static List<String> backboneWords() {
    return List.of(
        "encoder.name=mobilenet-v2",
        "encoder.multiplier=0.1",
        "image.width=32",
        "image.height=32",
        "image.channels=3");
  }

  /** Returns the settings of a small network as words of the command line. */
  public static List<String> words() {
    return List.of(
        "corpus=" + location(),
        "workers=2",
        "epochs=2",
        "rounds.steps=2",
        "mining=none",
        "image.width=16",
        "image.height=16",
        "image.invert=true",
        "augment.shift=0.1",
        "augment.rotate=10",
        "encoder.name=residual",
        "encoder.width=4",
        "embedding.dim=8",
        "batch.classes=3",
        "batch.images=2",
        "optimiser.learning-rate=0.01",
        "checkpoint.seconds=0",
        "evaluate.k=[1, 2]",
        "evaluate.restarts=0");
  }
}
