/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.anchorage.driver.imports.Samples.Collected;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders as people's disks have them. */
@DisabledOnOs(OS.WINDOWS)
class TestFolders {

  @TempDir Path directory;

  @Test
  void aLinkBackToAFolderAboveItIsPassedOver() throws Exception {
    put("a/1.png", "b/2.png", "c/d/e/f/3.png");
    link("a/up", Path.of(".."));
    link("b/self", Path.of("."));
    link("c/d/e/f/far", directory.resolve("in/c/d"));
    link("b/above", directory);

    Collected found = read();

    assertThat(found.ids()).containsExactly("a/1.png", "b/2.png", "c/d/e/f/3.png");
    assertThat(found.summary.ignoredNotes())
        .containsExactly(
            "4 links are passed over, because they lead back to a folder above them: a/up, b/above,"
                + " b/self, c/d/e/f/far; remove them");
  }

  /** Neither leads to a folder above itself; together they do. */
  @Test
  void linksThatLeadToEachOtherEnd() throws Exception {
    put("a/1.png", "b/2.png");
    link("a/l", Path.of("../b"));
    link("b/l", Path.of("../a"));

    assertThat(read().ids()).containsExactly("a/1.png", "a/l/2.png", "b/2.png", "b/l/1.png");
  }

  @Test
  void aLinkToAnotherFolderIsFollowed() throws Exception {
    put("a/1.png");
    Samples.put(directory, "elsewhere/x/2.png", Samples.png(2));
    link("b", directory.resolve("elsewhere"));

    assertThat(read().ids()).containsExactly("a/1.png", "b/x/2.png");
  }

  /** Hadoop leaves them out of its listings. */
  @Test
  void aLinkThatLeadsNowhereIsCounted() throws Exception {
    put("a/1.png");
    link("a/2.png", Path.of("gone.png"));
    link("a/3.png", Path.of("3.png"));
    link("dogs", Path.of("/mnt/unplugged/dogs"));

    Collected found = read();

    assertThat(found.ids()).containsExactly("a/1.png");
    assertThat(found.bad)
        .extracting(Bad::toString)
        .containsExactlyInAnyOrder(
            "a/2.png (missing: It is a link that leads nowhere)",
            "a/3.png (missing: It is a link that leads nowhere)");
    assertThat(found.summary.ignoredNotes())
        .containsExactly("1 links are passed over, because they lead nowhere: dogs; mend them");
  }

  @Test
  void colonsAndBackslashesAreLetters() throws Exception {
    put("C: cars/1.png", "x\\y/2.png", "a:b/c:d/3:4.png");

    Collected found = read();

    assertThat(found.bad).isEmpty();
    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("C: cars", "a:b/c:d", "x\\y");
    assertThat(found.images.get(2).encoded()).isEqualTo(Samples.png(1));
  }

  /** Such folders may be closed to all but their system. */
  @Test
  void whatSystemsKeepIsNotEntered() throws Exception {
    put("a/1.png", "lost+found/2.png", "a/@eaDir/1.png/3.jpg", ".Trashes/4.png");
    Path closed = directory.resolve("in/lost+found");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    Collected found = read();

    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThat(found.ids()).containsExactly("a/1.png");
    assertThat(found.bad).isEmpty();
  }

  @Test
  void imagesBesideSplitsAreNamed() throws Exception {
    put("train/a/1.png", "valid/a/2.png", "old/a/3.png", "old/b/4.png", "more/a/5.png");

    Collected found = read();

    assertThat(found.ids()).containsExactly("train/a/1.png", "valid/a/2.png");
    assertThat(found.summary.ignoredNotes())
        .containsExactly(
            "3 images are ignored, because they are in no split and folders of splits lie beside"
                + " them: more, old (2); to import them, move them into the folder of a split");
  }

  @Test
  void aNameThatATerminalWouldObeyIsShownByItsNumbers() {
    assertThat(Shown.text("a\u001b[31mb\u202e\r\n\u0085\u2028"))
        .isEqualTo("a\\u001B[31mb\\u202E\\u000D\\u000A\\u0085\\u2028");
    assertThat(Shown.form("caf\u00e9")).isEqualTo("'caf\\u00E9'");
    assertThat(List.of(Shown.text("\u65e5\u672c"))).containsExactly("\u65e5\u672c");
  }

  private void put(String... files) throws Exception {
    for (String file : files) {
      Samples.put(directory, "in/" + file, Samples.png(1));
    }
  }

  private void link(String name, Path to) throws Exception {
    Files.createSymbolicLink(directory.resolve("in").resolve(name), to);
  }

  private Collected read() throws Exception {
    return Collected.from(
        SourceFormat.FOLDERS.open(
            new org.apache.hadoop.fs.Path("file:" + directory.resolve("in")), new Configuration()));
  }
}
