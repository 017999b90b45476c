/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Redaction;

/**
 * Reads the files that a configuration includes: each lies beside the file that includes it, or has
 * an absolute path. A missing file is refused; the library would skip it, and the defaults would
 * hold.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  private final String origin;
  private final List<Path> files;

  private Includes(String origin, List<Path> files) {
    this.origin = origin;
    this.files = List.copyOf(files);
  }

  /** Returns options for a file: the files that it includes lie beside it. */
  static ConfigParseOptions of(Path file) {
    return options(file.toString(), List.of(file.toAbsolutePath().normalize()));
  }

  /** Returns options for a text that is not a local file: it may include nothing. */
  static ConfigParseOptions of(String origin) {
    return options(origin, List.of());
  }

  private static ConfigParseOptions options(String origin, List<Path> files) {
    return ConfigParseOptions.defaults().setIncluder(new Includes(origin, files));
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return read(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return read(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused(what.toString(), "and only files can be included; give a path");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    throw refused(what, "and only files can be included; give a path");
  }

  private ConfigObject read(String name) {
    if (files.isEmpty()) {
      throw refused(name, "only a local file can; write its settings here");
    }
    Path file = files.get(files.size() - 1).resolveSibling(name).normalize();
    if (files.contains(file)) {
      throw refused(file.toString(), "which includes it in turn; remove one of the two includes");
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw refused(file.toString(), "and there is no such file; correct its path");
    }
    List<Path> chain = new ArrayList<>(files);
    chain.add(file);
    try {
      return ConfigFactory.parseFile(file.toFile(), options(origin, chain)).root();
    } catch (ConfigException e) {
      throw new ConfigurationException(
          "--conf", file, "it is not HOCON: " + Redaction.reason(e, text(file)));
    }
  }

  /** Returns a file's text, to tell whether it may hold a secret. */
  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // What cannot be read now is not quoted either.
      return "secret";
    }
  }

  private ConfigurationException refused(String what, String remedy) {
    return new ConfigurationException("--conf", origin, "it includes " + what + ", " + remedy);
  }
}
