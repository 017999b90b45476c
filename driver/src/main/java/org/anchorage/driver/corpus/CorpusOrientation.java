/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a corpus decides of {@code image.orientation = auto}: as it was imported. A corpus whose
 * manifest says nothing is older than the setting, and ignored orientation. Stateless.
 */
public final class CorpusOrientation {

  private CorpusOrientation() {}

  /** Returns the settings with {@code auto} decided by a corpus's manifest. */
  public static ImageSettings decided(ImageSettings image, Manifest corpus) {
    return image.orientation() == Orientation.AUTO ? image.with(of(corpus)) : image;
  }

  /**
   * Returns the settings of a run with {@code auto} decided by its corpus, as the run writes them
   * down. Reads the corpus's manifest alone.
   *
   * @throws ArtifactException if there is no corpus, or it is too new
   */
  public static RunSettings decided(RunSettings asked, Configuration hadoop) {
    String corpus = asked.typed().corpus();
    if (asked.typed().image().orientation() != Orientation.AUTO || corpus.isBlank()) {
      return asked;
    }
    Manifest manifest = new Artifacts(hadoop).open(new Path(corpus), Corpus.KIND, Corpus.FORMAT);
    return asked.with(List.of(ImageSettings.ORIENTATION + "=" + TypedValues.written(of(manifest))));
  }

  private static Orientation of(Manifest corpus) {
    String apply = TypedValues.written(Orientation.APPLY);
    return apply.equals(corpus.settings().get(ImageSettings.ORIENTATION.path()))
        ? Orientation.APPLY
        : Orientation.IGNORE;
  }
}
