/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.Running;
import org.junit.jupiter.api.Test;

/** The page while the index changes, and with filters and names that are unusual. */
class TestPageOverChanges extends InBrowser {

  private static final String CHECKED =
      "[...document.querySelectorAll('.value input:checked')].map(one => one.dataset.key).join()";
  private static final String FACETS =
      "[...document.querySelectorAll('.facet')].map(one => one.dataset.name).join()";
  private static final String EARLIER = "document.querySelectorAll('#earlier a').length";

  /** Counts all attributes, and becomes an index of another network. */
  private static class Changing extends FakeIndex {

    private volatile boolean swapped;

    void add(String id, Map<String, String> attributes) {
      add(
          List.of(
              new NewItem(
                  new IndexedItem(
                      id, id.substring(0, id.indexOf('/')), "", new TreeMap<>(attributes), null),
                  new float[] {0, 0, 0},
                  null)));
    }

    @Override
    public IndexInfo info() {
      IndexInfo old = super.info();
      return swapped
          ? new IndexInfo(
              3,
              "ivf",
              "half",
              .9,
              .95,
              3,
              9,
              2,
              old.items(),
              0,
              0,
              0,
              0,
              1,
              16,
              7,
              old.log(),
              "efgh")
          : old;
    }

    @Override
    public Optional<Thresholds> thresholds() {
      return swapped ? Optional.of(thresholds(.25, .7, .6)) : super.thresholds();
    }

    @Override
    protected Map<String, String> counted(IndexedItem item) {
      Map<String, String> counted = new TreeMap<>(item.attributes());
      counted.putAll(super.counted(item));
      return counted;
    }

    @Override
    public SortedSet<String> attributes() {
      return new TreeSet<>(List.of("constructor", "shade"));
    }
  }

  private Tab on(Changing changing, String fragment) throws IOException {
    servers.add(Running.open(changing));
    Tab tab = tab();
    tab.open(url(fragment));
    tab.until("document.getElementById('index').textContent.includes('items')");
    return tab;
  }

  @Test
  void anotherIndexBringsItsOwnFacts() throws IOException {
    Changing index = new Changing();
    Tab tab = on(index, "#q=id:red/0");
    tab.until(settled(TILES + ".length === 24"));
    tab.evaluate("location.hash = '#q=id:red/1'");
    tab.until(EARLIER + " === 1");
    index.add("new/0", Map.of());
    index.swapped = true;
    tab.evaluate("location.hash = '#q=id:red/2'");
    tab.until("document.getElementById('index').textContent === '31 items · recall 0.950'");
    // Ids of the one before mean nothing here.
    tab.until(EARLIER + " === 0");
    tab.until("document.querySelector(\"[data-key='value class new']\") !== null");
    tab.until(settled(TILES + ".length === 24"));
    tab.evaluate("document.getElementById('within').focus()");
    tab.press("ArrowLeft");
    tab.until("location.hash.includes('within=0.25')");
    assertThat(tab.text("document.getElementById('within').getAttribute('aria-valuetext')"))
        .isEqualTo("Up to 0.250: 70 % precision, 60 % recall");
  }

  @Test
  void theScaleOfDistancesIsThatOfTheNewIndex() throws IOException {
    Changing uncalibrated =
        new Changing() {
          @Override
          public Optional<Thresholds> thresholds() {
            return Optional.empty();
          }
        };
    Tab tab = on(uncalibrated, "#q=id:red/0&within=900");
    tab.until(settled(TILES + ".length === 24"));
    uncalibrated.swapped = true;
    tab.evaluate("location.hash = '#q=id:red/1'");
    tab.until("document.getElementById('index').textContent.includes('recall')");
    tab.until(settled(TILES + ".length === 24"));
    tab.evaluate("document.getElementById('within').focus()");
    tab.press("ArrowLeft");
    tab.until("location.hash.includes('within=')");
    assertThat(tab.evaluate("Number(new URLSearchParams(location.hash).get('within'))").asDouble())
        .isLessThan(2);
  }

  @Test
  void whatIsChosenCanBeTakenBackWhenNothingMatches() throws IOException {
    Changing odd = new Changing();
    odd.add("odd/0", Map.of("shade", "odd"));
    Tab tab = on(odd, "#q=id:blue/0&where.class=red&where.class=odd&where.shade=odd");
    tab.until(settled(TILES + ".length === 1"));
    tab.until(FACETS + " === 'class,shade'");
    String box = "[data-key='value class odd']";
    tab.evaluate("document.querySelector(\"" + box + "\").focus()");
    tab.click(box);
    tab.until(settled("!document.getElementById('nothing').hidden"));
    tab.until(CHECKED + " === 'value class red,value shade odd'");
    assertThat(tab.text(FACETS)).isEqualTo("class,shade");
    assertThat(tab.text("document.activeElement.dataset.key")).isEqualTo("value class odd");
    tab.click("[data-key='value shade odd']");
    tab.until(settled(TILES + ".length === 10"));
  }

  @Test
  void namesThatObjectsHaveAreNames() throws IOException {
    Changing named = new Changing();
    named.add("odd/0", Map.of("constructor", "ada", "__proto__", "x"));
    named.add("odd/1", Map.of("constructor", " bob "));
    Tab tab = on(named, "#q=id:blue/0");
    tab.until(settled(TILES + ".length === 24"));
    tab.until("document.querySelector(\"[data-key='value constructor ada']\") !== null");
    // Blanks at the ends of a value belong to it.
    tab.click("[data-key='value constructor  bob ']");
    tab.until(settled(IDS + " === 'odd/1'"));
    tab.evaluate("location.hash = '#q=id:blue/0&where.__proto__=x'");
    tab.until(MESSAGE + ".includes(\"No item has an attribute '__proto__'\")");
    tab.click("#clear-filters");
    tab.until(settled(TILES + ".length === 24"));
  }
}
