/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/**
 * Files of one base name in a tar archive, as WebDataset writes them: {@code a/000.jpg} with {@code
 * a/000.cls} (its class), {@code a/000.json} (its attributes, {@code label} and {@code split} among
 * them) and {@code a/000.txt} (an attribute {@code text}). The base name ends at the first dot of
 * the file's name. Not thread-safe.
 */
final class Sample {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NOTES = Set.of("cls", "json", "txt");

  private final String archive;
  private final String key;
  private final Map<String, String> attributes = new HashMap<>();
  private @Nullable Place image;
  private @Nullable String label;
  private @Nullable Bad bad;

  /**
   * Begins a sample.
   *
   * @param archive URI of its archive
   * @param key its base name
   */
  Sample(String archive, String key) {
    this.archive = archive;
    this.key = key;
  }

  static String key(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Returns what follows the base name's dot, in small letters. */
  static String extension(String name) {
    String key = key(name);
    return name.length() > key.length()
        ? name.substring(key.length() + 1).toLowerCase(Locale.ROOT)
        : "";
  }

  /** Returns whether a file with this extension says something of an image. */
  static boolean isNote(String extension) {
    return NOTES.contains(extension);
  }

  boolean is(String other) {
    return key.equals(other);
  }

  private String id() {
    String name = archive.substring(archive.lastIndexOf('/') + 1);
    return (name.endsWith(".tar") ? name.substring(0, name.length() - 4) : name) + "/" + key;
  }

  /** Takes one of its files, which the archive is at. */
  void add(TarEntries.TarFile file, TarEntries archiveAtFile) throws IOException {
    String extension = extension(file.name());
    if (isNote(extension)) {
      String text;
      try {
        text = Utf8.text(archiveAtFile.content()).strip();
      } catch (CharacterCodingException e) {
        bad = new Bad(id(), Bad.Reason.NOT_UTF8, "Its ." + extension + " is not UTF-8");
        return;
      }
      switch (extension) {
        case "cls" -> label = text;
        case "txt" -> attributes.put("text", text);
        default -> addJson(text);
      }
    } else if (image == null && ImagePath.isImage(extension)) {
      image = file.place();
    }
  }

  private void addJson(String text) {
    try {
      JsonNode fields = JSON.readTree(text);
      fields
          .fields()
          .forEachRemaining(
              field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                  attributes.put(field.getKey(), field.getValue().asText());
                }
              });
    } catch (JsonProcessingException e) {
      bad = new Bad(id(), Bad.Reason.UNLABELLED, "Its .json cannot be read: " + e.getMessage());
    }
  }

  /** Returns the image, or why it is bad. */
  Entry entry() {
    @Nullable String named = attributes.remove("label");
    @Nullable String className = label == null ? named : label;
    @Nullable String split = attributes.remove("split");
    if (image == null && className == null) {
      return Ignored.file();
    }
    if (image == null) {
      return new Bad(id(), Bad.Reason.MISSING, "The sample has no image");
    }
    if (bad != null) {
      return bad;
    }
    if (className == null || className.isEmpty()) {
      return new Bad(id(), Bad.Reason.UNLABELLED, "It has no .cls, and no label in a .json");
    }
    try {
      Split of = split == null ? SplitWords.of(archive) : SplitNames.of(split);
      return new Listed(id(), className, of, image, attributes);
    } catch (IllegalArgumentException e) {
      return new Bad(id(), Bad.Reason.UNKNOWN_SPLIT, String.valueOf(e.getMessage()));
    }
  }
}
