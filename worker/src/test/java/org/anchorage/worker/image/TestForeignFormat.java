/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.worker.image.BadImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestForeignFormat {

  private final ImageLoader loader = new ImageLoader(10_000, Orientation.APPLY);

  /** The first bytes are percent-encoded where they are no letters. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          %00%00%00%18ftypheic%00%00%00%00mif1heic|a HEIC|heif-convert IN.heic OUT.jpg
          %00%00%00%18ftypmif1%00%00%00%00mif1heic|a HEIC|heif-convert
          %00%00%00%1cftypavif%00%00%00%00avifmif1|an AVIF|avifdec IN.avif OUT.png
          %00%00%00%1cftypmif1%00%00%00%00mif1avif|an AVIF|avifdec
          %00%00%00%18ftypcrx %00%00%00%01crx isom|a raw photograph|darktable-cli
          %00%00%00%18ftypisom%00%00%02%00isomiso2|a film|ffmpeg
          %ff%0a%fa%1f|a JPEG XL|djxl IN.jxl OUT.png
          %00%00%00%0cJXL %0d%0a%87%0a|a JPEG XL|djxl
          %00%00%00%0cjP  %0d%0a%87%0a|a JPEG 2000|opj_decompress -i IN.jp2 -o OUT.png
          %ff%4f%ff%51%00|a JPEG 2000|opj_decompress
          <svg xmlns="http://www.w3.org/2000/svg">|an SVG|rsvg-convert IN.svg -o OUT.png
          %ef%bb%bf<?xml version="1.0"?>%0a<!-- x --><svg>|an SVG|rsvg-convert
          8BPS%00%01|a Photoshop document|magick 'IN.psd[0]' OUT.png
          %25PDF-1.7|a PDF|pdftoppm -png
          <!DOCTYPE html><html>|a page of the web|download it again
          %0a<html lang="en">|a page of the web|download it again
          version https://git-lfs.github.com/spec/v1|a pointer of Git LFS|git lfs pull
          II+%00%08%00%00%00|a BigTIFF|tiffcp
          MM%00+%00%08%00%00|a BigTIFF|tiffcp
          P7%0aWIDTH 4|a PAM or PFM|magick IN OUT.png
          Pf%0a4 4%0a-1.0|a PAM or PFM|magick IN OUT.png
          %00%00%01%00%01%00|an icon|magick 'IN.ico[0]' OUT.png
          v/1%01|an OpenEXR|magick
          FUJIFILMCCD-RAW 0201|a raw photograph|darktable-cli
          IIRO%08%00%00%00|a raw photograph|darktable-cli
          IIU%00%18%00%00%00|a raw photograph|darktable-cli
          """)
  void filesOfAnotherKindAreRefusedByName(String start, String name, String remedy) {
    byte[] encoded = bytes(start);

    assertThatThrownBy(() -> loader.load(encoded))
        .isInstanceOfSatisfying(
            BadImageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE))
        .hasMessageStartingWith("It is " + name)
        .hasMessageContaining("which is not read; ")
        .hasMessageContaining(remedy);
  }

  @Test
  void whatIsNotKnownSaysHowItStarts() {
    for (String start :
        new String[] {"%89%50", "<", "P", "RIFF", "%00%00%00%18ftyp", "I", "text"}) {
      byte[] encoded = bytes(start);

      assertThatThrownBy(() -> loader.load(encoded))
          .as(start)
          .isInstanceOf(BadImageException.class)
          .hasMessageMatching("(?s)(Not an image|It is a film).*");
    }
  }

  private static byte[] bytes(String start) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < start.length(); i++) {
      if (start.charAt(i) == '%') {
        bytes.append((char) Integer.parseInt(start.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.append(start.charAt(i));
      }
    }
    return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
