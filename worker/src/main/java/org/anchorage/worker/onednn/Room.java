/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Memory for maps. A map that nothing reads any more leaves its place to a later one. Not
 * thread-safe.
 */
final class Room {

  /** A place for a map. */
  record Place(FloatPointer floats, long bytes) {}

  private final Handles handles;
  private final List<Place> free = new ArrayList<>();

  Room(Handles handles) {
    this.handles = handles;
  }

  /** Takes the smallest free place that has as many bytes, or a new one. */
  Place take(long bytes) {
    Place place =
        free.stream()
            .filter(each -> each.bytes() >= bytes)
            .min(Comparator.comparingLong(Place::bytes))
            .orElse(null);
    if (place == null) {
      return new Place(handles.floats(bytes), bytes);
    }
    free.remove(place);
    return place;
  }

  /** Leaves a place to what is made later. */
  void giveBack(Place place) {
    free.add(place);
  }
}
