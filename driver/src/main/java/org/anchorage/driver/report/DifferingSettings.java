/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The settings in which runs differ. */
final class DifferingSettings {

  /** Where a run lies; every run has another. */
  private static final String PLACE = "run";

  private static final String NONE = "–";

  private final List<ComparedRun> runs;

  DifferingSettings(List<ComparedRun> runs) {
    this.runs = runs;
  }

  void write(Markup page) {
    page.section("settings", "Settings that differ");
    List<String> differing = keys();
    if (differing.isEmpty()) {
      page.tag("<p class=\"empty\">None.</p>").end();
      return;
    }
    page.table("settings", "Settings that differ").tag("<thead><tr><th scope=\"col\">Key</th>");
    runs.forEach(run -> page.tag("<th scope=\"col\">").text(run.name()).tag("</th>"));
    page.tag("</tr></thead><tbody>");
    for (String key : differing) {
      page.tag("<tr><th scope=\"row\">").text(key).tag("</th>");
      runs.forEach(run -> page.cell(run.settings().getOrDefault(key, NONE)));
      page.tag("</tr>");
    }
    page.endTable().end();
  }

  private List<String> keys() {
    Set<String> all = new TreeSet<>();
    runs.forEach(run -> all.addAll(run.settings().keySet()));
    all.remove(PLACE);
    List<String> differing = new ArrayList<>();
    for (String key : all) {
      if (runs.stream().map(run -> run.settings().getOrDefault(key, NONE)).distinct().count() > 1) {
        differing.add(key);
      }
    }
    return differing;
  }
}
