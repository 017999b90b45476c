/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a java and a mvn that only say what they were asked. */
@DisabledOnOs(OS.WINDOWS)
class TestLauncher {

  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  private Path home;
  private Path jdk;

  /** What the launcher said and how it ended. */
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void aBuiltProject() throws IOException {
    home = Files.createDirectory(directory.resolve("home of anchorage"));
    jdk = directory.resolve("jdk");
    Files.copy(
        Path.of(System.getProperty("anchorage.root"), "anchorage"), home.resolve("anchorage"));
    put("pom.xml", "<project>\n  <version>1.2.0</version>\n  <version>7</version>\n</project>\n");
    put("conf/defaults.conf", "");
    put("conf/demo.conf", "");
    for (String module : List.of("core", "mining", "worker", "driver")) {
      put(module + "/pom.xml", "");
      put(module + "/src/main/A.java", "");
    }
    put("core/target/anchorage-core-1.2.0.jar", "");
    put("repository/b.jar", "");
    put("driver/target/anchorage-driver-1.1.0.jar", "");
    put("driver/target/anchorage-driver-1.2.0.jar", "");
    put("driver/target/classpath.txt", classPath());
    program(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"");
    program(directory.resolve("bin/mvn"), "echo \"mvn $*\"");
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"17.0.15\"\n");
  }

  @Test
  void theJarOfThisVersionRuns() throws Exception {
    Ended ended = launch(Map.of(), "demo", "a b");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("\n" + home + "/driver/target/anchorage-driver-1.2.0.jar:" + classPath() + "\n")
        .endsWith("\norg.anchorage.driver.cli.Main\ndemo\na b\n");
  }

  @Test
  void hadoopsConfigurationIsOnTheClassPath() throws Exception {
    Ended ended = launch(Map.of("HADOOP_CONF_DIR", "/etc/hadoop"), "demo");

    assertThat(ended.out())
        .contains("anchorage-driver-1.2.0.jar:/etc/hadoop:" + classPath() + "\n");
  }

  @Test
  void whatIsNewerThanTheBuildIsBuilt() throws Exception {
    for (String changed : List.of("conf/demo.conf", "conf/defaults.conf", "core/src/main/A.java")) {
      Files.setLastModifiedTime(home.resolve(changed), FileTime.from(BUILT.plusSeconds(9)));

      assertThat(launch(Map.of(), "demo").err())
          .as(changed)
          .contains("anchorage: building")
          .contains("mvn -B -q -Dquick package");

      put(changed, "");
      put("driver/target/classpath.txt", classPath());
    }
    assertThat(launch(Map.of(), "demo").err()).isEmpty();
    Files.delete(home.resolve("driver/target/anchorage-driver-1.2.0.jar"));
    assertThat(launch(Map.of(), "demo").err()).contains("anchorage: building");
  }

  /** The first search writes an archive of classes beside the jar, and later ones map it. */
  @Test
  void theFirstSearchWritesAnArchiveOfClasses() throws Exception {
    program(
        jdk.resolve("bin/java"),
        """
        for word; do
          case "$word" in -XX:ArchiveClassesAtExit=*) echo a > "${word#*=}" ;; esac
        done
        printf '%s\n' "$@"
        [ "$word" != wrong ]""");
    Path target = home.resolve("driver/target");
    String archive = target + "/search-by-image-17.0.15.jsa";
    assertThat(launch(Map.of(), "search", "--image", "wrong").code()).isEqualTo(1);
    assertThat(Path.of(archive)).doesNotExist();
    Ended first = launch(Map.of(), "search", "--image", "a b");
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("\n-XX:ArchiveClassesAtExit=" + archive).endsWith("\na b\n");
    assertThat(Path.of(archive)).exists();
    Ended second = launch(Map.of(), "search", "--image", "a b");
    assertThat(second.out())
        .contains("\n-XX:SharedArchiveFile=" + archive + "\n")
        .doesNotContain("ArchiveClassesAtExit");
    assertThat(launch(Map.of(), "search", "--id", "x").out())
        .contains("search-by-item-17.0.15.jsa");
    assertThat(launch(Map.of("HADOOP_CONF_DIR", "/etc/hadoop"), "search", "--image", "a").out())
        .doesNotContain(".jsa");
    Files.setLastModifiedTime(Path.of(archive), FileTime.from(BUILT.minusSeconds(9)));
    assertThat(launch(Map.of(), "search", "--image", "a").out()).contains("ArchiveClassesAtExit");
  }

  /** A link in a folder of the path is how programs are installed. */
  @Test
  void theLauncherIsFoundThroughLinks() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("links"));
    Files.createSymbolicLink(folder.resolve("first"), home.resolve("anchorage"));
    Path link = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

    Ended ended = launch(link, Map.of(), "demo");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("\n" + home + "/driver/target/anchorage-driver-1.2.0.jar:");
  }

  /** With CDPATH, cd prints where it went. */
  @Test
  void theFolderOfTheLauncherIsRelative() throws Exception {
    Path relative = Path.of(home.getFileName().toString(), "anchorage");

    Ended ended = launch(relative, Map.of("CDPATH", "."), "demo");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("\n" + home + "/driver/target/anchorage-driver-1.2.0.jar:");
  }

  @Test
  void aTreeThatWasMovedIsBuiltAgain() throws Exception {
    home = Files.move(home, directory.resolve("moved"));
    assertThat(launch(Map.of(), "demo").err()).contains("anchorage: building");
    put("driver/target/classpath.txt", classPath());
    assertThat(launch(Map.of(), "demo").err()).isEmpty();
    Files.delete(home.resolve("repository/b.jar"));
    assertThat(launch(Map.of(), "demo").err()).as("a repository that is gone").contains("building");
  }

  /** The locale of cron and of many containers. */
  @Test
  void namesOfFilesAreReadInUtf8() throws Exception {
    program(jdk.resolve("bin/java"), "echo \"$LC_ALL\"");
    assertThat(launch(Map.of("LC_ALL", "C"), "demo").out()).isEqualTo("C.UTF-8\n");
    assertThat(launch(Map.of("LC_ALL", "C.UTF-8"), "demo").out()).isEqualTo("C.UTF-8\n");
  }

  @Test
  void theTemporaryDirectoryIsThatOfTheShell() throws Exception {
    assertThat(launch(Map.of("TMPDIR", "/scratch a"), "demo").out())
        .contains("\n-Djava.io.tmpdir=/scratch a\n");
  }

  /** Services have no home, and neither have some containers. */
  @Test
  void aHomeIsNotNeeded() throws Exception {
    Ended ended = launch(Map.of("HOME", ""), "demo");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
  }

  @Test
  void anotherJavaIsRefused() throws Exception {
    for (String version : List.of("24", "25-ea", "11.0.2", "1.8.0_402")) {
      Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      assertJavaRefused(version);
    }
    for (String version : List.of("17", "21.0.4")) {
      Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      assertThat(launch(Map.of(), "demo").code()).as(version).isZero();
    }
  }

  @Test
  void aJavaWithoutAReleaseFileIsAsked() throws Exception {
    Files.delete(jdk.resolve("release"));
    program(jdk.resolve("bin/java"), "echo 'Picked up X\nopenjdk version \"24.0.1\" 2025' >&2");
    assertJavaRefused("24.0.1");
    program(jdk.resolve("bin/java"), "exit 3");
    assertJavaRefused("of no known version");
    program(jdk.resolve("bin/java"), "echo 'openjdk version \"21\" 2023-09-19' >&2");
    assertThat(launch(Map.of(), "demo").code()).isZero();
  }

  @Test
  void aMissingJavaIsNamed() throws Exception {
    Ended ended = launch(Map.of("JAVA_HOME", "/nowhere"), "demo");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "anchorage: there is no java at /nowhere/bin/java; install a JDK 17 or set JAVA_HOME to"
                + " one\n");
  }

  private void assertJavaRefused(String version) throws Exception {
    Ended ended = launch(Map.of(), "demo");
    assertThat(ended.code()).as(version).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("is Java " + version + "; it must be 17 to 21")
        .contains("install a JDK 17 or set JAVA_HOME to one");
  }

  private Ended launch(Map<String, String> environment, String... words) throws Exception {
    return launch(home.resolve("anchorage"), environment, words);
  }

  private Ended launch(Path launcher, Map<String, String> environment, String... words)
      throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("bash", launcher.toString());
    builder.directory(directory.toFile());
    builder.command().addAll(List.of(words));
    builder.environment().keySet().removeIf(key -> key.matches("ANCHORAGE.*|HADOOP.*"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().merge("PATH", "", (path, e) -> directory.resolve("bin") + ":" + path);
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }

  private String classPath() {
    return home + "/core/target/anchorage-core-1.2.0.jar:" + home + "/repository/b.jar";
  }

  /** Writes a file of the project as it was when that was built. */
  private void put(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
    Files.setLastModifiedTime(file, FileTime.from(BUILT));
  }

  private static void program(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
