/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.corpus.Split;

/**
 * Reads settings, later over earlier: {@code conf/defaults.conf}, a configuration's text (HOCON),
 * {@code key=value} words. Refuses a key that the defaults do not have.
 *
 * <p>Immutable and thread-safe.
 */
public final class SettingsReader {

  private static final String FREE = "spark.conf";

  private final Config config;

  private SettingsReader(Config config) {
    this.config = config;
  }

  /** Returns the defaults. */
  public static SettingsReader defaults() {
    ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
    return new SettingsReader(
        ConfigFactory.parseResources(SettingsReader.class, "defaults.conf", strict));
  }

  /**
   * Returns these settings with a configuration's text over them.
   *
   * @param text HOCON
   * @param origin where the text comes from, for messages
   * @throws ConfigurationException if it cannot be parsed or has an unknown key
   */
  public SettingsReader with(String text, String origin) {
    Config over;
    try {
      over = ConfigFactory.parseString(text).resolve();
    } catch (ConfigException e) {
      throw new ConfigurationException("--conf", origin, "it is not HOCON: " + e.getMessage());
    }
    return over(over, origin);
  }

  /**
   * Returns these settings with {@code key=value} words over them. A value in brackets is a list;
   * anything else is taken as it stands, so that URIs need no quotes.
   *
   * @throws ConfigurationException if a word is not {@code key=value} or its key is unknown
   */
  public SettingsReader with(List<String> words) {
    SettingsReader reader = this;
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException(word, "", "a setting is written key=value, e.g. epochs=8");
      }
      String key = word.substring(0, equals).strip();
      String value = word.substring(equals + 1).strip();
      reader = reader.over(pathValue(key, value), "the command line");
    }
    return reader;
  }

  private static Config pathValue(String key, String value) {
    try {
      return value.startsWith("[")
          ? ConfigFactory.parseString(key + " = " + value)
          : ConfigValueFactory.fromAnyRef(value).atPath(key);
    } catch (ConfigException e) {
      throw new ConfigurationException(key, value, "it cannot be read: " + e.getMessage());
    }
  }

  private SettingsReader over(Config over, String origin) {
    for (Map.Entry<String, ConfigValue> entry : over.entrySet()) {
      String key = entry.getKey();
      if (!config.hasPathOrNull(key) && !key.startsWith(FREE + ".")) {
        throw new ConfigurationException(
            key,
            entry.getValue().unwrapped(),
            "there is no such key (from "
                + origin
                + "); did you mean '"
                + nearest(key)
                + "'? conf/defaults.conf has them all");
      }
    }
    return new SettingsReader(over.withFallback(config));
  }

  /** Returns every setting as text, by key, ascending; what manifests record. */
  public Map<String, String> flat() {
    Map<String, String> flat = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      flat.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped()));
    }
    return flat;
  }

  /** Returns every setting as HOCON that {@link #with(String, String)} reads back. */
  public String render() {
    return config
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  /**
   * Returns the typed view.
   *
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  public Settings settings() {
    try {
      return read();
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw new ConfigurationException(
          "configuration", String.valueOf(e.getMessage()), "give a value of that type");
    }
  }

  private Settings read() {
    return new Settings(
        config.getLong("seed"),
        config.getString("corpus"),
        config.getString("run"),
        new TrainSettings(
            config.getInt("workers"),
            config.getInt("epochs"),
            choice("averaging", TrainSettings.Averaging.class),
            config.getInt("rounds.steps"),
            config.getInt("checkpoint.every"),
            config.getInt("checkpoint.keep")),
        new ImageSettings(
            config.getInt("image.width"),
            config.getInt("image.height"),
            config.getInt("image.channels"),
            config.getBoolean("image.invert"),
            choice("image.fit", ImageSettings.Fit.class)),
        new AugmentSettings(
            config.getDouble("augment.shift"),
            config.getDouble("augment.crop"),
            choice("augment.flip", AugmentSettings.Flip.class),
            config.getDouble("augment.rotate"),
            config.getDouble("augment.scale"),
            config.getDouble("augment.shear")),
        new EncoderSettings(
            choice("encoder.name", EncoderSettings.Architecture.class),
            config.getInt("encoder.width"),
            config.getInt("embedding.dim"),
            config.getBoolean("embedding.normalise")),
        loss(),
        new BatchSettings(
            choice("batch.sampler", BatchSettings.Sampler.class),
            config.getInt("batch.classes"),
            config.getInt("batch.images"),
            choice("batch.small-classes", BatchSettings.SmallClasses.class)),
        new OptimiserSettings(
            choice("optimiser.name", OptimiserSettings.Rule.class),
            config.getDouble("optimiser.learning-rate"),
            config.getDouble("optimiser.weight-decay"),
            config.getDouble("optimiser.momentum"),
            choice("optimiser.state", OptimiserSettings.State.class)),
        new MineSettings(
            choice("mining", MineSettings.Mode.class),
            config.getInt("mine.neighbours"),
            config.getInt("mine.rank-from"),
            config.getInt("mine.rank-to"),
            config.getDouble("mine.relative-margin"),
            config.getInt("mine.negatives"),
            config.getInt("mine.confusable"),
            config.getInt("mine.group")),
        new EvaluateSettings(
            config.getInt("evaluate.every"),
            config.getIntList("evaluate.k"),
            split("evaluate.split"),
            config.getInt("evaluate.restarts")),
        new ImportSettings(
            config.getDouble("import.max-bad"),
            config.getLong("import.max-pixels"),
            config.getLong("import.shard-bytes")),
        new SparkSettings(config.getString("spark.master"), sparkProperties()));
  }

  private LossSettings loss() {
    String name = config.getString("loss.name");
    return switch (name) {
      case "triplet" ->
          new LossSettings.Triplet(
              choice("loss.triplet.miner", LossSettings.Triplet.Miner.class),
              config.getDouble("loss.triplet.margin"),
              choice("loss.triplet.term", LossSettings.Triplet.Term.class),
              choice("loss.triplet.distance", LossSettings.Triplet.Distance.class));
      case "n-pairs" -> new LossSettings.NPairs(config.getDouble("loss.n-pairs.l2"));
      default ->
          throw new ConfigurationException("loss.name", name, "use one of [triplet, n-pairs]");
    };
  }

  private Map<String, String> sparkProperties() {
    Map<String, String> properties = new HashMap<>();
    Config free = config.getConfig(FREE);
    for (Map.Entry<String, ConfigValue> entry : free.entrySet()) {
      String key = entry.getKey().replace("\"", "");
      properties.put(key, String.valueOf(entry.getValue().unwrapped()));
    }
    return properties;
  }

  private Split split(String key) {
    try {
      return Split.of(config.getString(key));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(key, config.getString(key), "use train, validation or test");
    }
  }

  /** Reads a choice, written in lower case with hyphens. */
  private <E extends Enum<E>> E choice(String key, Class<E> type) {
    String written = config.getString(key);
    StringBuilder known = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(written)) {
        return constant;
      }
      known.append(known.isEmpty() ? "" : ", ").append(name);
    }
    throw new ConfigurationException(key, written, "use one of [" + known + "]");
  }

  private String nearest(String key) {
    return config.entrySet().stream()
        .map(Map.Entry::getKey)
        .min(Comparator.comparingInt((String known) -> edits(key, known)).thenComparing(k -> k))
        .orElse("");
  }

  /**
   * Levenshtein's distance: the fewest insertions, deletions and substitutions between two words.
   */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
