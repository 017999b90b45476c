/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads settings, later over earlier: {@code conf/defaults.conf}, a configuration's text (HOCON),
 * {@code key=value} words. Refuses a key that the defaults do not have.
 *
 * <p>Immutable and thread-safe.
 */
public final class SettingsReader {

  private static final String FREE = "spark.conf";
  private static final List<String> NAMES = List.of("evaluate.junk", "evaluate.distractors");

  private final Config config;
  private final TypedValues value;

  private SettingsReader(Config config) {
    this.config = config;
    value = new TypedValues(config);
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
   * @throws ConfigurationException if it cannot be parsed, has an unknown key, or a null
   */
  public SettingsReader with(String text, String origin) {
    Config over;
    try {
      over = ConfigFactory.parseString(text).resolve();
    } catch (ConfigException e) {
      throw new ConfigurationException(
          "--conf", origin, "it is not HOCON: " + Redaction.reason(e, text));
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
      throw new ConfigurationException(
          key, value, "it cannot be read: " + Redaction.reason(e, key));
    }
  }

  private SettingsReader over(Config over, String origin) {
    refuseNulls(over.root(), "");
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
      if (!key.startsWith(FREE + ".")) {
        Redaction.refusePassword(key, entry.getValue().unwrapped());
      }
      if (config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT) {
        throw new ConfigurationException(
            key,
            entry.getValue().unwrapped(),
            "it is a section, not a value; name one of its keys, such as '" + nearest(key) + "'");
      }
    }
    return new SettingsReader(named(over).withFallback(config));
  }

  /** Makes names text, as written: rendered as a number, a class 0000 would come back as 0. */
  private static Config named(Config over) {
    Config named = over;
    for (String key : NAMES) {
      if (over.hasPath(key)
          && over.getValue(key) instanceof ConfigList list
          && list.stream().noneMatch(SettingsReader::isNested)) {
        named = named.withValue(key, ConfigValueFactory.fromIterable(over.getStringList(key)));
      }
    }
    return named;
  }

  private static boolean isNested(ConfigValue value) {
    return value instanceof ConfigList || value instanceof ConfigObject;
  }

  /** A null would hide the default and stand for nothing. */
  private static void refuseNulls(ConfigObject over, String prefix) {
    for (Map.Entry<String, ConfigValue> entry : over.entrySet()) {
      String key = prefix + entry.getKey();
      if (entry.getValue().valueType() == ConfigValueType.NULL) {
        throw new ConfigurationException(
            key, "null", "give it a value, or leave it out to have the default");
      }
      if (entry.getValue() instanceof ConfigObject section) {
        refuseNulls(section, key + ".");
      }
    }
  }

