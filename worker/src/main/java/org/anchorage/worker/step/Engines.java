/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * The engines on the class path, found through {@link ServiceLoader} by this class's own class
 * loader. On a cluster that loader knows the program's jars and those of {@code --jars}. Stateless
 * and thread-safe.
 */
public final class Engines {

  private Engines() {}

  /**
   * Returns the engine that the settings name.
   *
   * @throws ConfigurationException if no engine has that name; the message lists the engines found
   */
  public static Engine of(Settings settings) {
    return named(settings.encoder().engine());
  }

  /**
   * Returns an engine by its name.
   *
   * @throws ConfigurationException if no engine has that name; the message lists the engines found
   */
  public static Engine named(String name) {
    List<Engine> found = found().toList();
    return found.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    EncoderSettings.ENGINE,
                    name,
                    "there is no engine of this name on the class path, only "
                        + String.join(", ", found.stream().map(Engine::name).sorted().toList())
                        + "; choose one of these, or add the engine's jar"));
  }

  /** Returns the backends whose native library is loaded in this JVM, by name. Loads none. */
  public static List<Backend> loaded() {
    return found()
        .map(Engine::backend)
        .distinct()
        .filter(backend -> backend.loaded().isPresent())
        .sorted(Comparator.comparing(Backend::name))
        .toList();
  }

  private static Stream<Engine> found() {
    return ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }
}
