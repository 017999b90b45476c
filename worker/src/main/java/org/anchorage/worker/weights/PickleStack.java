/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pickle's instructions work on: a stack with marks, and a memo of objects by number. */
final class PickleStack {

  private final List<Object> objects = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  void push(Object object) {
    objects.add(object);
  }

  Object pop() throws WeightFileException {
    Object top = top();
    objects.remove(objects.size() - 1);
    return top;
  }

  /** Removes the last object, or a mark if nothing lies above it. */
  void drop() throws WeightFileException {
    if (!marks.isEmpty() && marks.get(marks.size() - 1) == objects.size()) {
      marks.remove(marks.size() - 1);
    } else {
      pop();
    }
  }

  /** Returns the last object; a mark hides those below it. */
  Object top() throws WeightFileException {
    int bottom = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (objects.size() <= bottom) {
      throw WeightFileException.damaged("has a pickle that takes an object where there is none");
    }
    return objects.get(objects.size() - 1);
  }

  <T> T pop(Class<T> type) throws WeightFileException {
    return cast(pop(), type);
  }

  <T> T top(Class<T> type) throws WeightFileException {
    return cast(top(), type);
  }

  static <T> T cast(Object object, Class<T> type) throws WeightFileException {
    if (!type.isInstance(object)) {
      throw WeightFileException.damaged(
          "has a pickle that takes a "
              + object.getClass().getSimpleName()
              + " for a "
              + type.getSimpleName());
    }
    return type.cast(object);
  }

  void mark() {
    marks.add(objects.size());
  }

  /** Removes the last mark and all above it, and returns these objects. */
  List<Object> popToMark() throws WeightFileException {
    if (marks.isEmpty()) {
      throw WeightFileException.damaged("has a pickle that goes back to a mark that is not there");
    }
    List<Object> above = objects.subList(marks.remove(marks.size() - 1), objects.size());
    List<Object> popped = new ArrayList<>(above);
    above.clear();
    return popped;
  }

  void remember(int number) throws WeightFileException {
    memo.put(number, top());
  }

  /** Remembers the last object under the next number. */
  void remember() throws WeightFileException {
    remember(memo.size());
  }

  void recall(int number) throws WeightFileException {
    Object object = memo.get(number);
    if (object == null) {
      throw WeightFileException.damaged(
          "has a pickle that recalls object "
              + Integer.toUnsignedString(number)
              + ", which is not there");
    }
    push(object);
  }
}
