/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.network.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Makes one index of several of one network. Items come in the order of the indices, and within one
 * in its own order. Needs no Spark.
 *
 * @param hadoop for files
 * @param twice what happens to an id that several indices have
 */
public record Merge(Configuration hadoop, WhenTwice twice) {

  private static final int SHOWN = 5;

  /** What happens to an id that several indices have. Written in lower case. */
  public enum WhenTwice {
    /** Nothing is written, and the ids are named. */
    REFUSE,
    /** The item of the first of these indices is kept. */
    FIRST,
    /** The item of the last of these indices is kept. */
    LAST;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Merges.
   *
   * @param indices at least one; the first decides kind, recall, coding and pictures
   * @throws ArtifactException if one cannot be read, the target cannot be written, two have other
   *     networks, or an id is in several and that is refused
   */
  public Manifest run(List<Path> indices, Path target, WhenExists when) {
    List<Index> open = new ArrayList<>();
    try {
      for (Path index : indices) {
        open.add(Index.open(index, hadoop, 1));
      }
      for (Index other : open) {
        requireSameNetwork(open.get(0), other);
      }
      List<LivePart> parts = twice == WhenTwice.LAST ? last(open) : first(open);
      return write(open, LiveRows.of(open.get(0).dim(), parts), target, when);
    } finally {
      open.forEach(Index::close);
    }
  }

  private Manifest write(List<Index> open, LiveRows rows, Path target, WhenExists when) {
    Artifacts artifacts = new Artifacts(hadoop);
    Path like = open.get(0).location();
    List<Manifest.Parent> parents = new ArrayList<>();
    for (Index index : open) {
      Manifest of = artifacts.open(index.location(), VectorStore.INDEX, Generation.FORMAT);
      parents.add(new Manifest.Parent(of.kind(), index.location().toString(), of.fingerprint()));
    }
    SavedNetwork network = SavedNetwork.read(like, hadoop);
    Draft draft =
        new Draft(VectorStore.INDEX, Generation.FORMAT, network.settings().written(), parents);
    return artifacts.write(
        target,
        when,
        draft,
        temporary -> {
          network.write(temporary, hadoop);
          return new Rebuild(hadoop).write(like, 1, open.get(0).info(), rows, temporary, 0);
        });
  }

  private void requireSameNetwork(Index first, Index other) {
    String one = NetworkSum.of(SavedNetwork.read(first.location(), hadoop));
    String two = NetworkSum.of(SavedNetwork.read(other.location(), hadoop));
    if (!one.equals(two)) {
      throw new ArtifactException(
          "The indices at "
              + first.location()
              + " and "
              + other.location()
              + " are of two networks, so distances between their vectors mean nothing; index one of"
              + " them again with the other's run");
    }
  }

  private List<LivePart> first(List<Index> open) {
    List<LivePart> parts = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    for (Index index : open) {
      firsts.add(parts.size());
      parts.addAll(parts(index));
    }
    firsts.add(parts.size());
    Map<Integer, Set<Integer>> leftOut = new HashMap<>();
    Set<String> ids = new LinkedHashSet<>();
    for (int index = 1; index < open.size(); index++) {
      List<LivePart> before = parts.subList(0, firsts.get(index));
      for (int part = firsts.get(index); part < firsts.get(index + 1); part++) {
        leftOut.put(part, twice(parts.get(part), before, ids));
      }
    }
    refuse(ids);
    leftOut.forEach((part, rows) -> parts.set(part, parts.get(part).without(array(rows))));
    return parts;
  }

  /** The first of the indices in the other direction; their order is turned back. */
  private List<LivePart> last(List<Index> open) {
    List<Index> turned = new ArrayList<>(open);
    java.util.Collections.reverse(turned);
    List<LivePart> parts = first(turned);
    List<LivePart> inOrder = new ArrayList<>();
    int end = parts.size();
    for (int i = turned.size() - 1; i >= 0; i--) {
      int size = parts(turned.get(i)).size();
      inOrder.addAll(parts.subList(end - size, end));
      end -= size;
    }
    return inOrder;
  }

  private static List<LivePart> parts(Index index) {
    return index.ofSnapshot(now -> now.parts());
  }

  /** Returns the rows of a part whose ids are in parts before it. */
  private static Set<Integer> twice(LivePart live, List<LivePart> before, Set<String> ids) {
    Set<Integer> rows = new LinkedHashSet<>();
    for (int row : live.live().rows()) {
      String id = live.part().id(row);
      if (before.stream().anyMatch(other -> other.row(id).isPresent())) {
        rows.add(row);
        ids.add(id);
      }
    }
    return rows;
  }

  private void refuse(Set<String> ids) {
    if (twice == WhenTwice.REFUSE && !ids.isEmpty()) {
      List<String> shown = ids.stream().limit(SHOWN).toList();
      throw new ArtifactException(
          Count.of(ids.size(), "id is", "ids are")
              + " in more than one of the indices: "
              + String.join(", ", shown)
              + (ids.size() > shown.size() ? ", ..." : "")
              + "; choose which to keep with --when-twice first or --when-twice last");
    }
  }

  private static int[] array(Set<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }
}
