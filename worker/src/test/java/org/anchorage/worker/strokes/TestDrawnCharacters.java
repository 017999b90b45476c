/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.strokes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestDrawnCharacters {

  private static final DrawnCharacters CHARACTERS = new DrawnCharacters(new Seed(1), 28);

  @Test
  void anyItemIsTheSameWheneverItIsDrawn() {
    byte[] late = CHARACTERS.pixels(1_000_000, 7);
    CHARACTERS.pixels(0, 0);
    assertThat(CHARACTERS.pixels(1_000_000, 7)).isEqualTo(late);
    assertThat(new DrawnCharacters(new Seed(1), 28).pixels(1_000_000, 7)).isEqualTo(late);
    assertThat(new DrawnCharacters(new Seed(2), 28).pixels(1_000_000, 7)).isNotEqualTo(late);
  }

  /** The pixels of a seed are for ever: a change of them changes every demo's figures. */
  @Test
  void knownPixels() {
    assertThat(Arrays.hashCode(CHARACTERS.pixels(0, 0))).isEqualTo(1747047603);
    assertThat(Arrays.hashCode(CHARACTERS.pixels(99, 19))).isEqualTo(-960198830);
  }

  @Test
  void itemsDiffer() {
    Set<Integer> hashes = new HashSet<>();
    for (int c = 0; c < 30; c++) {
      for (int i = 0; i < 30; i++) {
        hashes.add(Arrays.hashCode(CHARACTERS.pixels(c, i)));
      }
    }
    assertThat(hashes).hasSize(900);
  }

  @Test
  void inkIsDarkOnWhiteAndMostlyWithinTheImage() {
    for (int size : new int[] {16, 28, 105}) {
      DrawnCharacters characters = new DrawnCharacters(new Seed(3), size);
      for (int c = 0; c < 40; c++) {
        byte[] pixels = characters.pixels(c, 0);
        assertThat(pixels).hasSize(size * size);
        long dark = 0;
        for (byte pixel : pixels) {
          dark += (pixel & 0xff) < 128 ? 1 : 0;
        }
        assertThat(dark / (double) pixels.length).isBetween(0.01, 0.4);
      }
    }
  }

  @Test
  void pngHoldsThePixels() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(CHARACTERS.png(3, 4)));
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    int[] grey = image.getRaster().getSamples(0, 0, 28, 28, 0, (int[]) null);
    byte[] pixels = CHARACTERS.pixels(3, 4);
    for (int i = 0; i < grey.length; i++) {
      assertThat(grey[i]).isEqualTo(pixels[i] & 0xff);
    }
  }

  /** Hard enough that learning shows, easy enough that it can. */
  @Test
  void pixelsAloneTellAboutHalfTheItemsApart() {
    int classes = 100;
    int items = 20;
    byte[][] images = new byte[classes * items][];
    for (int i = 0; i < images.length; i++) {
      images[i] = CHARACTERS.pixels(i / items, i % items);
    }
    int right = 0;
    int asked = 0;
    // every fifth item asks; all answer
    for (int query = 0; query < images.length; query += 5) {
      right += nearest(images, query) / items == query / items ? 1 : 0;
      asked++;
    }
    assertThat(right / (double) asked).isBetween(0.4, 0.75);
  }

  private static int nearest(byte[][] images, int query) {
    int nearest = -1;
    int least = Integer.MAX_VALUE;
    for (int other = 0; other < images.length; other++) {
      int distance = 0;
      for (int p = 0; p < images[other].length; p++) {
        int difference = (images[query][p] & 0xff) - (images[other][p] & 0xff);
        distance += difference * difference;
      }
      if (other != query && distance < least) {
        least = distance;
        nearest = other;
      }
    }
    return nearest;
  }

  @Test
  void penCoversAsMuchAsItIsWide() {
    StrokeCharacter line = new StrokeCharacter(List.of(new double[] {0.2, 0.5, 0.8, 0.5}));
    float[] ink = new StrokeRenderer(100).ink(line, 0.05);
    double column = 0;
    for (int y = 0; y < 100; y++) {
      column += ink[y * 100 + 50];
    }
    assertThat(column).isCloseTo(10, within(0.01));
    assertThat(ink[50 * 100 + 10]).isZero();
  }

  @Test
  void refusesTinyImages() {
    assertThatThrownBy(() -> new DrawnCharacters(new Seed(1), 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Characters of 7 pixels cannot be told apart; draw at least 8");
  }
}
