/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that a pickle of tensors may use. They are compared as texts. Nothing is looked up by
 * them, and every other name is refused.
 */
enum TorchName {
  ORDERED_DICT,
  REBUILD_TENSOR,
  REBUILD_TENSOR_V2,
  REBUILD_TENSOR_V3,
  REBUILD_PARAMETER,
  STORAGE,
  ELEMENT_TYPE;

  private static final Map<String, PickleObject.Name> ALLOWED = allowed();

  private static Map<String, PickleObject.Name> allowed() {
    Map<String, PickleObject.Name> names = new HashMap<>();
    names.put("collections.OrderedDict", name(ORDERED_DICT, null));
    names.put("torch._utils._rebuild_tensor", name(REBUILD_TENSOR, null));
    names.put("torch._utils._rebuild_tensor_v2", name(REBUILD_TENSOR_V2, null));
    names.put("torch._utils._rebuild_tensor_v3", name(REBUILD_TENSOR_V3, null));
    names.put("torch._utils._rebuild_parameter", name(REBUILD_PARAMETER, null));
    names.put("torch.storage.UntypedStorage", name(STORAGE, ElementType.U8));
    type(names, "Untyped", "uint8", ElementType.U8);
    type(names, "Double", "float64", ElementType.F64);
    type(names, "Float", "float32", ElementType.F32);
    type(names, "Half", "float16", ElementType.F16);
    type(names, "BFloat16", "bfloat16", ElementType.BF16);
    type(names, "Long", "int64", ElementType.I64);
    type(names, "Int", "int32", ElementType.I32);
    type(names, "Short", "int16", ElementType.I16);
    type(names, "Char", "int8", ElementType.I8);
    type(names, "Byte", "uint8", ElementType.U8);
    type(names, "Bool", "bool", ElementType.BOOL);
    return Map.copyOf(names);
  }

  private static PickleObject.Name name(TorchName is, @Nullable ElementType type) {
    return new PickleObject.Name(is, type);
  }

  private static void type(
      Map<String, PickleObject.Name> names, String storage, String type, ElementType element) {
    names.put("torch." + storage + "Storage", name(STORAGE, element));
    names.put("torch." + type, name(ELEMENT_TYPE, element));
  }

  /** Returns an allowed name, and refuses any other before anything is made of it. */
  static PickleObject.Name of(String module, String name) throws WeightFileException {
    String full = module + "." + name;
    PickleObject.Name allowed = ALLOWED.get(full);
    if (allowed == null) {
      throw refused("names " + full);
    }
    return allowed;
  }

  static WeightFileException refused(String what) {
    return new WeightFileException(
        what
            + "; only tensors are read, and nothing in the file was run; "
            + WeightFileException.SAVE_TENSORS);
  }
}
