/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.Redaction;
import org.anchorage.core.config.value.Spelling;

/**
 * Reads settings, later over earlier: {@code conf/defaults.conf}, a configuration's text (HOCON),
 * {@code key=value} words. Refuses a key that the defaults do not have.
 *
 * <p>Immutable and thread-safe.
 */
public final class SettingsReader {

  private static final String FREE = RunSettings.SPARK_PROPERTIES;
  private static final List<Key> NAMES =
      List.of(EvaluateSettings.JUNK, EvaluateSettings.DISTRACTORS);

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
   * Returns what holds under the settings that a run or an index has written down: the defaults,
   * but what versions did that had no such setting. They ignored orientation.
   */
  public static SettingsReader recorded() {
    return defaults().with(List.of(ImageSettings.ORIENTATION + "=ignore"));
  }

  /**
   * Returns a reader that starts from given settings; the commands of a run start from the run's.
   */
  public static SettingsReader over(RunSettings base) {
    return new SettingsReader(base.config());
  }

  /**
   * Returns these settings with a configuration's text over them.
   *
   * @param text HOCON that includes nothing
   * @param origin where the text comes from, for messages
   * @throws ConfigurationException if it cannot be parsed, has an unknown key, or a null
   */
  public SettingsReader with(String text, String origin) {
    return with(text, origin, Includes.of(origin));
  }

  /**
   * Returns these settings with those of a local file over them.
   *
   * @param text HOCON of the file; files that it includes lie beside it
   * @param file where the text comes from
   * @throws ConfigurationException if it cannot be parsed, has an unknown key or a null, or a file
   *     that it includes is missing
   */
  public SettingsReader with(String text, Path file) {
    return with(text, file.toString(), Includes.of(file));
  }

  private SettingsReader with(String text, String origin, ConfigParseOptions options) {
    Config over;
    try {
      over = ConfigFactory.parseString(text, options).resolve();
    } catch (ConfigException e) {
      throw new ConfigurationException(
          "--conf", origin, "it is not HOCON: " + Redaction.reason(e, text));
    }
    return over(over, origin);
  }

  /**
   * Returns these settings with {@code key=value} words over them. A value in brackets is a list;
   * anything else is taken as written, so URIs need no quotes.
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

  /** Turns names into text, as written: as a number, a class called 0000 would come back as 0. */
  private static Config named(Config over) {
    Config named = over;
    for (String key : NAMES.stream().map(Key::path).toList()) {
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

  /** A null would hide the default and give no value instead. */
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
   * Returns the settings, checked.
   *
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  public RunSettings read() {
    return new RunSettings(config);
  }

  /**
   * Checks {@code key=value} words for a run whose other settings are not known here: each key must
   * exist, and each value must be of its key's type and in its range. Whether settings go together
   * is not checked.
   *
   * @throws ConfigurationException if a word is refused
   */
  public static void checkEach(List<String> words) {
    for (String word : words) {
      SettingsReader alone = defaults().with(List.of(word));
      try {
        var unused = alone.read();
      } catch (ConfigurationException e) {
        if (e.isOfValueAlone() && word.strip().startsWith(e.key())) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns one value as it is written; the others are not checked. A resume finds the run by it,
   * and the run's own settings say what goes together.
   */
  public String written(Key key) {
    return config.getString(key.path());
  }

  /**
   * Returns the typed view of the settings, checked: that of {@link #read}.
   *
   * @throws ConfigurationException as {@link #read}
   */
  public Settings settings() {
    return read().typed();
  }

  private String nearest(String key) {
    return Spelling.nearest(key, config.entrySet().stream().map(Map.Entry::getKey).toList());
  }
}
