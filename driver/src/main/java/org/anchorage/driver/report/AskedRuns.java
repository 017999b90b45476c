/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.run.RunDirectory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The runs that are asked for side by side: those that are there, and those that are not. Needs no
 * Spark. Immutable.
 *
 * @param runs in the order asked for, at least one
 * @param leftOut those that cannot be read
 */
public record AskedRuns(List<Run> runs, List<ComparisonData.LeftOut> leftOut) {

  /** Most runs of a page, which bounds its size. */
  static final int MOST = 8;

  private static final String OPTION = "--runs";

  /**
   * A run that is there.
   *
   * @param name short, and no other's
   * @param uri where it lies
   * @param settings to open it with
   * @param measured what its own metrics were measured on, whatever it is opened with
   */
  public record Run(String name, String uri, RunSettings settings, MeasuredOn measured) {}

  /**
   * Reads the settings of runs.
   *
   * @param uris of the runs
   * @param over puts what was asked for over a run's own settings
   * @throws ConfigurationException if there are more runs than a page takes, one is named twice,
   *     their corpora or evaluated images differ, or settings do not fit
   * @throws ArtifactException if none of the runs is there
   */
  public static AskedRuns read(
      List<String> uris, Configuration hadoop, Function<RunDirectory, RunSettings> over) {
    if (uris.size() > MOST || new HashSet<>(uris).size() < uris.size()) {
      throw new ConfigurationException(
          OPTION, String.join(",", uris), "name up to " + MOST + " runs, each once");
    }
    List<Run> runs = new ArrayList<>();
    List<ComparisonData.LeftOut> leftOut = new ArrayList<>();
    List<String> fingerprints = new ArrayList<>();
    Map<String, String> names = names(uris);
    for (String uri : uris) {
      try {
        RunDirectory directory = new RunDirectory(uri, hadoop);
        RunSettings recorded = directory.settings();
        RunSettings settings = over.apply(directory);
        MeasuredOn measured = MeasuredOn.of(recorded, recordedImages(recorded, hadoop));
        fingerprints.add(fingerprint(settings, hadoop));
        runs.add(new Run(names.getOrDefault(uri, uri), uri, settings, measured));
      } catch (ArtifactException | UncheckedIOException e) {
        leftOut.add(new ComparisonData.LeftOut(uri, String.valueOf(e.getMessage())));
      }
    }
    if (runs.isEmpty()) {
      throw new ArtifactException(
          "None of the runs can be read: "
              + String.join("; ", leftOut.stream().map(ComparisonData.LeftOut::reason).toList()));
    }
    requireSameImages(runs, fingerprints);
    return new AskedRuns(List.copyOf(runs), List.copyOf(leftOut));
  }

  /** The last part of a URI is a name, unless another run has the same. */
  private static Map<String, String> names(List<String> uris) {
    Map<String, String> names = new TreeMap<>();
    for (String uri : uris) {
      String last = uri.isBlank() ? uri : new Path(uri).getName();
      boolean unique =
          uris.stream()
                  .filter(other -> !other.isBlank() && new Path(other).getName().equals(last))
                  .count()
              == 1;
      names.put(uri, unique ? last : uri);
    }
    return names;
  }

  private static void requireSameImages(List<Run> runs, List<String> fingerprints) {
    Run first = runs.get(0);
    for (int i = 1; i < runs.size(); i++) {
      Run run = runs.get(i);
      for (Key setting : MeasuredOn.IMAGES) {
        String key = setting.path();
        String own = run.settings().written().getOrDefault(key, "");
        String firsts = first.settings().written().getOrDefault(key, "");
        if (!own.equals(firsts)) {
          throw new ConfigurationException(
              OPTION,
              run.uri(),
              String.format(
                  Locale.ROOT,
                  "it has %s = %s, and %s has %s; name one for all, e.g. %s=%s",
                  key,
                  own,
                  first.uri(),
                  firsts,
                  key,
                  firsts));
        }
      }
      if (!fingerprints.get(i).equals(fingerprints.get(0))) {
        throw new ConfigurationException(
            OPTION,
            run.uri(),
            String.format(
                Locale.ROOT,
                "its corpus %s has other images than %s of %s; name a corpus for all, e.g."
                    + " corpus=%s",
                run.settings().typed().corpus(),
                first.settings().typed().corpus(),
                first.uri(),
                first.settings().typed().corpus()));
      }
    }
  }

  /** The corpus of training may be gone: another one can be given for the page. */
  private static String recordedImages(RunSettings recorded, Configuration hadoop) {
    try {
      return fingerprint(recorded, hadoop);
    } catch (ArtifactException | UncheckedIOException | IllegalArgumentException e) {
      return recorded.typed().corpus();
    }
  }

  private static String fingerprint(RunSettings settings, Configuration hadoop) {
    String corpus = settings.typed().corpus();
    return new Artifacts(hadoop).open(new Path(corpus), Corpus.KIND, Corpus.FORMAT).fingerprint();
  }
}
