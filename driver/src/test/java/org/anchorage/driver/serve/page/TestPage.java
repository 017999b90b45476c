/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.Running;
import org.junit.jupiter.api.Test;

/** The page in a browser: a user's ways through it, without errors and without another host. */
class TestPage extends InBrowser {

  @Test
  void anUploadLeadsToNeighboursAndBack() throws IOException {
    Tab tab = opened("");
    assertThat(tab.evaluate("document.getElementById('workspace').hidden").asBoolean()).isTrue();
    tab.upload(image(new Color(250, 0, 0)));
    untilFirst(tab, "red/0");
    assertThat(tab.text("document.getElementById('live').textContent"))
        .isEqualTo("24 results of 30 items, the nearest at distance 0.000.");
    tab.until(TILES + "[0].querySelector('img').naturalWidth === 8");

    tab.click(".tile[data-id='red/4'] .tile-link");
    tab.until(settled("!" + IDS + ".includes('red/4') && " + TILES + ".length === 24"));
    tab.until("document.getElementById('terms').innerText.includes('red red/4')");
    assertThat(tab.evaluate("document.querySelectorAll('#earlier a').length").asInt()).isEqualTo(1);

    tab.evaluate("history.back()");
    untilFirst(tab, "red/0");
    tab.click("#earlier a");
    tab.until("location.hash === '#q=id%3Ared%2F4'");
  }

  @Test
  void severalImagesAreOneQuery() throws IOException {
    Tab tab = opened("");
    tab.upload(image(new Color(250, 0, 0)), image(new Color(0, 0, 250)));
    tab.until("document.querySelectorAll('.chip').length === 2");
    tab.until(settled("new Set(" + IDS + ".split(',').slice(0, 20).map(id => id[0])).size === 2"));
  }

  @Test
  void moreResultsComeUntilThereAreNone() {
    Tab tab = opened("#q=id:red/0");
    tab.until(settled(TILES + ".length === 24"));
    tab.click("#more");
    tab.until(settled(TILES + ".length === 29"));
    assertThat(tab.text("location.hash")).contains("k=48");
    assertThat(tab.evaluate("document.getElementById('more').hidden").asBoolean()).isTrue();
    tab.reload();
    tab.until(settled(TILES + ".length === 29"));
  }

  @Test
  void whatIsDislikedGoesAway() {
    Tab tab = opened("#q=id:red/0&q=id:blue/0");
    tab.until(settled(TILES + ".length === 24"));
    tab.click(".tile[data-id='red/1'] .not");
    tab.until("document.querySelectorAll('.chip.disliked').length === 1");
    tab.until(settled(TILES + "[0].dataset.id.startsWith('blue')"));
    assertThat(tab.text("location.hash")).contains("q=-1%7Eid%3Ared%2F1");
    tab.click(".chip.disliked .remove");
    tab.until("document.querySelectorAll('.chip').length === 2");
    tab.click(".chip .sign");
    tab.until("document.querySelectorAll('.chip.disliked').length === 1");
    tab.click(".chip:not(.disliked) .remove");
    tab.until(MESSAGE + ".includes('Nothing is left that results are like')");
  }

  @Test
  void filtersHoldAndAreInTheLink() {
    Tab tab = opened("#q=id:red/0");
    tab.until("document.querySelectorAll('.value').length === 3");
    tab.click("[data-key='value class green']");
    tab.until(settled(TILES + ".length === 10"));
    tab.click("[data-key='value class blue']");
    tab.until(settled(TILES + ".length === 20"));
    tab.until("document.querySelectorAll('.value input:checked').length === 2");
    assertThat(tab.text("document.getElementById('summary').textContent"))
        .isEqualTo("20 results of 20 items");
    String before = tab.text(IDS);
    tab.reload();
    tab.until(settled(IDS + " === '" + before + "'"));
    tab.evaluate("history.back()");
    tab.until(settled(TILES + ".length === 10"));
    tab.click("#clear-filters");
    tab.until(settled(TILES + ".length === 24"));
  }

  @Test
  void theThresholdTellsWhatCalibrationKnows() {
    Tab tab = opened("#q=id:red/0");
    tab.until(settled(TILES + ".length === 24"));
    tab.evaluate("document.getElementById('within').focus()");
    tab.press("ArrowLeft");
    tab.until("location.hash.includes('within=0.5')");
    tab.until(settled(TILES + ".length === 9"));
    assertThat(tab.text("document.getElementById('within').getAttribute('aria-valuetext')"))
        .isEqualTo("Up to 0.500: 90 % precision, 80 % recall");
    // It was measured on searches of the whole index.
    tab.click("[data-key='value class red']");
    tab.until(
        "document.getElementById('within-known').textContent"
            + " === 'Without filters 90 % precision, 80 % recall'");
    tab.click("#clear-filters");
    tab.until(settled(TILES + ".length === 9"));
    tab.evaluate("document.getElementById('within').focus()");
    tab.press("Home");
    tab.until("!document.getElementById('nothing').hidden");
    tab.click("#widen");
    tab.until(settled(TILES + ".length === 24"));
  }

