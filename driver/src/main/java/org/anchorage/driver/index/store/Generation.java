/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.part.IndexPart;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The generation that a manifest names. Stateless and thread-safe.
 *
 * @param location of the index
 * @param manifest of the index
 * @param hadoop the configuration of filesystems
 */
public record Generation(Path location, Manifest manifest, Configuration hadoop) {

  /** The newest version of an index's layout that is read, and the one that is written. */
  public static final int FORMAT = 3;

  /** Returns its number. */
  public long number() {
    return manifest.counts().getOrDefault("generation", 0L);
  }

  /** Returns the number of the last batch of the log that it holds. */
  public long log() {
    return manifest.counts().getOrDefault("log", 0L);
  }

  private String name() {
    return GenerationWriter.name(number());
  }

  /**
   * Reads what is known of it.
   *
   * @throws ArtifactException if it is missing or damaged
   */
  public GenerationFacts facts() {
    String name = name() + "/" + GenerationFacts.FILE;
    Path file = new Path(location, name);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] json = in.readAllBytes();
      String found = Sha256.of(new ByteArrayInputStream(json));
      String expected = manifest.checksums().getOrDefault(name, "none");
      if (!found.equals(expected)) {
        throw new ArtifactException(
            "The file "
                + name
                + " of "
                + location
                + " is not what was written: expected SHA-256 "
                + expected
                + ", found "
                + found
                + "; restore the index or make it again");
      }
      return GenerationFacts.read(json);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Opens its shards. Files on a local disk are mapped where they lie, and only their headers are
   * verified. Others are copied to {@code java.io.tmpdir} first, and verified.
   *
   * @throws ArtifactException if a file is missing or damaged
   */
  public Snapshot open() {
    return open((facts, files, shard) -> ShardPart.open(files, shard), "");
  }

  /**
   * Opens the items of its shards, without vectors and pictures: enough to know which ids there
   * are. Nothing else is copied. What comes back cannot be searched.
   *
   * @throws ArtifactException if a file is missing or damaged
   */
  public Snapshot openItems() {
    return open((facts, files, shard) -> new ShardItems(files, shard, facts.dim()), "items/");
  }

  /** Opens a shard; the files are closed with it. */
  @FunctionalInterface
  private interface Opener {
    IndexPart open(GenerationFacts facts, LocalFiles files, ShardFacts shard) throws IOException;
  }

  private Snapshot open(Opener opener, String below) {
    GenerationFacts facts = facts();
    List<LivePart> parts = new ArrayList<>();
    try {
      for (int shard = 0; shard < facts.shards().size(); shard++) {
        LocalFiles files = files(GenerationWriter.shardName(shard), below);
        try {
          parts.add(LivePart.whole(opener.open(facts, files, facts.shards().get(shard))));
        } catch (IOException | RuntimeException e) {
          files.close();
          throw e;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      parts.forEach(part -> part.part().close());
      throw unreadable(e);
    }
    return new Snapshot(parts, info(facts));
  }

  private LocalFiles files(String shard, String below) throws IOException {
    String place = name() + "/" + shard + "/";
    SortedMap<String, String> checksums = new TreeMap<>();
    manifest
        .checksums()
        .forEach(
            (name, sum) -> {
              if (name.startsWith(place + below)) {
                checksums.put(name.substring(place.length()), sum);
              }
            });
    return LocalFiles.of(new Path(location, name() + "/" + shard), checksums, hadoop);
  }

  /**
   * Returns what is known of an index that is this generation alone, and opens no shard.
   *
   * @throws ArtifactException if it is missing or damaged
   */
  public IndexInfo info() {
    return info(facts());
  }

  private IndexInfo info(GenerationFacts facts) {
    String network = manifest.checksums().getOrDefault("network.zip", "");
    return new IndexInfo(
        manifest.formatVersion(),
        facts.kind(),
        facts.coding(),
        facts.recall(),
        facts.measured(),
        facts.dim(),
        facts.lists(),
        facts.probes(),
        facts.items(),
        0,
        0,
        0,
        0,
        facts.shards().size(),
        facts.pictureSide(),
        number(),
        log(),
        network.substring(0, Math.min(16, network.length())));
  }

  private ArtifactException unreadable(Exception e) {
    return new ArtifactException(
        "Cannot read generation "
            + number()
            + " of the index at "
            + location
            + ": "
            + e.getMessage(),
        e);
  }
}
