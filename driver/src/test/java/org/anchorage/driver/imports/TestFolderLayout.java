/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.imports.FolderLayout.Wrapping;
import org.junit.jupiter.api.Test;

class TestFolderLayout {

  @Test
  void aFolderIsAClassHoweverDeep() {
    FolderLayout layout = kept("b/2.png", "a/x/1.jpg", "b/1.PNG");

    assertThat(layout.images()).extracting(Listed::className).containsExactly("a/x", "b", "b");
    assertThat(layout.images())
        .extracting(Listed::id)
        .containsExactly("a/x/1.jpg", "b/1.PNG", "b/2.png");
    assertThat(layout.images()).extracting(Listed::split).containsOnly(Split.TRAIN);
  }

  @Test
  void topFoldersNameSplitsAndOrderFollowsThem() {
    FolderLayout layout = kept("test/a/1.png", "Val/b/1.png", "train/b/1.png", "train/a/2.png");

    assertThat(layout.images())
        .extracting(Listed::id)
        .containsExactly("train/a/2.png", "train/b/1.png", "Val/b/1.png", "test/a/1.png");
    assertThat(layout.images()).extracting(Listed::className).containsExactly("a", "b", "b", "a");
    assertThat(layout.images().get(2).split()).isEqualTo(Split.VALIDATION);
  }

  @Test
  void whatLiesBesideSplitsIsIgnored() {
    FolderLayout layout = kept("test/a/1.png", "train/a/1.png", "iconic/a/1.png");

    assertThat(layout.images()).hasSize(2);
    assertThat(layout.ignored()).isEqualTo(1);
  }

  @Test
  void aFolderCalledTrainWithoutFoldersIsAClass() {
    FolderLayout layout = kept("train/1.png", "bus/1.png");

    assertThat(layout.images()).extracting(Listed::className).containsExactly("bus", "train");
  }

  @Test
  void imagesWithoutAFolderHaveNoClass() {
    FolderLayout layout = kept("1.png", "train/2.png", "train/a/3.png");

    assertThat(layout.images()).hasSize(1);
    assertThat(layout.bad())
        .extracting(Bad::reason)
        .containsExactly(Bad.Reason.UNLABELLED, Bad.Reason.UNLABELLED);
  }

  @Test
  void pathsThatLeadOutAreBad() {
    FolderLayout layout =
        kept("../a/1.png", "/a/1.png", "a/../../1.png", "..\\a\\1.png", "C:\\a\\1.png", "a/1..png");

    assertThat(layout.bad())
        .hasSize(5)
        .extracting(Bad::reason)
        .containsOnly(Bad.Reason.UNSAFE_PATH);
    assertThat(layout.images()).extracting(Listed::id).containsExactly("a/1..png");
  }

  @Test
  void junkIsIgnored() {
    FolderLayout layout =
        kept("__MACOSX/a/._1.png", "a/.DS_Store", "a/notes.txt", ".git/a/1.png", "a/noextension");

    assertThat(layout.ignored()).isEqualTo(5);
    assertThat(layout.images()).isEmpty();
    assertThat(layout.bad()).isEmpty();
  }

  @Test
  void anArchivesOwnFoldersAreStripped() {
    FolderLayout layout =
        stripped("data/images/a/1.png", "data/images/b/c/1.png", "__MACOSX/x", "data/readme.txt");

    assertThat(layout.images()).extracting(Listed::className).containsExactly("a", "b/c");
  }

  @Test
  void strippingLeavesOneClassAndSplits() {
    assertThat(stripped("data/a/1.png", "data/a/2.png").images())
        .extracting(Listed::className)
        .containsExactly("a", "a");
    Listed image = stripped("data/test/a/1.png").images().get(0);
    assertThat(image.className()).isEqualTo("a");
    assertThat(image.split()).isEqualTo(Split.TEST);
  }

  private static FolderLayout kept(String... paths) {
    return FolderLayout.of(List.of(paths), Wrapping.KEPT);
  }

  private static FolderLayout stripped(String... paths) {
    return FolderLayout.of(List.of(paths), Wrapping.STRIPPED);
  }
}
