/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.NoNegatives;
import org.apache.hadoop.fs.Path;

/**
 * What the mine command says of a pass.
 *
 * @param images that were mined
 * @param target where the table lies
 * @param seconds that it took
 */
record MinedResult(Mined mined, int images, Path target, double seconds) {

  /** Returns, for JSON, that there was nothing to do. */
  static Map<String, Object> already(Path target) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("to", target.toString());
    result.put("already", true);
    return result;
  }

  void say(Output output) {
    output.say(
        "Mined %s of %s to %s in %.1f s",
        Count.of(mined.tally().kept(), "hard negative"),
        Count.of(mined.tally().anchors(), "image"),
        target,
        seconds);
    if (mined.before() != null) {
      output.say(
          "  left with the negatives of the table at %s: %s (mine.refresh)",
          mined.before(), Count.of(images - mined.tally().anchors(), "other image"));
    }
    output.say(
        "  similarity of positives: median %.3f; of negatives: median %.3f",
        mined.positives().median(), mined.negatives().median());
    output.say("  search: %s", mined.searched().inWords());
    mined.rejected().forEach((reason, count) -> output.say("  rejected: %-18s %,d", reason, count));
    NoNegatives.of(mined).ifPresent(why -> output.say("%s", why));
  }

  Map<String, Object> asJson() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("to", target.toString());
    result.put("images", images);
    if (mined.before() != null) {
      result.put("searched", mined.tally().anchors());
      result.put("before", mined.before().toString());
    }
    result.put("positives", mined.positives());
    result.put("negatives", mined.negatives());
    result.put("rejected", mined.rejected());
    result.put("search", mined.searched().written());
    if (mined.searched().probes() > 0) {
      result.put("recall", mined.searched().share());
    }
    result.put("seconds", seconds);
    return result;
  }
}
