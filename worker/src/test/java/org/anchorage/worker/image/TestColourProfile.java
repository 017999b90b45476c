/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.config.ImageSettings.Fit;
import org.anchorage.worker.image.TestImageLoader.Pictures;
import org.junit.jupiter.api.Test;

class TestColourProfile {

  /** The profile of a screen whose primaries are blue, red and green, in this order. */
  private static byte[] oddProfile() {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    ByteBuffer bytes = ByteBuffer.wrap(profile);
    for (int tag = 0; tag < bytes.getInt(128); tag++) {
      int at = 132 + 12 * tag;
      byte first = profile[at];
      if (bytes.getInt(at) << 8 == ('X' << 24 | 'Y' << 16 | 'Z' << 8)) {
        profile[at] = (byte) (first == 'r' ? 'g' : first == 'g' ? 'b' : first == 'b' ? 'r' : first);
      }
    }
    return profile;
  }

  private static byte[] withProfile(byte[] jpeg) throws Exception {
    byte[] profile = oddProfile();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 20);
    out.write(new byte[] {-1, (byte) 0xe2});
    int length = profile.length + 16;
    out.write(new byte[] {(byte) (length >> 8), (byte) length});
    out.write("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1));
    out.write(profile);
    out.write(jpeg, 20, jpeg.length - 20);
    return out.toByteArray();
  }

  private static byte[] decoded(InputRule rule, byte[] encoded) throws Exception {
    return new ImageDecoder(new ImageSettings(24, 16, 3, false, Fit.STRETCH), rule, 10_000)
        .decode(encoded);
  }

  @Test
  void pillowsRulesIgnoreTheProfileOfAJpeg() throws Exception {
    byte[] jpeg = Pictures.encoded(Pictures.noise(24, 16), "jpg");
    byte[] profiled = withProfile(jpeg);
    byte[] copy = profiled.clone();

    assertThat(decoded(InputRule.UNIT, profiled)).isNotEqualTo(decoded(InputRule.UNIT, jpeg));
    assertThat(decoded(InputRule.UNIT_PILLOW, profiled))
        .isEqualTo(decoded(InputRule.UNIT_PILLOW, jpeg));
    assertThat(profiled).isEqualTo(copy);
  }

  @Test
  void whatHasNoProfileIsTheSameArray() throws Exception {
    for (String format : new String[] {"jpg", "png", "gif", "bmp"}) {
      byte[] encoded = Pictures.encoded(Pictures.noise(24, 16), format);
      assertThat(ColourProfile.hidden(encoded, EncodedFormat.of(encoded))).isSameAs(encoded);
    }
  }

  @Test
  void theProfileOfAWebpIsRenamed() {
    byte[] webp =
        ByteBuffer.allocate(12 + 8 + 4 + 8 + 2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF____WEBP".getBytes(StandardCharsets.ISO_8859_1))
            .put("ABCD".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(3)
            .putInt(0)
            .put("ICCP".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(2)
            .array();

    byte[] hidden = ColourProfile.hidden(webp, EncodedFormat.WEBP);

    assertThat(new String(hidden, 24, 4, StandardCharsets.ISO_8859_1)).isEqualTo("XXXX");
  }

  @Test
  void theProfileOfATiffGetsAnotherNumber() {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] tiff =
          ByteBuffer.allocate(8 + 2 + 12)
              .order(order)
              .putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949))
              .putShort((short) 42)
              .putInt(8)
              .putShort((short) 1)
              .putShort((short) 34675)
              .putShort((short) 1)
              .putInt(1)
              .putInt(0)
              .array();
      byte[] kept = tiff.clone();

      byte[] hidden = ColourProfile.hidden(tiff, EncodedFormat.TIFF);

      TiffTags tags = TiffTags.of(hidden, 0, hidden.length);
      assertThat(tags.has(34675)).isFalse();
      assertThat(tags.has(34676)).isTrue();
      assertThat(tiff).isEqualTo(kept);
    }
  }

  @Test
  void anImageThatIsCutShortIsLeftToItsReader() throws Exception {
    byte[] profiled = withProfile(Pictures.encoded(Pictures.noise(24, 16), "jpg"));
    for (int length : new int[] {3, 5, 21, 23, 30, 200}) {
      byte[] cut = Arrays.copyOf(profiled, length);
      assertThat(ColourProfile.hidden(cut, EncodedFormat.JPEG)).hasSize(length);
    }
  }
}
