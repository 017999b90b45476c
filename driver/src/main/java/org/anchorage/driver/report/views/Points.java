/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.corpus.Catalogue;

/**
 * Whose the points of a {@link Scatter} are; the same for every run. Immutable.
 *
 * @param classNames of the classes drawn, in the order of their labels
 * @param classes for each point the index of its class
 * @param ids of the points' items
 * @param sheet pictures of the points
 */
public record Points(
    List<String> classNames, List<Integer> classes, List<String> ids, Sheet sheet) {

  public Points {
    classNames = List.copyOf(classNames);
    classes = List.copyOf(classes);
    ids = List.copyOf(ids);
  }

  static Points of(Catalogue catalogue, int[] rows, List<String> ids, Sheet sheet) {
    int[] labels = catalogue.labels(rows);
    int[] drawn = Arrays.stream(labels).sorted().distinct().toArray();
    return new Points(
        Arrays.stream(drawn).mapToObj(catalogue::className).toList(),
        Arrays.stream(labels).map(label -> Arrays.binarySearch(drawn, label)).boxed().toList(),
        ids,
        sheet);
  }
}
