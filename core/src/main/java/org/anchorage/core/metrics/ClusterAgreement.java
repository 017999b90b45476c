/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a clustering agrees with classes, whatever the names of clusters and classes. MI is the
 * mutual information of the two labelings, H their entropies (natural logarithms):
 *
 * <ul>
 *   <li>NMI = MI / mean(H); not corrected for chance, so it rises with the number of clusters;
 *   <li>AMI = (MI - E[MI]) / (mean(H) - E[MI]), E[MI] over all permutations of the labelings (Vinh,
 *       Epps, Bailey 2010); 0 on average for a random clustering, 1 for a perfect one;
 *   <li>homogeneity = MI / H(classes), completeness = MI / H(clusters) (Rosenberg, Hirschberg
 *       2007); their harmonic mean, the V-measure, is the arithmetic NMI;
 *   <li>the adjusted Rand index is over pairs of items (Hubert, Arabie 1985).
 * </ul>
 *
 * Libraries take different means of the entropies; {@code nmi} and {@code ami} take the
 * <em>arithmetic</em> one, as scikit-learn does.
 *
 * <p>One class and one cluster score 1. If only one of the two is single, figures are 0, except
 * that the homogeneity of one class and the completeness of one cluster are 1.
 *
 * @param nmi normalised mutual information, 0 to 1
 * @param nmiGeometric the same with the geometric mean, as in Strehl and Ghosh 2002
 * @param ami adjusted mutual information, at most 1, and about 0 or below by chance
 * @param amiMax the same with the larger of the entropies
 * @param information MI in nats
 * @param homogeneity 1 if each cluster holds one class only
 * @param completeness 1 if each class lies in one cluster only
 * @param adjustedRand at most 1, and about 0 or below by chance
 * @param classes number of different labels
 * @param clusters number of different clusters
 */
public record ClusterAgreement(
    double nmi,
    double nmiGeometric,
    double ami,
    double amiMax,
    double information,
    double homogeneity,
    double completeness,
    double adjustedRand,
    int classes,
    int clusters)
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
      double pure = many == 1 ? 1 : 0;
      double whole = found == 1 ? 1 : 0;
      return new ClusterAgreement(score, score, score, score, 0, pure, whole, score, many, found);
    }
    double items = labels.length;
    double information = 0;
    double pairsTogether = 0;
    for (Map.Entry<Cell, Integer> cell : cells.entrySet()) {
      double together = cell.getValue();
      double a = classSizes.getOrDefault(cell.getKey().label(), 0);
      double b = clusterSizes.getOrDefault(cell.getKey().cluster(), 0);
      information += together / items * Math.log(items * together / (a * b));
      pairsTogether += pairs(together);
    }
    information = Math.max(information, 0);
    double ofClasses = entropy(classSizes, items);
    double ofClusters = entropy(clusterSizes, items);
    double mean = (ofClasses + ofClusters) / 2;
    double expected = ExpectedInformation.of(sizes(classSizes), sizes(clusterSizes), labels.length);
    return new ClusterAgreement(
        information / mean,
        information / Math.sqrt(ofClasses * ofClusters),
        adjusted(information, expected, mean),
        adjusted(information, expected, Math.max(ofClasses, ofClusters)),
        information,
        information / ofClasses,
        information / ofClusters,
        adjustedRand(pairsTogether, pairs(classSizes), pairs(clusterSizes), pairs(items)),
        many,
        found);
  }

  private static double adjusted(double value, double expected, double most) {
    double room = most - expected;
    // All items alone on both sides: MI = H = E[MI], and the labelings are the same.
    return Math.abs(room) < 1e-12 ? 1 : (value - expected) / room;
  }

  /** Counts pairs that are together in both labelings, in each, and in all. */
  private static double adjustedRand(double both, double classes, double clusters, double all) {
    // All items alone on both sides: no pair is together in either.
    return classes + clusters == 0
        ? 1
        : (both - classes * clusters / all) / ((classes + clusters) / 2 - classes * clusters / all);
  }

  private static double pairs(double items) {
    return items * (items - 1) / 2;
  }

  private static double pairs(Map<Integer, Integer> sizes) {
    return sizes.values().stream().mapToDouble(ClusterAgreement::pairs).reduce(0, Double::sum);
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
