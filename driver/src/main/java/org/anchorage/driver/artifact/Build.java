/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The build of this program.
 *
 * @param version e.g. {@code 0.1.0}; {@code development} if Maven did not compile the classes
 * @param commit that was built, with {@code -dirty} behind it if tracked files had changes that
 *     were not committed; empty if the source was no clone
 */
public record Build(String version, String commit) {

  /** Written by the build: see driver/pom.xml. */
  private static final String FILE = "/META-INF/anchorage/build.properties";

  private static final int SHORT = 12;

  /** Returns the build of the running program. */
  public static Build current() {
    try (@Nullable InputStream input = Build.class.getResourceAsStream(FILE)) {
      return of(input);
    } catch (IOException e) {
      return of(new Properties());
    }
  }

  static Build of(@Nullable InputStream file) throws IOException {
    Properties properties = new Properties();
    if (file != null) {
      properties.load(file);
    }
    return of(properties);
  }

  private static Build of(Properties properties) {
    String commit = properties.getProperty("commit", "");
    return new Build(
        properties.getProperty("version", "development"), commit.equals("unknown") ? "" : commit);
  }

  /** Returns the build in words, e.g. {@code 0.1.0 (commit 0123456789ab)}. */
  public String written() {
    return commit.isEmpty() ? version : version + " (commit " + shortCommit() + ")";
  }

  private String shortCommit() {
    int mark = commit.indexOf('-');
    String hash = mark < 0 ? commit : commit.substring(0, mark);
    return hash.substring(0, Math.min(SHORT, hash.length())) + commit.substring(hash.length());
  }
}