  /**
   * Returns every setting as text, by key, ascending; what manifests record. Spark's own properties
   * are left out: they may hold secrets, and nothing is learnt from them.
   */
  public Map<String, String> flat() {
    Map<String, String> flat = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.withoutPath(FREE).entrySet()) {
      flat.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped()));
    }
    return flat;
  }

  /**
   * Returns every setting but Spark's own properties as HOCON that {@link #with(String, String)}
   * reads back.
   */
  public String render() {
    return config
        .withoutPath(FREE)
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
    return new Settings(
        value.wholeLong("seed"),
        value.text("corpus"),
        value.text("run"),
        new TrainSettings(
            value.whole("workers"),
            value.whole("epochs"),
            value.choice("averaging", TrainSettings.Averaging.class),
            value.whole("checkpoint.every"),
            value.number("checkpoint.seconds"),
            value.whole("checkpoint.keep"),
            value.whole("checkpoint.lease-seconds")),
        new RoundSettings(
            value.whole("rounds.steps"),
            value.choice("rounds.schedule", RoundSettings.Schedule.class),
            value.number("rounds.warm-up.epochs"),
            value.number("rounds.post-local.share"),
            value.number("rounds.seconds"),
            value.number("rounds.quorum"),
            value.choice("rounds.encoding", RoundSettings.Encoding.class),
            new OuterSettings(
                value.choice("rounds.outer.name", OuterSettings.Rule.class),
                outer("slowmo"),
                outer("nesterov"))),
        new ImageSettings(
            value.whole("image.width"),
            value.whole("image.height"),
            value.whole("image.channels"),
            value.truth("image.invert"),
            value.choice("image.fit", ImageSettings.Fit.class)),
        new AugmentSettings(
            value.number("augment.shift"),
            value.number("augment.crop"),
            value.choice("augment.flip", AugmentSettings.Flip.class),
            value.number("augment.rotate"),
            value.number("augment.scale"),
            value.number("augment.shear")),
        new EncoderSettings(
            value.choice("encoder.name", EncoderSettings.Architecture.class),
            value.whole("encoder.width"),
            value.whole("embedding.dim"),
            value.truth("embedding.normalise")),
        loss(),
        new BatchSettings(
            value.choice("batch.sampler", BatchSettings.Sampler.class),
            value.whole("batch.classes"),
            value.whole("batch.images"),
            value.choice("batch.small-classes", BatchSettings.SmallClasses.class),
            new BatchSettings.Hierarchy(
                value.whole("batch.hierarchy.super-classes"),
                value.text("batch.hierarchy.attribute"),
                value.text("batch.hierarchy.separator")),
            value.text("batch.tuples"),
            value.number("batch.weighted.strength")),
        new OptimiserSettings(
            value.choice("optimiser.name", OptimiserSettings.Rule.class),
            value.number("optimiser.learning-rate"),
            value.choice("optimiser.schedule", OptimiserSettings.Schedule.class),
            value.number("optimiser.weight-decay"),
            value.number("optimiser.momentum"),
            value.choice("optimiser.state", OptimiserSettings.State.class)),
        new MineSettings(
            value.choice("mining", MineSettings.Mode.class),
            value.whole("mine.neighbours"),
            value.whole("mine.rank-from"),
            value.whole("mine.rank-to"),
            value.number("mine.relative-margin"),
            value.whole("mine.negatives"),
            value.whole("mine.confusable"),
            value.whole("mine.group"),
            value.text("mine.table")),
        new EvaluateSettings(
            value.whole("evaluate.every"),
            value.wholes("evaluate.k"),
            value.split("evaluate.split"),
            value.whole("evaluate.restarts"),
            value.choice("evaluate.lone-queries", EvaluateSettings.LoneQueries.class),
            value.choices("evaluate.metrics", EvaluateSettings.Measure.class),
            new EvaluateSettings.Pools(
                value.text("evaluate.query"),
                value.text("evaluate.gallery"),
                value.text("evaluate.camera"),
                value.text("evaluate.coarse"),
                value.texts("evaluate.junk"),
                value.texts("evaluate.distractors")),
            value.wholeLong("evaluate.pairs"),
            value.numbers("evaluate.fmr")),
        new ImportSettings(
            value.number("import.max-bad"),
            value.wholeLong("import.max-pixels"),
            value.number("import.test-classes"),
            value.wholeLong("import.shard-bytes")),
        new SparkSettings(
            value.text("spark.master"),
            sparkProperties(),
            new MemorySettings(
                value.whole("memory.off-heap-mb"), value.number("memory.pixels-mb"))));
  }

  private OuterSettings.Constants outer(String name) {
    String section = "rounds.outer." + name;
    return new OuterSettings.Constants(
        value.number(section + ".rate"), value.number(section + ".momentum"));
  }

  private LossSettings loss() {
    return new CombinedLossReader(value, this::loss).read(value.text("loss.name"));
  }

  private LossSettings loss(String key, String name) {
    return switch (name) {
      case "triplet", "contrastive", "margin" -> new TupleLossReader(value).read(name);
      case "n-pairs" ->
          new LossSettings.NPairs(
              value.number("loss.n-pairs.l2"),
              value.choice("loss.n-pairs.repeats", LossSettings.NPairs.Repeats.class),
              value.choice("loss.n-pairs.anchor", LossSettings.NPairs.Anchor.class),
              value.choice("loss.n-pairs.negatives", LossSettings.NPairs.Negatives.class));
      case "proxy-nca", "proxy-anchor", "softmax", "normalised-softmax" ->
          new ClassVectorLossReader(value).read(name);
      default ->
          new SimilarityLossReader(value).read(name).orElseThrow(() -> unknownLoss(key, name));
    };
  }

  private static ConfigurationException unknownLoss(String key, String name) {
    List<String> names = new ArrayList<>(List.of("triplet", "contrastive", "margin", "n-pairs"));
    names.addAll(SimilarityLossReader.NAMES);
    names.addAll(List.of("proxy-nca", "proxy-anchor", "softmax", "normalised-softmax"));
    if (key.equals("loss.name")) {
      names.add("weighted");
    }
    return new ConfigurationException(key, name, "use one of " + names);
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
