/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

import com.typesafe.config.ConfigException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of output, logs and records: the values of keys that look like secrets, and
 * passwords within URIs. Stateless.
 */
public final class Redaction {

  /**
   * A regular expression that finds keys that name a secret: Spark's own, and those of object
   * stores. {@code spark.redaction.regex} is set to it too.
   */
  public static final String KEYS =
      "(?i)secret|passw(or)?d|token|credential|(access|account|api|private)[-_.]?key";

  private static final String HIDDEN = "*********(redacted)";
  private static final Pattern SECRET = Pattern.compile(KEYS);
  private static final Pattern USER_AND_PASSWORD =
      Pattern.compile("(?<=^|[\\s,;=])([A-Za-z][A-Za-z0-9+.-]*://)[^/@:\\s]*:[^/@\\s]*@");

  private Redaction() {}

  /** Returns whether a key, or a line that may hold one, looks as if it named a secret. */
  public static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  /**
   * Refuses a setting with a URI that has a password, because every artifact records its settings.
   */
  public static void refusePassword(String key, Object value) {
    if (USER_AND_PASSWORD.matcher(String.valueOf(value)).find()) {
      throw new ConfigurationException(
          key,
          value,
          "the password would be recorded with the run; give it to Hadoop instead, e.g."
              + " spark.conf.\"spark.hadoop.fs.s3a.secret.key\" or a credential provider");
    }
  }

  /**
   * Returns why a text cannot be parsed. The parser quotes the text, so only the line is named if
   * the text may hold a secret.
   */
  public static String reason(ConfigException failure, String text) {
    return isSecret(text)
        ? "look at line " + (failure.origin() == null ? "?" : failure.origin().lineNumber())
        : String.valueOf(failure.getMessage());
  }

  /** Returns a value with its secrets hidden. */
  public static String of(String key, Object value) {
    return isSecret(key)
        ? HIDDEN
        : USER_AND_PASSWORD.matcher(String.valueOf(value)).replaceAll("$1" + HIDDEN + "@");
  }

  /** Returns entries with their secrets hidden, by key. */
  public static Map<String, String> of(Map<String, String> entries) {
    Map<String, String> shown = new TreeMap<>();
    entries.forEach((key, value) -> shown.put(key, of(key, value)));
    return shown;
  }
}
