/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.Running;
import org.junit.jupiter.api.Test;

/** Images that are dropped, pasted, and overtake one another; and a token that is none. */
class TestPageUploads extends InBrowser {

  private static final Color RED = new Color(250, 0, 0);
  private static final Color BLUE = new Color(0, 0, 250);
  private static final String CHIPS = "document.querySelectorAll('.chip').length";

  /** Returns an expression: what a drag or a clipboard holds, an image of a colour. */
  private static String transfer(String name, Color colour) {
    String base64 = Base64.getEncoder().encodeToString(FakeIndex.image(colour));
    return ("(() => { const data = new DataTransfer();"
            + " const bytes = Uint8Array.from(atob('%s'), one => one.charCodeAt(0));"
            + " data.items.add(new File([bytes], '%s', { type: 'image/png' })); return data; })()")
        .formatted(base64, name);
  }

  /** Drags a file over the page, or drops it. */
  private static void drag(Tab tab, String type, String target, String data) {
    tab.evaluate(
        ("document.querySelector('%s').dispatchEvent(new DragEvent('%s',"
                + " { dataTransfer: %s, bubbles: true, cancelable: true }))")
            .formatted(target, type, data));
  }

  private static boolean hidden(Tab tab, String selector) {
    return tab.evaluate(
            "getComputedStyle(document.querySelector('" + selector + "')).display === 'none'")
        .asBoolean();
  }

  @Test
  void aDroppedImageIsTheQueryOrAPartOfIt() {
    Tab tab = opened("");
    drag(tab, "dragenter", "main", transfer("red.png", RED));
    assertThat(hidden(tab, "#drop")).isFalse();
    // There is nothing yet that it could be added to.
    assertThat(hidden(tab, "[data-drop=add]")).isTrue();
    drag(tab, "drop", "[data-drop=new]", transfer("red.png", RED));
    untilFirst(tab, "red/0");
    assertThat(hidden(tab, "#drop")).isTrue();

    drag(tab, "dragenter", "main", transfer("blue.png", BLUE));
    assertThat(hidden(tab, "[data-drop=add]")).isFalse();
    drag(tab, "dragover", "[data-drop=add]", transfer("blue.png", BLUE));
    assertThat(
            tab.evaluate("document.querySelector('[data-drop=add]').matches('.over')").asBoolean())
        .isTrue();
    drag(tab, "drop", "[data-drop=add]", transfer("blue.png", BLUE));
    tab.until(CHIPS + " === 2");

    drag(tab, "dragover", "[data-drop=new]", transfer("blue.png", BLUE));
    drag(tab, "drop", "[data-drop=new]", transfer("blue.png", BLUE));
    tab.until(CHIPS + " === 1");
    untilFirst(tab, "blue/0");
  }

  @Test
  void aDragThatLeavesOrHoldsNoFileDoesNothing() {
    Tab tab = opened("#q=id:red/0");
    drag(tab, "dragenter", "main", transfer("blue.png", BLUE));
    drag(tab, "dragleave", "main", transfer("blue.png", BLUE));
    assertThat(hidden(tab, "#drop")).isTrue();
    drag(
        tab,
        "dragenter",
        "main",
        "(() => { const data = new DataTransfer(); data.setData('text/plain', 'x'); return data; })()");
    assertThat(hidden(tab, "#drop")).isTrue();
    assertThat(tab.text("location.hash")).isEqualTo("#q=id:red/0");
  }

  private static void paste(Tab tab, String data) {
    tab.evaluate(
        ("(document.activeElement ?? document.body).dispatchEvent(new ClipboardEvent('paste',"
                + " { clipboardData: %s, bubbles: true, cancelable: true }))")
            .formatted(data));
  }

  @Test
  void aPastedImageIsTheQueryAndATextIsNot() {
    Tab tab = opened("#q=id:red/0");
    paste(tab, transfer("blue.png", BLUE));
    untilFirst(tab, "blue/0");
    assertThat(tab.evaluate(CHIPS).asInt()).isEqualTo(1);
    String before = tab.text("location.hash");
    // In the field for an id too.
    tab.press("/");
    paste(tab, transfer("red.png", RED));
    untilFirst(tab, "red/0");
    paste(
        tab,
        "(() => { const data = new DataTransfer(); data.setData('text/plain', 'x'); return data; })()");
    assertThat(tab.text("location.hash")).isNotEqualTo(before).startsWith("#q=image%3A");
    assertThat(tab.evaluate(CHIPS).asInt()).isEqualTo(1);
  }

  /** Images with "slow" in their names take until they are let go. */
  private Tab withSlowImages() {
    Tab tab = opened("");
    tab.evaluate(
        "{ const own = window.createImageBitmap; window.createImageBitmap = async file => {"
            + " if (file.name.includes('slow')) { await new Promise(go => window.go = go); }"
            + " return own(file); } }");
    return tab;
  }

  @Test
  void anOlderUploadDoesNotReplaceANewerOne() throws InterruptedException {
    Tab tab = withSlowImages();
    paste(tab, transfer("slow.png", RED));
    tab.until("window.go !== undefined");
    paste(tab, transfer("blue.png", BLUE));
    untilFirst(tab, "blue/0");
    String hash = tab.text("location.hash");
    assertThat(tab.evaluate("document.querySelector('.query').matches('.reading')").asBoolean())
        .isTrue();
    tab.evaluate("window.go()");
    tab.until("!document.querySelector('.query').matches('.reading')");
    assertThat(tab.text("location.hash")).isEqualTo(hash);

    tab.evaluate("delete window.go");
    paste(tab, transfer("slow.png", RED));
    tab.until("window.go !== undefined");
    tab.click(".tile[data-id='blue/3'] .tile-link");
    tab.until("location.hash === '#q=id%3Ablue%2F3'");
    tab.evaluate("window.go()");
    tab.until("!document.querySelector('.query').matches('.reading')");
    assertThat(tab.text("location.hash")).isEqualTo("#q=id%3Ablue%2F3");
  }

  @Test
  void imagesAreAddedInTheirOrder() {
    Tab tab = withSlowImages();
    paste(tab, transfer("slow.png", RED));
    tab.until("window.go !== undefined");
    drag(tab, "dragover", "[data-drop=add]", transfer("blue.png", BLUE));
    drag(tab, "drop", "[data-drop=add]", transfer("blue.png", BLUE));
    tab.evaluate("window.go()");
    tab.until(CHIPS + " === 2");
    tab.click(".chip:nth-child(2) .remove");
    untilFirst(tab, "red/0");
  }

  @Test
  void whatCannotBeATokenIsNotTaken() throws IOException {
    servers.add(Running.withToken(new FakeIndex(), Files.createTempDirectory(directory, "token")));
    Tab tab = tab();
    tab.open(url("#q=id:red/0"));
    tab.until("document.getElementById('token').open");
    tab.type(Running.SECRET + "\u2026");
    tab.press("Enter");
    tab.until("!document.getElementById('token-wrong').hidden");
    assertThat(tab.evaluate("document.getElementById('token').open").asBoolean()).isTrue();
    tab.type(Running.SECRET);
    tab.press("Enter");
    tab.until(settled(TILES + ".length === 24"));
    // One that an older page has kept is forgotten.
    tab.evaluate("sessionStorage.setItem('anchorage.token', 'abc\\u2026')");
    tab.reload();
    tab.until("document.getElementById('token').open");
    assertThat(tab.text(MESSAGE)).isEmpty();
  }
}
