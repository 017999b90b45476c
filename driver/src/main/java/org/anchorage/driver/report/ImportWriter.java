/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.artifact.Build;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.ImportFacts;

/**
 * Writes the page of an import: classes by size, examples, what was left out and why, duplicates.
 * It is bounded, whatever the corpus. Stateless and thread-safe.
 */
public final class ImportWriter {

  private ImportWriter() {}

  /** Returns the page as HTML. It depends on the facts and the version of the program alone. */
  public static String html(ImportFacts facts) {
    return Page.html(
        "Import of " + facts.source(),
        new PageData(),
        Build.current().written(),
        page -> body(page, facts));
  }

  private static void body(Markup page, ImportFacts facts) {
    page.tag("<header><p class=\"brand\">Anchorage import</p><h1>");
    page.text(facts.source()).tag("</h1><dl class=\"facts\">");
    Page.fact(page, "Images", Figures.count(facts.items()));
    Page.fact(page, "Classes", Figures.count(facts.classes()));
    for (ImportFacts.Part split : facts.splits()) {
      String of = " of " + Figures.count(split.classes()) + " classes";
      Page.fact(page, split.name(), Figures.count(split.images()) + of);
    }
    page.tag("</dl></header>\n");
    notes(page, facts.notes());
    sizes(page, facts);
    pictures(page, facts.pictures());
    bad(page, facts);
    repeats(page, facts);
  }

  private static void notes(Markup page, List<String> notes) {
    page.section("notes", "What was found");
    if (notes.isEmpty()) {
      page.tag("<p class=\"empty\">Nothing is odd.</p>").end();
      return;
    }
    page.tag("<ul>");
    notes.forEach(note -> page.tag("<li>").text(note).tag("</li>"));
    page.tag("</ul>").end();
  }

  private static void sizes(Markup page, ImportFacts facts) {
    page.section("classes", "Classes by size");
    List<Integer> at = facts.quantiles();
    page.hint(
        "The smallest class has "
            + Figures.count(at.get(0))
            + " images, a tenth of the classes at most "
            + Figures.count(at.get(1))
            + ", half at most "
            + Figures.count(at.get(at.size() / 2))
            + ", and the largest "
            + Figures.count(at.get(at.size() - 1))
            + "."
            + (facts.classes() > facts.sizes().size()
                ? " The table has the largest and the smallest "
                    + Figures.count(facts.sizes().size() / 2)
                    + " classes."
                : ""));
    page.table("sortable", "Classes by size").heads("Class", "Images", "Beside the largest");
    page.tag("<tbody>");
    long most = facts.sizes().get(0).images();
    for (ImportFacts.Part size : facts.sizes()) {
      page.tag("<tr><th scope=\"row\">").text(size.name()).tag("</th>");
      page.number(Figures.count(size.images()), (double) size.images());
      page.tag("<td><meter min=\"0\" max=\"" + most + "\" value=\"" + size.images() + "\">");
      page.tag("</meter></td></tr>");
    }
    page.endTable().end();
  }

  private static void pictures(Markup page, List<ImportFacts.Picture> pictures) {
    page.section("examples", "Examples");
    page.hint("The first images of some classes of all sizes, the largest first.");
    page.tag("<div class=\"gallery\">");
    String open = "";
    boolean any = false;
    for (ImportFacts.Picture picture : pictures) {
      if (!any || !picture.className().equals(open)) {
        page.tag(any ? "</div></div>" : "").tag("<div><h3>").text(picture.className());
        page.tag("</h3><div class=\"examples\">");
        open = picture.className();
        any = true;
      }
      page.tag("<figure class=\"shot\"><img loading=\"lazy\" src=\"data:image/jpeg;base64,");
      page.tag(Base64.getEncoder().encodeToString(picture.jpeg())).tag("\" alt=\"");
      page.text("Image of " + picture.className()).tag("\"><figcaption>");
      page.text(picture.split()).tag("</figcaption></figure>");
    }
    page.tag(any ? "</div></div>" : "").tag("</div>").end();
  }

  private static void bad(Markup page, ImportFacts facts) {
    page.section("bad", "What was left out");
    page.hint(
        Figures.count(facts.ignored())
            + " files are no images, or are not imported because of where they lie. All images that"
            + " were left out as bad are in bad.jsonl of the corpus.");
    if (facts.bad().isEmpty()) {
      page.tag("<p class=\"empty\">No image was bad.</p>").end();
      return;
    }
    page.table("sortable", "Bad images by reason").heads("Reason", "Images").tag("<tbody>");
    for (Map.Entry<String, Long> reason : facts.badByReason().entrySet()) {
      page.tag("<tr><th scope=\"row\">").text(reason.getKey()).tag("</th>");
      page.number(Figures.count(reason.getValue()), reason.getValue().doubleValue()).tag("</tr>");
    }
    page.endTable().table("sortable", "The first bad images");
    page.heads("Image", "Reason", "Why").tag("<tbody>");
    for (Bad bad : facts.bad()) {
      page.tag("<tr>").cell(bad.id()).cell(bad.reason().written()).cell(bad.detail()).tag("</tr>");
    }
    page.endTable().end();
  }

  private static void repeats(Markup page, ImportFacts facts) {
    page.section("duplicates", "The same bytes twice");
    if (facts.duplicates() == 0) {
      page.tag("<p class=\"empty\">No two images have the same bytes.</p>").end();
      return;
    }
    page.hint(
        Figures.count(facts.duplicates())
            + " images have the bytes of one before them: "
            + Figures.count(facts.conflicts())
            + " in another class, "
            + Figures.count(facts.crossing())
            + " in another split. "
            + Figures.count(facts.dropped())
            + " of them were left out (import.duplicates). All are in duplicates.jsonl of the"
            + " corpus. The first, those in another class before the others:");
    page.table("sortable", "Images with the same bytes");
    page.heads("Image", "Class", "Has the bytes of", "Class of that").tag("<tbody>");
    for (ImportFacts.Repeat repeat : facts.repeats()) {
      page.tag("<tr>").cell(repeat.id()).cell(repeat.className());
      page.cell(repeat.first()).cell(repeat.firstClass()).tag("</tr>");
    }
    page.endTable().end();
  }
}
