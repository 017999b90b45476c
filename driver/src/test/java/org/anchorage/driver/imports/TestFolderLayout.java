/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.imports.FolderRule.Wrapping;
import org.junit.jupiter.api.Test;

class TestFolderLayout {

  @Test
  void aFolderIsAClassHoweverDeep() {
    Sorted layout = kept("b/2.png", "a/x/1.jpg", "b/1.PNG");

    assertThat(layout.images()).extracting(Listed::className).containsExactly("a/x", "b", "b");
    assertThat(layout.images())
        .extracting(Listed::id)
        .containsExactly("a/x/1.jpg", "b/1.PNG", "b/2.png");
    assertThat(layout.images()).extracting(Listed::split).containsOnly(Split.TRAIN);
  }

  @Test
  void topFoldersNameSplitsAndOrderFollowsThem() {
    Sorted layout = kept("test/a/1.png", "Val/b/1.png", "train/b/1.png", "train/a/2.png");

    assertThat(layout.images())
        .extracting(Listed::id)
        .containsExactly("train/a/2.png", "train/b/1.png", "Val/b/1.png", "test/a/1.png");
    assertThat(layout.images()).extracting(Listed::className).containsExactly("a", "b", "b", "a");
    assertThat(layout.images().get(2).split()).isEqualTo(Split.VALIDATION);
  }

  @Test
  void whatLiesBesideSplitsIsIgnored() {
    Sorted layout = kept("test/a/1.png", "train/a/1.png", "iconic/a/1.png");

    assertThat(layout.images()).hasSize(2);
    assertThat(layout.ignored()).isEqualTo(1);
  }

  @Test
  void aFolderCalledTrainWithoutFoldersIsAClass() {
    Sorted layout = kept("train/1.png", "bus/1.png");

    assertThat(layout.images()).extracting(Listed::className).containsExactly("bus", "train");
  }

  @Test
  void imagesWithoutAFolderHaveNoClass() {
    Sorted layout = kept("1.png", "train/2.png", "train/a/3.png");

    assertThat(layout.images()).hasSize(1);
    assertThat(layout.bad())
        .extracting(Bad::reason)
        .containsExactly(Bad.Reason.UNLABELLED, Bad.Reason.UNLABELLED);
  }

  @Test
  void pathsThatLeadOutAreBad() {
    Sorted layout =
        kept("../a/1.png", "/a/1.png", "a/../../1.png", "..\\a\\1.png", "C:\\a\\1.png", "a/1..png");

    assertThat(layout.bad())
        .hasSize(5)
        .extracting(Bad::reason)
        .containsOnly(Bad.Reason.UNSAFE_PATH);
    assertThat(layout.images()).extracting(Listed::id).containsExactly("a/1..png");
  }

  /** They are many programs' names; some may be classes as well. */
  @Test
  void splitsHaveManyNames() {
    Sorted layout =
        kept("train/a/1.png", "valid/a/1.png", "dev/b/1.png", "query/c/1.png", "Gallery/c/2.png");

    assertThat(layout.images())
        .extracting(image -> image.split().written() + " " + image.className())
        .containsExactly("train a", "validation a", "validation b", "test c", "test c");
    assertThat(kept("training/a/1.png", "testing/b/1.png").images())
        .extracting(Listed::split)
        .containsExactly(Split.TRAIN, Split.TEST);
  }

  @Test
  void aNameThatMayBeAClassIsASplitAmongSplitsAlone() {
    assertThat(kept("gallery/painting/1.png", "animals/cat/1.png").images())
        .extracting(image -> image.split().written() + " " + image.className())
        .containsExactly("train animals/cat", "train gallery/painting");
    assertThat(kept("gallery/painting/1.png", "query/1.png").images())
        .extracting(Listed::className)
        .containsExactly("gallery/painting", "query");
    assertThat(stripped("gallery/a/1.png", "gallery/b/2.png").images())
        .extracting(image -> image.split().written() + " " + image.className())
        .containsExactly("train a", "train b");
  }

  /** Else every class would be trained on with the images that it is judged by. */
  @Test
  void splitsAreFoundAFolderTooHigh() {
    Sorted layout =
        kept("data/set/train/a/1.png", "data/set/valid/a/2.png", "data/set/test/b/3.png");

    assertThat(layout.images())
        .extracting(image -> image.split().written() + " " + image.className())
        .containsExactly("train a", "validation a", "test b");
    assertThat(
            Sorted.facts(List.of("set/train/a/1.png", "set/test/b/1.png"))
                .said(new FolderRule(Wrapping.KEPT, null, ImagePath.Names.PLAIN)))
        .isEqualTo("Folders of splits in set: test, train");
    assertThat(kept("set/a/1.png", "set/b/1.png").images())
        .extracting(Listed::className)
        .containsExactly("set/a", "set/b");
  }

