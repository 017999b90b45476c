/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a clustering agrees with classes, whatever either is called. MI is the mutual
 * information of the two labelings, H their entropies (natural logarithms), and both scores
 * normalise by the <em>arithmetic</em> mean of the entropies:
 *
 * <ul>
 *   <li>NMI = MI / mean(H); not corrected for chance, so it rises with the number of clusters;
 *   <li>AMI = (MI - E[MI]) / (mean(H) - E[MI]), E[MI] over all permutations of the labelings (Vinh,
 *       Epps, Bailey 2010); 0 on average for a random clustering, 1 for a perfect one.
 * </ul>
 *
 * One class and one cluster score 1; if only one of the two is single, 0.
 *
 * @param nmi normalised mutual information, 0 to 1
 * @param ami adjusted mutual information, at most 1, and about 0 or below by chance
 * @param classes number of different labels
 * @param clusters number of different clusters
 */
public record ClusterAgreement(double nmi, double ami, int classes, int clusters)
    implements Serializable {

  private record Cell(int label, int cluster) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byLabel = Integer.compare(label, other.label);
      return byLabel != 0 ? byLabel : Integer.compare(cluster, other.cluster);
    }
  }

  /**
   * Compares a clustering with classes. Sums run in ascending order of label and cluster, so equal
   * input gives equal bits.
   *
   * @param labels the class of each item
   * @param clusters the cluster of each item
   * @throws IllegalArgumentException if there are no items, or the two are of different sizes
   */
  public static ClusterAgreement of(int[] labels, int[] clusters) {
    if (labels.length != clusters.length || labels.length == 0) {
      throw new IllegalArgumentException(
          labels.length
              + " labels and "
              + clusters.length
              + " clusters cannot be compared; pass one of each for every item, at least one");
    }
    Map<Integer, Integer> classSizes = new TreeMap<>();
    Map<Integer, Integer> clusterSizes = new TreeMap<>();
    Map<Cell, Integer> cells = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      classSizes.merge(labels[i], 1, Integer::sum);
      clusterSizes.merge(clusters[i], 1, Integer::sum);
      cells.merge(new Cell(labels[i], clusters[i]), 1, Integer::sum);
    }
    int many = classSizes.size();
    int found = clusterSizes.size();
    if (many == 1 || found == 1) {
      double score = many == found ? 1 : 0;
      return new ClusterAgreement(score, score, many, found);
    }
    double items = labels.length;
    double information = 0;
    for (Map.Entry<Cell, Integer> cell : cells.entrySet()) {
      double together = cell.getValue();
      double a = classSizes.getOrDefault(cell.getKey().label(), 0);
      double b = clusterSizes.getOrDefault(cell.getKey().cluster(), 0);
      information += together / items * Math.log(items * together / (a * b));
    }
    information = Math.max(information, 0);
    double mean = (entropy(classSizes, items) + entropy(clusterSizes, items)) / 2;
    double expected = ExpectedInformation.of(sizes(classSizes), sizes(clusterSizes), labels.length);
    double room = mean - expected;
    // All items alone on both sides: MI = mean(H) = E[MI], and the labelings are the same.
    double adjusted = Math.abs(room) < 1e-12 ? 1 : (information - expected) / room;
    return new ClusterAgreement(information / mean, adjusted, many, found);
  }

  private static double entropy(Map<Integer, Integer> sizes, double items) {
    double sum = 0;
    for (int size : sizes.values()) {
      sum -= size / items * Math.log(size / items);
    }
    return sum;
  }

  private static int[] sizes(Map<Integer, Integer> sizes) {
    int[] values = sizes.values().stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(values);
    return values;
  }
}
