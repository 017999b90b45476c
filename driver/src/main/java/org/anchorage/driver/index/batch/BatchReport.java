/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

/**
 * What became of many queries.
 *
 * @param queries that came
 * @param images of them that were embedded
 * @param bad of them that were not answered
 * @param empty of them that found nothing
 * @param scaled vectors to search by that were not as long as those of the index's network
 * @param hits that all have found
 * @param seconds that it took, with the loading of the network
 */
public record BatchReport(
    long queries, long images, long bad, long empty, long scaled, long hits, double seconds) {

  /** Returns how many images were embedded and searched by in a second. */
  public double imagesASecond() {
    return seconds > 0 ? images / seconds : 0;
  }
}