  @Test
  void colonsAndBackslashesAreLettersOfAFileSystem() {
    FolderLayout plain = new FolderLayout(0, Set.of(), null, ImagePath.Names.PLAIN);
    for (String name : List.of("C: cars", "x\\y", "C:", "b\\..\\z", "\\d")) {
      Entry entry = plain.entry(new Found(0, name + "/1.png", new FilePlace("", 0, 0)));
      assertThat(((Listed) entry).className()).isEqualTo(name);
    }
    assertThat(plain.entry(new Found(0, "../1.png", new FilePlace("", 0, 0))))
        .isInstanceOf(Bad.class);
    assertThat(kept("C: cars/1.png").images())
        .extracting(Listed::className)
        .containsExactly("C: cars");
  }

  @Test
  void whatSystemsKeepIsNoClass() {
    Sorted layout =
        kept(
            "a/@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg",
            "#recycle/a/1.png",
            ".Trashes/501/1.png",
            "__MACOSX/a/1.png",
            "lost+found/1.png",
            "$RECYCLE.BIN/S-1/1.png",
            "System Volume Information/1.png",
            "a/._1.png",
            "a/Thumbs.db",
            "a/#1.png");

    assertThat(layout.images()).extracting(Listed::id).containsExactly("a/#1.png");
    assertThat(layout.ignored()).isEqualTo(9);
    assertThat(layout.bad()).isEmpty();
  }

  @Test
  void junkIsIgnored() {
    Sorted layout =
        kept("__MACOSX/a/._1.png", "a/.DS_Store", "a/notes.txt", ".git/a/1.png", "a/noextension");

    assertThat(layout.ignored()).isEqualTo(5);
    assertThat(layout.images()).isEmpty();
    assertThat(layout.bad()).isEmpty();
  }

  @Test
  void anArchivesOwnFoldersAreStripped() {
    Sorted layout =
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

  /** Facts of parts of the paths are merged to those of all paths, however they are divided. */
  @Test
  void factsOfPartsMakeThoseOfTheWhole() {
    List<String> paths =
        List.of("d/e/train/a/1.png", "d/e/test/b/2.png", "d/e/f/c/3.png", "d/e/f/4.png");
    for (Wrapping wrapping : Wrapping.values()) {
      FolderRule rule = new FolderRule(wrapping, null, ImagePath.Names.PACKED);
      for (int cut = 0; cut <= paths.size(); cut++) {
        FolderFacts merged = Sorted.facts(paths.subList(0, cut));
        merged.add(Sorted.facts(paths.subList(cut, paths.size())));
        assertThat(merged.layout(rule)).isEqualTo(Sorted.facts(paths).layout(rule));
      }
    }
  }

  private static Sorted kept(String... paths) {
    return Sorted.of(List.of(paths), Wrapping.KEPT);
  }

  private static Sorted stripped(String... paths) {
    return Sorted.of(List.of(paths), Wrapping.STRIPPED);
  }

  /** What paths are, in the order of a corpus. */
  private record Sorted(List<Listed> images, List<Bad> bad, long ignored) {

    static FolderFacts facts(List<String> paths) {
      FolderFacts facts = new FolderFacts();
      for (String path : paths) {
        ImagePath parts = ImagePath.of(path, ImagePath.Names.PACKED);
        if (!parts.leadsOut() && parts.isImage()) {
          facts.add(parts);
        }
      }
      return facts;
    }

    static Sorted of(List<String> paths, Wrapping wrapping) {
      FolderLayout layout =
          facts(paths).layout(new FolderRule(wrapping, null, ImagePath.Names.PACKED));
      List<Listed> images = new ArrayList<>();
      List<Bad> bad = new ArrayList<>();
      long ignored = 0;
      for (String path : paths) {
        Entry entry = layout.entry(new Found(0, path, new FilePlace(path, 0, 0)));
        if (entry instanceof Listed image) {
          images.add(image);
        } else if (entry instanceof Bad one) {
          bad.add(one);
        } else {
          ignored++;
        }
      }
      images.sort(Comparator.comparing(image -> SortKey.of(image, 0)));
      return new Sorted(images, bad, ignored);
    }
  }
}
