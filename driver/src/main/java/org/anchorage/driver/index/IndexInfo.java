/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

/**
 * Facts about an open index.
 *
 * @param format of its files, 1 to 3
 * @param kind {@code exact} or {@code ivf}
 * @param coding how vectors are stored: {@code float}, {@code half} or {@code int8}
 * @param recall the recall@10 that it was made for; 1 if it is exact
 * @param measured the recall@10 that was measured when it was made; 1 if it is exact and stores
 *     floats
 * @param dim floats of a vector
 * @param lists of all shards together
 * @param probes lists that a query looks into at most, of all shards together
 * @param items that there are, without the deleted ones
 * @param deleted items that are still stored, and are not found: those that were deleted or
 *     replaced
 * @param added items that were added since the last compaction and are there
 * @param changes additions and deletions since the last compaction, whatever has become of them
 * @param batches that hold these changes
 * @param shards of the base
 * @param pictureSide pixels of a picture's longer side; 0 if there are no pictures
 * @param generation number of the base; 0 before format 3
 * @param log number of the newest batch that was taken up; 0 if there is none
 * @param model SHA-256 of the network, the first 16 hex digits; empty if it has none
 */
public record IndexInfo(
    int format,
    String kind,
    String coding,
    double recall,
    double measured,
    int dim,
    int lists,
    int probes,
    long items,
    long deleted,
    long added,
    long changes,
    long batches,
    int shards,
    int pictureSide,
    long generation,
    long log,
    String model) {

  /**
   * Returns the same index after further batches of its log.
   *
   * @param nowItems as {@link #items}, and so on
   * @param nowChanges as {@link #changes}
   */
  public IndexInfo with(
      long nowItems, long nowDeleted, long nowAdded, long nowChanges, long nowLog) {
    return new IndexInfo(
        format,
        kind,
        coding,
        recall,
        measured,
        dim,
        lists,
        probes,
        nowItems,
        nowDeleted,
        nowAdded,
        nowChanges,
        batches + nowLog - log,
        shards,
        pictureSide,
        generation,
        nowLog,
        model);
  }

  /** Returns what changes when the index does: {@code generation.log}. */
  public String version() {
    return generation + "." + log;
  }
}
