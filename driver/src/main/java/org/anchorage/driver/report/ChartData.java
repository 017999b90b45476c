/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.EpochRecordParser;

/** The data of the page's charts, as JSON that can stand inside a script element. */
final class ChartData {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ChartData() {}

  static String json(ReportData report) {
    ObjectNode data = MAPPER.createObjectNode();
    ArrayNode epochs = data.putArray("epochs");
    try {
      for (EpochRecord epoch : report.epochs()) {
        epochs.add(MAPPER.readTree(EpochRecordParser.toJson(epoch)));
      }
      data.set("picture", MAPPER.valueToTree(report.picture()));
      // In JSON, "<" occurs only in strings. Escaped, it cannot end the script element.
      return MAPPER.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The figures of the report cannot be written as JSON", e);
    }
  }
}
