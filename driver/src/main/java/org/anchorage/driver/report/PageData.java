/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.EpochRecordParser;
import org.anchorage.driver.report.views.Points;
import org.anchorage.driver.report.views.RunViews;
import org.anchorage.driver.report.views.Views;
import org.jspecify.annotations.Nullable;

/** What the page's scripts draw, as JSON that can stand inside a script element. */
final class PageData {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode data = MAPPER.createObjectNode();
  private final ArrayNode runs = data.putArray("runs");

  /** Adds a run; the first has number 0. */
  PageData run(String name, List<EpochRecord> epochs, @Nullable RunViews views) {
    ObjectNode run = runs.addObject().put("name", name);
    ArrayNode records = run.putArray("epochs");
    try {
      for (EpochRecord epoch : epochs) {
        records.add(MAPPER.readTree(EpochRecordParser.toJson(epoch)));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The records of a run cannot be written as JSON", e);
    }
    if (views != null) {
      run.set("principal", MAPPER.valueToTree(views.scatter().principal()));
      run.set("tsne", MAPPER.valueToTree(views.scatter().tsne()));
      ObjectNode distances = run.putObject("distances").put("most", views.distances().most());
      distances.set("same", MAPPER.valueToTree(views.distances().same()));
      distances.set("different", MAPPER.valueToTree(views.distances().different()));
    }
    return this;
  }

  /** Adds whose the points of all runs are. */
  PageData points(@Nullable Views views) {
    if (views != null) {
      Points points = views.points();
      ObjectNode node = data.putObject("points");
      node.set("classNames", MAPPER.valueToTree(points.classNames()));
      node.set("classes", MAPPER.valueToTree(points.classes()));
      node.set("ids", MAPPER.valueToTree(points.ids()));
      node.putObject("sheet")
          .put("columns", points.sheet().columns())
          .put("width", points.sheet().width())
          .put("height", points.sheet().height());
    }
    return this;
  }

  /** Adds precision, recall and the ROC curve of distances. */
  PageData calibration(Thresholds measured) {
    ObjectNode node = data.putObject("calibration");
    node.set("points", MAPPER.valueToTree(measured.points()));
    node.set("roc", MAPPER.valueToTree(measured.roc()));
    return this;
  }

  String json() {
    try {
      // In JSON, "<" occurs only in strings. Escaped, it cannot end the script element.
      return MAPPER.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The figures of the report cannot be written as JSON", e);
    }
  }
}
