/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.lease.LeaseException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes and opens artifacts on any Hadoop file system. An artifact is written under a temporary
 * name beside its place and renamed when it is complete, so that a reader sees all of it or
 * nothing. On an object store a rename is a copy: there a reader can see a part, which {@link
 * #verify} detects. Of two writers to one place, one fails and neither harms the other.
 * Thread-safe.
 */
public final class Artifacts {

  private final Configuration hadoop;

  /** Creates a writer with the configuration of the file systems. */
  public Artifacts(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Refuses a target that exists and must not be replaced. Called first, so that no work is lost.
   *
   * @throws ArtifactException if there is something at the target, or it cannot be looked at
   */
  public void requireFree(Path target, WhenExists when) {
    try {
      if (when == WhenExists.REFUSE && target.getFileSystem(hadoop).exists(target)) {
        throw new ArtifactException(
            "Cannot write to "
                + target
                + ": something is there already; choose another place, or say --replace");
      }
    } catch (IOException e) {
      throw cannotLook(target, e);
    }
  }

  /**
   * As {@link #requireFree(Path, WhenExists)}, and refuses what an artifact of a kind does not
   * replace.
   *
   * @throws ArtifactException if there is something at the target that is not replaced, or it
   *     cannot be looked at
   */
  public void requireFree(Path target, WhenExists when, String kind) {
    requireFree(target, when);
    if (when == WhenExists.REFUSE) {
      return;
    }
    try {
      new Target(files(target), target).requireReplaceable(when, kind);
    } catch (IOException e) {
      throw cannotLook(target, e);
    }
  }

  private static ArtifactException cannotLook(Path target, IOException why) {
    return new ArtifactException("Cannot look at " + target + ": " + why.getMessage(), why);
  }

  /**
   * Writes an artifact and returns its manifest. If anything fails, the target stays as it was, and
   * nothing else is left behind.
   *
   * @param target where it will lie; parents are made as needed
   * @throws ArtifactException if it cannot be written
   * @throws IllegalArgumentException if the body throws one, because its input is wrong
   */
  public Manifest write(Path target, WhenExists when, Draft draft, Body body) {
    return write(target, when, draft, body, () -> {});
  }

  /**
   * As {@link #write(Path, WhenExists, Draft, Body)}, for a place that another process may have
   * taken over in the meantime.
   *
   * @param allowed called when all is written, just before it is moved into place; throws if this
   *     process must not write there any more
   * @throws LeaseException if {@code allowed} throws it
   */
  public Manifest write(Path target, WhenExists when, Draft draft, Body body, Runnable allowed) {
    FileSystem files = files(target);
    Target place = new Target(files, target);
    Path temporary = place.sibling("temporary");
    boolean complete = false;
    try {
      place.requireReplaceable(when, draft.kind());
      place.makeDirectory(temporary);
      Contents contents = body.write(temporary);
      Manifest manifest =
          manifest(draft, contents, new Checksums(files, temporary).compute(contents.checksums()));
      ManifestFile.write(files, temporary, manifest);
      allowed.run();
      place.moveHere(temporary, when);
      complete = true;
      return manifest;
    } catch (ArtifactException | IllegalArgumentException | LeaseException e) {
      throw e;
    } catch (Exception | FSError e) {
      // Exception: Spark's Scala code throws checked ones that no signature declares.
      throw failed(draft, place, e);
    } finally {
      if (!complete) {
        Target.discard(files, temporary);
      }
    }
  }

  /**
   * As {@link #write}, but a failure keeps what is there of the artifact, in a directory whose name
   * follows from the key. The next call with this target and key finds it, so the body can go on
   * with the parts that are finished. The directory is removed if the body's input is wrong.
   *
   * <p>Files whose names begin with a dot are the body's own notes: they are no part of the
   * artifact. What other keys left beside the target is removed once the artifact is there.
   *
   * @param key all that determines the content: equal keys must mean equal parts
   * @param body its directory may hold what an earlier call left
   * @throws ArtifactException if it cannot be written, or another process writes it with this key
   */
  public Manifest resume(Path target, WhenExists when, Draft draft, String key, Body body) {
    FileSystem files = files(target);
    Target place = new Target(files, target);
    Path temporary = KeptDraft.directory(place.hidden(), key);
    try {
      place.requireReplaceable(when, draft.kind());
      place.makeDirectory(temporary);
    } catch (IOException e) {
      throw failed(draft, place, e);
    }
    try (KeptDraft kept = new KeptDraft(files, temporary, hadoop)) {
      Manifest manifest;
      try {
        Contents contents = body.write(temporary);
        kept.clean();
        SortedMap<String, String> sums =
            new Checksums(files, temporary).compute(contents.checksums());
        manifest = manifest(draft, contents, sums);
        ManifestFile.write(files, temporary, manifest);
        kept.release();
        place.moveHere(temporary, when);
      } catch (IllegalArgumentException e) {
        kept.discard();
        throw e;
      } catch (ArtifactException e) {
        throw new ArtifactException(e.getMessage() + kept.leftover(), e);
      } catch (Exception | FSError e) {
        // Exception: Spark's Scala code throws checked ones that no signature declares.
        throw failed(draft, place, e, kept.leftover());
      }
      kept.discardOthers(place.hidden());
      return manifest;
    }
  }

  /**
   * Reads the manifest of an artifact, and none of its files.
   *
   * @param kind what it must be
   * @param newestFormat the newest version of its layout that the caller can read
   * @throws ArtifactException if there is none, or it is of another kind or too new
   */
  public Manifest open(Path location, String kind, int newestFormat) {
    FileSystem files = files(location);
    return ManifestFile.read(files, files.makeQualified(location), kind, newestFormat);
  }

  /**
   * Reads the manifest and every file of an artifact.
   *
   * @param kind what it must be
   * @param newestFormat the newest version of its layout that the caller can read
   * @throws ArtifactException if {@link #open} throws it, or a file is missing or has changed
   */
  public Manifest verify(Path location, String kind, int newestFormat) {
    return verify(location, kind, newestFormat, name -> true);
  }

  /**
   * Reads the manifest and some of the files of an artifact.
   *
   * @param kind what it must be
   * @param newestFormat the newest version of its layout that the caller can read
   * @param which takes the path of a file in the artifact, and says whether it is read
   * @throws ArtifactException if {@link #open} throws it, or such a file is missing or has changed
   */
  public Manifest verify(Path location, String kind, int newestFormat, Predicate<String> which) {
    Manifest manifest = open(location, kind, newestFormat);
    FileSystem files = files(location);
    SortedMap<String, String> expected = new TreeMap<>(manifest.checksums());
    expected.keySet().removeIf(which.negate());
    try {
      new Checksums(files, location).verify(expected);
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot check the " + KindName.of(kind) + " at " + location + ": " + Failure.reason(e),
          e);
    }
    return manifest;
  }

  private static Manifest manifest(
      Draft draft, Contents contents, SortedMap<String, String> checksums) {
    String fingerprint =
        contents.fingerprint().isEmpty() ? Checksums.combined(checksums) : contents.fingerprint();
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    return new Manifest(
        draft.kind(),
        draft.formatVersion(),
        Build.current().version(),
        ThisProcess.provenance(),
        now.toString(),
        fingerprint,
        draft.settings(),
        draft.parents(),
        contents.counts(),
        checksums);
  }

  /**
   * Returns the manifest of an artifact whose files are in place already, as its file {@link
   * Manifest#FILE} holds it. Nothing is written.
   *
   * @param contents with the checksums of all files
   */
  public static byte[] described(Draft draft, Contents contents) throws IOException {
    return ManifestFile.bytes(manifest(draft, contents, new TreeMap<>(contents.checksums())));
  }

  /**
   * Deletes what a killed process left half-written beside artifacts. Nobody else may be writing
   * there.
   *
   * @param directory where the artifacts lie; it need not exist
   * @param name which artifacts: those whose names begin with it
   */
  public void deleteHalfWritten(Path directory, String name) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    if (files.exists(directory)) {
      for (FileStatus left : files.listStatus(directory)) {
        if (left.getPath().getName().startsWith(Target.HIDDEN + name)) {
          files.delete(left.getPath(), true /* recursive */);
        }
      }
    }
  }

  private static ArtifactException failed(Draft draft, Target place, Throwable cause) {
    return failed(draft, place, cause, "");
  }

  private static ArtifactException failed(
      Draft draft, Target place, Throwable cause, String leftover) {
    String reason = Failure.reason(cause);
    return new ArtifactException(
        "Cannot write the "
            + KindName.of(draft.kind())
            + " to "
            + place
            + ": "
            + reason
            + "; "
            + Failure.remedy(reason)
            + leftover,
        cause);
  }

  private FileSystem files(Path path) {
    try {
      return path.getFileSystem(hadoop);
    } catch (IOException | RuntimeException e) {
      throw new ArtifactException(
          "Cannot reach " + path + ": " + Failure.reason(e) + "; check the URI", e);
    }
  }
}
