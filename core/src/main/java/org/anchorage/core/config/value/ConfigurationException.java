/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

/**
 * A setting that cannot be used. The message names the setting and its value, and says what to do.
 * A value that looks like a secret is not repeated.
 */
public final class ConfigurationException extends IllegalArgumentException {

  private final String key;
  private final boolean ofValueAlone;

  /**
   * Describes a setting that cannot be used.
   *
   * @param key the setting, e.g. {@code batch.classes}
   * @param value its value
   * @param problem what is wrong with it and what to do, as the end of a sentence
   */
  public ConfigurationException(String key, Object value, String problem) {
    this(key, value, problem, false);
  }

  private ConfigurationException(String key, Object value, String problem, boolean ofValueAlone) {
    this(key, ofValueAlone, Redaction.of(key, value), problem);
  }

  private ConfigurationException(String key, boolean ofValueAlone, String shown, String problem) {
    super("Cannot use " + key + " = " + shown + ": " + problem);
    this.key = key;
    this.ofValueAlone = ofValueAlone;
  }

  /**
   * Describes a setting whose key looks like that of a secret, and whose value is none: the path of
   * a file with a secret.
   *
   * @param key the setting
   * @param shown its value, which is repeated as it is
   * @param problem what is wrong with it and what to do, as the end of a sentence
   */
  public static ConfigurationException of(String key, String shown, String problem) {
    return new ConfigurationException(key, false, shown, problem);
  }

  /**
   * Describes a value that no other setting could make right: it is of the wrong type or out of its
   * range.
   *
   * @param key the setting
   * @param value its value
   * @param problem what is wrong with it and what to do, as the end of a sentence
   */
  public static ConfigurationException ofValue(Key key, Object value, String problem) {
    return new ConfigurationException(key.path(), value, problem, true);
  }

  /**
   * Describes a setting that cannot be used.
   *
   * @param key the setting
   * @param value its value
   * @param problem what is wrong with it and what to do, as the end of a sentence
   */
  public ConfigurationException(Key key, Object value, String problem) {
    this(key.path(), value, problem);
  }

  /** Returns the setting that cannot be used. */
  public String key() {
    return key;
  }

  /** Returns whether the value is wrong whatever the other settings are. */
  public boolean isOfValueAlone() {
    return ofValueAlone;
  }
}
