/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.anchorage.core.config.value.ConfigurationException;

/** A secret that askers send as {@code Authorization: Bearer TOKEN}. Immutable. */
public final class Token {

  /** Least length. 16 characters from {@code openssl rand -hex 16} cannot be guessed. */
  public static final int LEAST = 16;

  private static final String SCHEME = "bearer ";

  private static final String HOLD =
      "put one line there, of at least "
          + LEAST
          + " letters, digits or signs without spaces; make one by openssl rand -hex 32";

  private final byte[] digest;

  private Token(byte[] digest) {
    this.digest = digest;
  }

  /**
   * Reads a token from a file: its one line.
   *
   * @throws ConfigurationException if there is no such file, other users may read or change it, or
   *     it holds no token
   */
  public static Token read(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      throw unusable(file, "there is no such file; give the path of one that holds the token");
    } catch (CharacterCodingException e) {
      throw unusable(file, "it is no text; " + HOLD);
    } catch (AccessDeniedException e) {
      throw unusable(file, "this user may not read it; give the file to who runs the server");
    } catch (IOException e) {
      throw unusable(file, "it cannot be read; " + HOLD);
    }
    requirePrivate(file);
    if (text.length() < LEAST || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw unusable(file, "what it holds is no token; " + HOLD);
    }
    return new Token(digest(text));
  }

  /**
   * The operator needs the path. But somebody may have given the token itself, and that must not be
   * repeated: then there is no such file, nor a directory where it would lie.
   */
  private static ConfigurationException unusable(Path file, String problem) {
    boolean isShort = file.toString().length() < LEAST;
    boolean known = Files.exists(file) || (file.getNameCount() > 1 && Files.exists(first(file)));
    return isShort || known
        ? ConfigurationException.of("--token", file.toString(), problem)
        : new ConfigurationException(
            "--token",
            file,
            problem + "; what was given is not repeated, because it may be the token itself");
  }

  private static Path first(Path file) {
    Path root = file.getRoot();
    Path first = file.getName(0);
    return root == null ? first : root.resolve(first);
  }

  /** A group may read it: secrets that are mounted into containers are often given to one. */
  private static void requirePrivate(Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (IOException | UnsupportedOperationException e) {
      return;
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw unusable(
          file,
          "every user of this machine may read or change it; take that away by chmod 600, and make"
              + " a new token if others may have read it");
    }
  }

  /**
   * Returns whether a header holds this token. Takes the same time whatever part of it is right.
   *
   * @param authorization as it was sent
   */
  boolean isIn(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    String sent = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(digest, digest(sent));
  }

  /** Digests have one length, so that not even the length of the token shows in the time. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }
}
