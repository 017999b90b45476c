/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/** The parts of the page that are files: its style, its scripts, and Chart.js with its licence. */
final class Resources {

  private static final String OWN = "org/anchorage/driver/report/";
  private static final String CHARTS = "META-INF/resources/webjars/chart.js/";
  private static final String CHARTS_POM = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private Resources() {}

  static String style() {
    return read(OWN + "report.css");
  }

  /** Returns the page's scripts as one. */
  static String script() {
    return read(OWN + "report.js") + read(OWN + "maps.js");
  }

  /** Returns Chart.js as a script, its licence first. */
  static String charts() {
    String folder = CHARTS + chartsVersion() + "/";
    String script = read(folder + "dist/chart.umd.js");
    // Removes a link to a file that the page does not have.
    script = script.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    return "/*!\n"
        + read(folder + "LICENSE.md")
        + "*/\n"
        + script.replace("</script", "<\\/script");
  }

  static String chartsVersion() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(read(CHARTS_POM)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  /** Returns the name of a script in a content security policy: a hash of its text. */
  static String hash(String script) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String read(String name) {
    try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The class path has no " + name + "; rebuild the driver's jar with all its resources");
      }
      // Browsers hash scripts with plain line feeds.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
