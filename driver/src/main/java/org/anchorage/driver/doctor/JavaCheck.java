/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of Java, and whether it opens the packages that Spark needs.
 *
 * @param feature version, e.g. 17
 * @param version in full
 * @param options Spark's list of {@code --add-opens}
 * @param isOpen whether a module opens a package to this program
 */
record JavaCheck(int feature, String version, String options, BiPredicate<String, String> isOpen)
    implements Check {

  private static final String SUBJECT = "java";
  private static final Pattern OPENS = Pattern.compile("--add-opens=([^/]+)/([^=]+)=ALL-UNNAMED");

  @Override
  public List<Finding> findings() {
    if (feature < 17 || feature > 21) {
      return List.of(
          Finding.problem(
              SUBJECT,
              "Java " + version,
              "use 17 to 21: Hadoop 3.3.4 fails on 24 and later; set JAVA_HOME"));
    }
    List<String> closed = new ArrayList<>();
    Matcher matcher = OPENS.matcher(options);
    while (matcher.find()) {
      if (!isOpen.test(matcher.group(1), matcher.group(2))) {
        closed.add(matcher.group(2));
      }
    }
    if (!closed.isEmpty()) {
      return List.of(
          Finding.problem(
              SUBJECT,
              "Java " + version + " does not open " + String.join(", ", closed) + " to Spark",
              "start it with ./anchorage or spark-submit, or with java"
                  + " @deploy/jvm-options.txt"));
    }
    return List.of(Finding.ok(SUBJECT, "Java " + version + ", open to Spark"));
  }
}
