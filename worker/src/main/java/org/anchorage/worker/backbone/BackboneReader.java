/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.architecture.names.Role;
import org.anchorage.core.architecture.names.Unit;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.weights.TensorEntry;
import org.anchorage.worker.weights.TensorFile;

/**
 * Reads the weights of a file into the flat vector of a network. Weights with batch normalisation
 * are folded, in double precision, if the network has none; a framework's epsilon is made up for in
 * the variances. The head and the loss stay as they are.
 *
 * @param source the file as the user named it, for messages
 * @param file the tensors
 * @param fit how they fit the network; complete
 */
public record BackboneReader(String source, TensorFile file, Fit fit) {

  /** Returns the shapes of a file's tensors by name, as {@code Fits} reads them. */
  public static Map<String, List<Integer>> shapes(TensorFile file) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
    return shapes;
  }

  /**
   * Returns a network that starts from the file.
   *
   * @param layout of the network
   * @param drawn the untrained network; not changed
   * @return a new array
   * @throws ConfigurationException if a weight is NaN or infinite, or if a variance is negative
   * @throws IOException if the file cannot be read
   */
  public float[] over(float[] drawn, ParameterLayout layout) throws IOException {
    Convention convention = fit.convention();
    Map<String, TensorEntry> entries = entries();
    Map<Unit, Map<Role, float[]>> units = new LinkedHashMap<>();
    UnitPlaces places = new UnitPlaces(layout);
    float[] network = drawn.clone();
    for (Map.Entry<Wanted, String> each : fit.matched().entrySet()) {
      Wanted wanted = each.getKey();
      float[] values = usable(each, entries);
      Map<Role, float[]> arrays =
          units.computeIfAbsent(wanted.unit(), unit -> new EnumMap<>(Role.class));
      arrays.put(
          wanted.role(),
          wanted.role() == Role.WEIGHTS ? convention.order().ours(wanted.unit(), values) : values);
      // The roles of a unit follow each other: memory holds one unit.
      if (wanted.role() == Role.BIAS || wanted.role() == Role.VARIANCE) {
        places.write(wanted.unit(), new UnitArrays(arrays, convention.epsilon()), network);
        arrays.clear();
      }
    }
    return network;
  }

  /**
   * Reads all weights and keeps none, to say before a run whether one could start from them.
   *
   * @throws ConfigurationException if a weight is NaN or infinite, or if a variance is negative
   * @throws IOException if the file cannot be read
   */
  public void check() throws IOException {
    Map<String, TensorEntry> entries = entries();
    for (Map.Entry<Wanted, String> each : fit.matched().entrySet()) {
      usable(each, entries);
    }
  }

  private Map<String, TensorEntry> entries() {
    Map<String, TensorEntry> entries = new HashMap<>();
    file.tensors().forEach(tensor -> entries.put(tensor.name(), tensor));
    return entries;
  }

  private float[] usable(Map.Entry<Wanted, String> matched, Map<String, TensorEntry> entries)
      throws IOException {
    TensorEntry entry = entries.get(matched.getValue());
    if (entry == null) {
      throw new IllegalArgumentException("The fit is of another file than " + source);
    }
    float[] values = file.read(entry);
    requireUsable(entry.name(), matched.getKey().role(), values);
    return values;
  }

  private void requireUsable(String name, Role role, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused("tensor " + name + " holds " + value + "; use an undamaged file");
      }
      if (role == Role.VARIANCE && value + fit.convention().epsilon() <= 0) {
        throw refused(
            "tensor " + name + " holds a variance of " + value + "; use an undamaged file");
      }
    }
  }

  private ConfigurationException refused(String problem) {
    return new ConfigurationException(BackboneSettings.WEIGHTS, source, problem);
  }
}
