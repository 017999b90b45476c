/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where Keras' versions put a layer's tensors. Up to version 2, a file lists its layers and each
 * layer its weights, in attributes; a whole model has them under {@code model_weights}. Version 3
 * has a tree of groups, which {@link KerasTree} walks.
 */
final class KerasLayout {

  private static final String LAYERS = "layer_names";
  private static final String WEIGHTS = "weight_names";

  private KerasLayout() {}

  /** Returns the tensors by name, in the order of the layers. */
  static Map<String, Dataset> tensors(Group file) throws WeightFileException {
    Group root = file.getChild("model_weights") instanceof Group model ? model : file;
    Map<String, Dataset> tensors = has(root, LAYERS) ? listed(root) : new KerasTree(root).tensors();
    if (tensors.isEmpty()) {
      throw new WeightFileException(
          "is an HDF5 file without tensors of Keras; save it by model.save_weights(\"F.weights.h5\")");
    }
    return tensors;
  }

  private static Map<String, Dataset> listed(Group root) throws WeightFileException {
    Map<String, Dataset> tensors = new LinkedHashMap<>();
    for (String layer : names(root, LAYERS)) {
      if (!(root.getByPath(layer) instanceof Group group)) {
        throw WeightFileException.damaged("lists layer " + layer + ", which is no group");
      }
      for (String weight : names(group, WEIGHTS)) {
        if (!(group.getByPath(weight) instanceof Dataset dataset)) {
          throw WeightFileException.damaged("lists tensor " + weight + ", which is no data set");
        }
        String name = name(layer, weight);
        if (tensors.containsKey(name)) {
          name = layer + "/" + name;
        }
        if (tensors.putIfAbsent(name, dataset) != null) {
          throw WeightFileException.damaged("lists tensor " + name + " twice");
        }
      }
    }
    return tensors;
  }

  /** Returns a tensor's name without TensorFlow's {@code :0}, and with its layer's name. */
  static String name(String layer, String weight) {
    int colon = weight.lastIndexOf(':');
    String name = colon > 0 ? weight.substring(0, colon) : weight;
    return name.indexOf('/') > 0 ? name : layer + "/" + name;
  }

  private static boolean has(Node node, String attribute) {
    Map<String, Attribute> attributes = node.getAttributes();
    return attributes.containsKey(attribute) || attributes.containsKey(attribute + 0);
  }

  /** Returns the texts of an attribute. A long one is split: {@code layer_names0} and so on. */
  private static List<String> names(Node node, String attribute) throws WeightFileException {
    Map<String, Attribute> attributes = node.getAttributes();
    List<String> names = new ArrayList<>();
    Attribute whole = attributes.get(attribute);
    if (whole != null) {
      add(names, whole);
    }
    int parts = 0;
    for (Attribute part = attributes.get(attribute + 0); part != null; ) {
      add(names, part);
      part = attributes.get(attribute + ++parts);
    }
    return names;
  }

  private static void add(List<String> names, Attribute attribute) throws WeightFileException {
    if (attribute.getSize() == 0 || attribute.isEmpty()) {
      return;
    }
    if (!(attribute.getData() instanceof String[] texts)) {
      throw WeightFileException.damaged(
          "has an attribute " + attribute.getName() + " that is no list of names");
    }
    names.addAll(List.of(texts));
  }
}
