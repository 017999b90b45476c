/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.anchorage.mining.tuples.GivenMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Pairs;
import org.anchorage.mining.tuples.Triplets;

/** Parameters and inputs of one reference case. */
record Parameters(JsonNode wanted) {

  /**
   * Returns a number.
   *
   * @throws IllegalArgumentException if the case has no number of that name
   */
  double number(String name) {
    JsonNode value = wanted.get("params").path(name);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(
          "The case "
              + wanted.get("id").asText()
              + " has no number '"
              + name
              + "' but "
              + value
              + "; check that the file was copied whole");
    }
    return value.doubleValue();
  }

  /** Returns whether there is a number of that name. */
  boolean hasNumber(String name) {
    return wanted.get("params").path(name).isNumber();
  }

  /** Returns whether a flag is set; a missing flag is not. */
  boolean flag(String name) {
    return wanted.get("params").path(name).asBoolean();
  }

  /** Returns whether a parameter has this value. */
  boolean is(String name, String word) {
    return wanted.get("params").path(name).asText().equals(word);
  }

  /** Returns a matrix among the inputs; without rows if it is missing. */
  double[][] input(String name) {
    return ReferenceBatch.matrix(wanted.path("inputs").path(name));
  }

  /** Returns the vectors that the loss learns; without rows if the case has none. */
  double[][] classVectors() {
    double[][] proxies = input("proxies");
    return proxies.length > 0 ? proxies : input("weights");
  }

  /** Returns D, the dimension of the embeddings. */
  int dimension() {
    return wanted.get("expected").get("grad").get(0).size();
  }

  /** Returns a row of numbers among the inputs; empty if it is missing. */
  double[] numbers(String name) {
    return ReferenceBatch.numbers(wanted.path("inputs").path(name));
  }

  /** Returns the triplets that the case names. */
  Miner triplets() {
    double[][] rows = input("triplets");
    return new GivenMiner(new Triplets(column(rows, 0), column(rows, 1), column(rows, 2)));
  }

  /** Returns the pairs that the case names, each [i, j, whether of one class]. */
  Miner pairs() {
    double[][] same = filtered(1);
    double[][] other = filtered(0);
    return new GivenMiner(
        new Pairs(column(same, 0), column(same, 1), column(other, 0), column(other, 1)));
  }

  /** Returns the rows of pairs [anchor, positive], one after the other. */
  int[] pairedRows() {
    return Arrays.stream(input("pairs"))
        .flatMapToDouble(Arrays::stream)
        .mapToInt(index -> (int) index)
        .toArray();
  }

  private double[][] filtered(int side) {
    return Arrays.stream(input("pairs"))
        .filter(pair -> (int) pair[2] == side)
        .toArray(double[][]::new);
  }

  private static int[] column(double[][] rows, int k) {
    return Arrays.stream(rows).mapToInt(row -> (int) row[k]).toArray();
  }
}
