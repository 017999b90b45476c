/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.util.List;
import java.util.ServiceLoader;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * The engines on the class path, found through {@link ServiceLoader} by this class's own loader,
 * which on a cluster knows the program's jars and those of {@code --jars}. Stateless and
 * thread-safe.
 */
public final class Engines {

  private Engines() {}

  /**
   * Returns the engine that the settings name.
   *
   * @throws ConfigurationException if there is none of that name; lists those that were found
   */
  public static Engine of(Settings settings) {
    return named(settings.encoder().engine());
  }

  /**
   * Returns an engine by its name.
   *
   * @throws ConfigurationException if there is none of that name; lists those that were found
   */
  public static Engine named(String name) {
    List<Engine> found =
        ServiceLoader.load(Engine.class, Engines.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return found.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "encoder.engine",
                    name,
                    "there is no engine of this name on the class path, only "
                        + String.join(", ", found.stream().map(Engine::name).sorted().toList())
                        + "; choose one of these, or add the engine's jar"));
  }
}
