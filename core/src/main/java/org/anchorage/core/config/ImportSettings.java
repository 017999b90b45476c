/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.config.value.Check;

/**
 * What an import puts up with, and what it holds out. Immutable.
 *
 * @param maxBad share of images that may be bad before the import fails, 0 to 1; default 0.01
 * @param maxPixels an image with more is left out undecoded, at least 1; default 100,000,000
 * @param testClasses share of classes held out as split {@code test} where the source names none, 0
 *     to below 1; default 0
 * @param shardBytes after which a shard is closed, at least 1; default 256 MiB
 */
public record ImportSettings(double maxBad, long maxPixels, double testClasses, long shardBytes)
    implements Serializable {

  public ImportSettings {
    Check.within("import.max-bad", maxBad, 0, 1);
    Check.atLeast("import.max-pixels", maxPixels, 1);
    Check.share("import.test-classes", testClasses);
    Check.atLeast("import.shard-bytes", shardBytes, 1);
  }
}
