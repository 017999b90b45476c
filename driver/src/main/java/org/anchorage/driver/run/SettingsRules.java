/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.config.RoundSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingKeys;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.TrainSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.apache.hadoop.fs.Path;

/**
 * Which settings may differ from those that a run was begun with. The declaration of a key says
 * what it touches. One rule depends on other settings, that of {@code epochs}; it is here.
 * Immutable.
 */
final class SettingsRules {

  /** What checkpoints name as their parents. */
  private static final Set<String> PARENTS =
      Set.of(Settings.CORPUS.path(), BatchSettings.TUPLES.path());

  private final Path location;
  private final RunSettings begun;
  private final Places places;

  /**
   * States the rules of a run.
   *
   * @param location of the run, for messages
   * @param begun the settings that it was begun with
   * @param places knows when two URIs are one place
   */
  SettingsRules(Path location, RunSettings begun, Places places) {
    this.location = location;
    this.begun = begun;
    this.places = places;
  }

  /** Returns settings that have the run's own value wherever weights or the corpus decide. */
  RunSettings settled(RunSettings asked) {
    Map<String, String> own = begun.written();
    BackboneSettings backbone = asked.typed().encoder().backbone();
    List<String> words = new ArrayList<>();
    if (backbone.batchNorm() == BackboneSettings.BatchNorm.AUTO) {
      words.add(BackboneSettings.BATCH_NORM + "=" + own.get(BackboneSettings.BATCH_NORM.path()));
    }
    if (backbone.padding() == BackboneSettings.Padding.AUTO) {
      words.add(BackboneSettings.PADDING + "=" + own.get(BackboneSettings.PADDING.path()));
    }
    if (backbone.input() == BackboneSettings.Input.AUTO) {
      words.add(BackboneSettings.INPUT + "=" + own.get(BackboneSettings.INPUT.path()));
    }
    if (asked.typed().image().orientation() == Orientation.AUTO) {
      words.add(ImageSettings.ORIENTATION + "=" + own.get(ImageSettings.ORIENTATION.path()));
    }
    return asked.with(words);
  }

  /**
   * Refuses settings that describe another network than the run's.
   *
   * @throws ConfigurationException if they do
   */
  void requireSameNetwork(RunSettings asked) {
    refuse(
        asked,
        path -> touches(path) == Key.Touches.SHAPES_NETWORK,
        "the network of the run at %s was trained with %s; leave it out");
  }

  /**
   * Refuses settings that would make it another run.
   *
   * @throws ConfigurationException if they would
   */
  void requireSameRun(RunSettings asked) {
    refuse(
        asked,
        path -> !mayChange(path),
        "the run at %s was begun with %s; resume with that, or begin another run");
  }

  private void refuse(RunSettings asked, Predicate<String> kept, String problem) {
    Map<String, String> before = begun.written();
    Map<String, String> after = asked.written();
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    for (String path : paths) {
      String was = before.getOrDefault(path, "");
      String is = after.getOrDefault(path, "");
      if (kept.test(path) && !isSame(path, was, is)) {
        throw new ConfigurationException(
            path, is, String.format(Locale.ROOT, problem, location, was));
      }
    }
  }

  /** Whether two texts are one value, as 0.001 and 1e-3 are, or one place. */
  private boolean isSame(String path, String was, String is) {
    if (was.equals(is)) {
      return true;
    }
    if (Places.isPlace(path)) {
      return places.qualified(was).equals(places.qualified(is));
    }
    try {
      return begun.with(List.of(path + "=" + is)).typed().equals(begun.typed());
    } catch (ConfigurationException e) {
      // The other value does not go with the run's other settings, so it is another one.
      return false;
    }
  }

  /**
   * What a run was trained on is known by its fingerprint, which the checkpoints have: it may lie
   * elsewhere now.
   */
  private boolean mayChange(String path) {
    return PARENTS.contains(path)
        || (touches(path) == Key.Touches.MAY_CHANGE
            && (!path.equals(TrainSettings.EPOCHS.path()) || epochsAreOpen()));
  }

  /**
   * Whether the number of epochs may change. A cosine spreads the fall of the learning rate over
   * all epochs, and post-local rounds take a share of them. With another number of epochs, such a
   * run would have trained differently from the start.
   */
  private boolean epochsAreOpen() {
    return begun.typed().optimiser().schedule() == OptimiserSettings.Schedule.CONSTANT
        && begun.typed().rounds().schedule() != RoundSettings.Schedule.POST_LOCAL;
  }

  /** A key that no section declares is kept: that is the safe side. */
  private static Key.Touches touches(String path) {
    return SettingKeys.of(path).map(Key::touches).orElse(Key.Touches.FIXED);
  }
}
