/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import org.anchorage.core.corpus.Split;

/**
 * A stretch of a shard whose images are of one split and one class. A corpus in format 2 lists its
 * stretches in order, so that a row's class follows from its place alone. Immutable.
 *
 * @param shard number of the shard, from 0
 * @param split of the images
 * @param className class of the images
 * @param items number of images, at least 1
 */
public record ClassRun(int shard, Split split, String className, int items)
    implements Serializable {}
