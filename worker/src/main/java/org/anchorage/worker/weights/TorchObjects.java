/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.worker.weights.PickleObject.Constant;
import org.anchorage.worker.weights.PickleObject.Name;
import org.anchorage.worker.weights.PickleObject.Storage;
import org.anchorage.worker.weights.PickleObject.Tensor;
import org.anchorage.worker.weights.PickleObject.Tuple;

/** Makes what a pickle of tensors calls for: dicts, storages and tensors. */
final class TorchObjects {

  private static final int STORAGE_PARTS = 5;

  private final PickleStack stack;
  private final Map<String, Storage> storages;

  /**
   * Makes objects on a stack.
   *
   * @param storages takes the whole storages that are named, by key
   */
  TorchObjects(PickleStack stack, Map<String, Storage> storages) {
    this.stack = stack;
    this.storages = storages;
  }

  void append(List<Object> parts) throws WeightFileException {
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) stack.top(List.class);
    list.addAll(parts);
  }

  void dict(List<Object> pairs) throws WeightFileException {
    stack.push(new LinkedHashMap<>());
    put(pairs);
  }

  /** Adds keys and values, one after another, to the dict on top. */
  void put(List<Object> pairs) throws WeightFileException {
    @SuppressWarnings("unchecked")
    Map<Object, Object> dict = (Map<Object, Object>) stack.top(Map.class);
    if (pairs.size() % 2 != 0) {
      throw WeightFileException.damaged("has a dict whose last key has no value");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      dict.put(key(pairs.get(i)), pairs.get(i + 1));
    }
  }

  /** Only texts are looked up. A tuple may be deep, and its hash would take long. */
  private static Object key(Object key) {
    return key instanceof String ? key : new Object();
  }

  /** Replaces a persistent id, ("storage", type, key, device, elements), by its storage. */
  void storage() throws WeightFileException {
    List<Object> parts = stack.pop(Tuple.class).parts();
    if (parts.size() < STORAGE_PARTS || !"storage".equals(parts.get(0))) {
      throw WeightFileException.damaged("has a reference that is no storage");
    }
    Name type = PickleStack.cast(parts.get(1), Name.class);
    ElementType element = type.type();
    if (type.is() != TorchName.STORAGE || element == null) {
      throw WeightFileException.damaged("has a storage whose type is " + type.is());
    }
    String key = PickleStack.cast(parts.get(2), String.class);
    long elements = number(parts.get(4));
    if (elements < 0 || elements > Long.MAX_VALUE / Double.BYTES) {
      throw WeightFileException.damaged("has storage " + key + " of " + elements + " elements");
    }
    Storage whole = new Storage(key, element, 0, elements);
    Storage before = storages.putIfAbsent(key, whole);
    if (before != null && !before.equals(whole)) {
      throw WeightFileException.damaged(
          "has storage " + key + " once as " + sized(before) + " and once as " + sized(whole));
    }
    Object view = parts.size() > STORAGE_PARTS ? parts.get(STORAGE_PARTS) : Constant.NONE;
    stack.push(
        view == Constant.NONE
            ? whole
            : view(key, element, elements, PickleStack.cast(view, Tuple.class).parts()));
  }

  private static String sized(Storage storage) {
    return storage.elements() + " of " + storage.type();
  }

  /** The legacy form had views of storages: (key of the view, offset, elements). */
  private static Storage view(String key, ElementType type, long elements, List<Object> view)
      throws WeightFileException {
    long begin = view.size() == 3 ? number(view.get(1)) : -1;
    long count = view.size() == 3 ? number(view.get(2)) : -1;
    if (begin < 0 || count < 0 || begin > elements || count > elements - begin) {
      throw WeightFileException.damaged("has a view that reaches past storage " + key);
    }
    return new Storage(key, type, begin, count);
  }

  /** Calls one of the allowed names. */
  void call() throws WeightFileException {
    List<Object> words = stack.pop(Tuple.class).parts();
    Name name = stack.pop(Name.class);
    switch (name.is()) {
      case ORDERED_DICT -> orderedDict(words);
      case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> stack.push(tensor(words(words, 4)));
      case REBUILD_TENSOR_V3 -> stack.push(typed(words(words, 7)));
      case REBUILD_PARAMETER -> stack.push(PickleStack.cast(words(words, 1).get(0), Tensor.class));
      case STORAGE, ELEMENT_TYPE -> throw TorchName.refused("calls the type " + name.type());
    }
  }

  private static List<Object> words(List<Object> words, int least) throws WeightFileException {
    if (words.size() < least) {
      throw WeightFileException.damaged(
          "has a call with " + words.size() + " values where " + least + " are needed");
    }
    return words;
  }

  /** Python 2 gave a list of pairs, Python 3 gives nothing and adds the pairs afterwards. */
  private void orderedDict(List<Object> words) throws WeightFileException {
    List<Object> pairs = new ArrayList<>();
    if (!words.isEmpty()) {
      for (Object pair : PickleStack.cast(words.get(0), List.class)) {
        List<?> both = pair instanceof Tuple t ? t.parts() : PickleStack.cast(pair, List.class);
        if (both.size() != 2) {
          throw WeightFileException.damaged("has a dict of pairs that are no pairs");
        }
        pairs.addAll(both);
      }
    }
    dict(pairs);
  }

  private static Tensor tensor(List<Object> words) throws WeightFileException {
    Storage storage = PickleStack.cast(words.get(0), Storage.class);
    return tensor(storage, storage.type(), words);
  }

  /** The newest form: a storage of bytes, and the type beside it. */
  private static Tensor typed(List<Object> words) throws WeightFileException {
    Name name = PickleStack.cast(words.get(6), Name.class);
    if (name.type() == null) {
      throw WeightFileException.damaged("has a tensor whose type is " + name.is());
    }
    return tensor(PickleStack.cast(words.get(0), Storage.class), name.type(), words);
  }

  private static Tensor tensor(Storage storage, ElementType type, List<Object> words)
      throws WeightFileException {
    return new Tensor(
        storage, type, number(words.get(1)), numbers(words.get(2)), numbers(words.get(3)));
  }

  private static long number(Object object) throws WeightFileException {
    return PickleStack.cast(object, Long.class);
  }

  private static List<Long> numbers(Object object) throws WeightFileException {
    List<Long> numbers = new ArrayList<>();
    for (Object part : PickleStack.cast(object, Tuple.class).parts()) {
      numbers.add(number(part));
    }
    return numbers;
  }

  /** Drops an object's state: that of a state dict is its version. */
  void state() throws WeightFileException {
    stack.pop();
    stack.top(Map.class);
  }
}
