/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The version of this program, as its jar tells it. */
final class CodeVersion {

  private static final String POM = "/META-INF/maven/org.anchorage/anchorage-driver/pom.properties";

  private CodeVersion() {}

  /** Returns the version, or {@code development} where classes are run without their jar. */
  static String current() {
    @Nullable String version = CodeVersion.class.getPackage().getImplementationVersion();
    if (version != null) {
      return version;
    }
    try (@Nullable InputStream input = CodeVersion.class.getResourceAsStream(POM)) {
      Properties properties = new Properties();
      if (input != null) {
        properties.load(input);
      }
      return properties.getProperty("version", "development");
    } catch (IOException e) {
      return "development";
    }
  }
}
