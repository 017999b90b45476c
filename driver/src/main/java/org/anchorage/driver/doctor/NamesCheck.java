/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;
import java.util.Locale;

/**
 * Whether this process can read every name of a file. Java reads names in the locale's characters:
 * in ASCII, which is what cron, services and containers often have, other names are lost.
 *
 * @param charset of names, e.g. {@code UTF-8} or {@code ANSI_X3.4-1968}
 */
record NamesCheck(String charset) implements Check {

  private static final String SUBJECT = "names of files";

  @Override
  public List<Finding> findings() {
    if (charset.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8")) {
      return List.of(Finding.ok(SUBJECT, "are read as UTF-8"));
    }
    return List.of(
        Finding.warning(
            SUBJECT,
            "are read as " + charset + ": names with other characters cannot be read",
            "set LC_ALL=C.UTF-8; on a cluster also spark.executorEnv.LC_ALL=C.UTF-8"));
  }
}