  @Test
  void aLinkToAnImageHoldsOnItsMachineAlone() throws IOException {
    Tab tab = opened("");
    Path blue = image(new Color(1, 0, 250));
    tab.upload(blue);
    untilFirst(tab, "blue/0");
    String link = tab.text("location.hash");
    tab.reload();
    untilFirst(tab, "blue/0");

    Tab other = opened(link);
    other.until(MESSAGE + ".includes('The image of this link is not here')");
    other.upload(blue);
    untilFirst(other, "blue/0");
    assertThat(other.text("location.hash")).isEqualTo(link);
  }

  @Test
  void whatCannotBeSearchedByIsSaid() throws IOException {
    servers.add(Running.open(new FakeIndex(), "serve.upload-bytes=1024"));
    Tab tab = opened("");
    tab.upload(noise());
    tab.until(MESSAGE + ".includes('The image is too large')");
    tab.upload(Files.writeString(directory.resolve("page.png"), "<html>no image</html>"));
    tab.until(MESSAGE + ".includes('“page.png” is not an image that this browser can read')");
    tab.evaluate("location.hash = '#q=id:none'");
    tab.until(MESSAGE + ".includes(\"There is no item 'none'\")");
  }

  private static Path noise() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, random.nextInt());
    }
    Path file = directory.resolve("noise.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void aServerThatIsGoneIsSaidAndAskedAgain() {
    Tab tab = opened("#q=id:red/0");
    tab.until(settled(TILES + ".length === 24"));
    tab.offline(true);
    tab.evaluate("location.hash = '#q=id:red/1'");
    tab.until(MESSAGE + ".includes('The server does not answer')");
    tab.offline(false);
    tab.click("#message button");
    tab.until(settled(TILES + ".length === 24 && " + MESSAGE + " === ''"));
    servers.get(0).close();
    tab.evaluate("location.hash = '#q=id:red/2'");
    tab.until(MESSAGE + ".includes('The server does not answer')");
  }

  @Test
  void theKeyboardReachesAll() {
    Tab tab = opened("");
    tab.press("/");
    assertThat(tab.text(FOCUSED)).isEqualTo("id-input");
    tab.type("red/3");
    tab.press("Enter");
    tab.until(settled(TILES + ".length === 24"));
    tab.press("Escape");
    assertThat(tab.evaluate("document.activeElement === document.body").asBoolean()).isTrue();

    String[] ids = tab.text(IDS).split(",", -1);
    int columns =
        tab.evaluate(
                "[..."
                    + TILES
                    + "].filter(one => one.offsetTop === "
                    + TILES
                    + "[0].offsetTop).length")
            .asInt();
    tab.evaluate("document.querySelector('.tile-link').focus()");
    tab.press("ArrowRight");
    assertThat(tab.text(FOCUSED)).isEqualTo(ids[1]);
    tab.press("ArrowDown");
    assertThat(tab.text(FOCUSED)).isEqualTo(ids[1 + columns]);
    tab.press("ArrowUp");
    tab.press("ArrowLeft");
    assertThat(tab.text(FOCUSED)).isEqualTo(ids[0]);
    tab.press("End");
    assertThat(tab.text(FOCUSED)).isEqualTo(ids[23]);
    assertThat(tab.evaluate("document.querySelectorAll('#grid [tabindex=\"0\"]').length").asInt())
        .isEqualTo(2);
    tab.press("x");
    tab.until("document.querySelectorAll('.chip.disliked').length === 1");
    tab.until(settled("document.activeElement === document.querySelector('.tile-link')"));
    tab.press("Enter");
    tab.until("document.querySelectorAll('.chip').length === 1");
  }

  @Test
  void theTokenIsAskedForAndKeptInTheTab() throws IOException {
    servers.add(Running.withToken(new FakeIndex(), directory));
    Tab tab = tab();
    tab.open(url("#q=id:red/0"));
    tab.until("document.getElementById('token').open");
    tab.type("wrong");
    tab.press("Enter");
    tab.until(
        "document.getElementById('token').open && !document.getElementById('token-wrong').hidden");
    tab.type(Running.SECRET);
    tab.press("Enter");
    tab.until(settled(TILES + ".length === 24"));
    tab.until(TILES + "[0].querySelector('img').naturalWidth === 8");
    tab.reload();
    tab.until(settled(TILES + ".length === 24"));
  }

  @Test
  void duplicatesAreBehindTheirResult() throws IOException {
    servers.add(
        Running.open(
            new FakeIndex() {
              @Override
              public Found search(SearchRequest request) {
                Found found = super.search(request);
                return request.folding().folds()
                    ? new Found(
                        found.hits().stream().map(TestPage::folded).toList(),
                        found.exact(),
                        found.probes(),
                        found.matching(),
                        found.version())
                    : found;
              }
            }));
    Tab tab = opened("#q=id:red/0");
    tab.until(settled("document.querySelectorAll('.folded').length === 1"));
    tab.click(".folded");
    tab.until("document.querySelectorAll('#copies a').length === 2");
    tab.press("Escape");
    tab.until("!document.getElementById('copies').open");
    tab.click("#fold");
    tab.until(settled("document.querySelectorAll('.folded').length === 0"));
    assertThat(tab.text("location.hash")).contains("fold=no");
  }

  private static Hit folded(Hit hit) {
    return hit.rank() == 1 ? new Hit(1, hit.item(), hit.distance(), List.of("blue/9")) : hit;
  }

  @Test
  void aPhoneShowsAllWithoutScrollingSideways() {
    Tab tab = tab();
    tab.size(400, 800);
    tab.open(url("#q=id:red/0&where.class=red"));
    tab.until(settled(TILES + ".length === 9"));
    assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(400);
    assertThat(tab.evaluate("document.getElementById('facets').offsetHeight").asInt()).isZero();
    tab.click("#show-filters");
    assertThat(tab.evaluate("document.getElementById('facets').offsetHeight").asInt()).isPositive();
    // A distance that hides results shows too, while the slider does not.
    assertThat(tab.text("document.getElementById('filters-count').textContent")).isEqualTo("1");
    tab.evaluate("location.hash += '&within=0.5'");
    tab.until("document.getElementById('filters-count').textContent === '2'");
  }

  @Test
  void everyControlHasANameAndColoursContrast() {
    Tab tab = tab();
    for (String scheme : List.of("light", "dark")) {
      tab.prefer(scheme);
      tab.open(url("?" + scheme + "#q=id:red/0&q=-1~id:blue/0&where.class=red"));
      tab.until(settled(TILES + ".length === 9"));
      for (JsonNode node : tab.call("Accessibility.getFullAXTree", Map.of()).path("nodes")) {
        String role = node.path("role").path("value").asText();
        if (Set.of("button", "link", "checkbox", "slider", "searchbox").contains(role)) {
          assertThat(node.path("name").path("value").asText()).as("%s", node).isNotEmpty();
        }
      }
      for (String pair :
          List.of(
              "ink page",
              "ink card",
              "ink tint",
              "ink against-tint",
              "soft page",
              "soft card",
              "soft sunk",
              "accent page",
              "accent card",
              "accent tint",
              "on-accent accent",
              "against against-tint",
              "against card",
              "card against")) {
        assertThat(contrast(tab, pair)).as("%s, %s", scheme, pair).isGreaterThan(4.5);
      }
    }
    String dark = tab.text("getComputedStyle(document.body).backgroundColor");
    tab.click("#theme");
    tab.reload();
    assertThat(tab.text("getComputedStyle(document.body).backgroundColor")).isNotEqualTo(dark);
  }

  /** Returns the contrast of two colours of the page (WCAG 2.2). */
  private static double contrast(Tab tab, String pair) {
    double[] luminances = new double[2];
    for (int i = 0; i < 2; i++) {
      String rgb =
          tab.text(
              "(() => { const one = document.createElement('i'); document.body.append(one);"
                  + " one.style.color = 'var(--"
                  + pair.split(" ", -1)[i]
                  + ")'; const read = getComputedStyle(one).color; one.remove(); return read;"
                  + " })()");
      double[] parts = new double[3];
      String[] numbers = rgb.replaceAll("[^0-9,]", "").split(",", -1);
      for (int c = 0; c < 3; c++) {
        double value = Integer.parseInt(numbers[c]) / 255.0;
        parts[c] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
      }
      luminances[i] = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }
    return (Math.max(luminances[0], luminances[1]) + 0.05)
        / (Math.min(luminances[0], luminances[1]) + 0.05);
  }
}
