/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

/**
 * A setting that cannot be used. The message names the setting and its value, and says what to do.
 * A value that looks like a secret is not repeated.
 */
public final class ConfigurationException extends IllegalArgumentException {

  private final String key;

  /**
   * Describes a setting that cannot be used.
   *
   * @param key the setting, e.g. {@code batch.classes}
   * @param value its value
   * @param problem what is wrong with it and what to do, as the end of a sentence
   */
  public ConfigurationException(String key, Object value, String problem) {
    super("Cannot use " + key + " = " + Redaction.of(key, value) + ": " + problem);
    this.key = key;
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
}
