/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.worker.weights.PickleObject.Tensor;

/** The tensors by name in what {@code torch.save} was given: a state dict, or a dict around one. */
final class StateDict {

  /** The keys under which checkpoints hold a state dict; the first of them that does is read. */
  private static final List<String> WRAPPERS =
      List.of(
          "state_dict",
          "model",
          "model_state_dict",
          "net",
          "network",
          "backbone",
          "state_dict_ema",
          "model_ema",
          "teacher",
          "student");

  private static final int SHOWN = 8;

  private StateDict() {}

  /** Returns the tensors in their order. What else a state dict holds is left out. */
  static Map<String, Tensor> of(Object top) throws WeightFileException {
    if (!(top instanceof Map<?, ?> dict)) {
      throw new WeightFileException(
          "holds a "
              + (top instanceof Tensor ? "tensor without a name" : kind(top))
              + " and no state dict; "
              + WeightFileException.SAVE_TENSORS);
    }
    for (String wrapper : WRAPPERS) {
      if (dict.get(wrapper) instanceof Map<?, ?> inner && !tensors(inner).isEmpty()) {
        return tensors(inner);
      }
    }
    Map<String, Tensor> tensors = tensors(dict);
    if (tensors.isEmpty()) {
      List<?> keys = dict.keySet().stream().filter(String.class::isInstance).limit(SHOWN).toList();
      throw new WeightFileException(
          "holds a dict with the keys "
              + keys
              + " and no state dict in it or under "
              + WRAPPERS
              + "; "
              + WeightFileException.SAVE_TENSORS);
    }
    return tensors;
  }

  private static String kind(Object top) {
    return top instanceof List ? "list" : top.getClass().getSimpleName();
  }

  private static Map<String, Tensor> tensors(Map<?, ?> dict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    dict.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof Tensor tensor) {
            tensors.put(name, tensor);
          }
        });
    int prefix = SharedPrefix.length(tensors.keySet());
    Map<String, Tensor> named = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> named.put(name.substring(prefix), tensor));
    return named;
  }
}
